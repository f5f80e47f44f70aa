//! The identifiers that the service makes up: ARNs, ids, host names.

use fastrand::Rng;

use crate::calendar;

/// Where the resources live.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The region.
    pub region: String,
    /// The account number.
    pub account_id: String,
}

impl Place {
    fn arn(&self, service: &str, resource: &str) -> String {
        let partition = match self.region.split('-').next() {
            Some("cn") => "aws-cn",
            _ if self.region.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        };
        // IAM is global, so its ARNs name no region.
        let region = if service == "iam" { "" } else { &self.region };
        format!("arn:{partition}:{service}:{region}:{}:{resource}", self.account_id)
    }

    /// The ARN of a server.
    pub fn server_arn(&self, name: &str, rng: &mut Rng) -> String {
        self.arn("opsworks-cm", &format!("server/{name}/{}", uuid(rng)))
    }

    /// The ARN of a backup.
    pub fn backup_arn(&self, backup_id: &str) -> String {
        self.arn("opsworks-cm", &format!("backup/{backup_id}"))
    }

    /// The ARN of the CloudFormation stack under a server.
    pub fn stack_arn(&self, name: &str, rng: &mut Rng) -> String {
        let stack = format!("stack/aws-opsworks-cm-instance-{name}-{}/{}", letters(rng, 13), uuid(rng));
        self.arn("cloudformation", &stack)
    }

    /// The ARN of whoever calls with this access key.
    pub fn user_arn(&self, access_key_id: &str) -> String {
        self.arn("iam", &format!("user/{}", access_key_id.to_lowercase()))
    }

    /// The host name of a server's engine.
    pub fn endpoint(&self, name: &str, rng: &mut Rng) -> String {
        let name = name.to_lowercase();
        format!("{name}-{}.{}.opsworks-cm.io", letters(rng, 16).to_lowercase(), self.region)
    }

    /// The URL of a log in the service's bucket.
    pub fn log_url(&self, what: &str) -> String {
        format!("https://s3.amazonaws.com/aws-opsworks-cm-{}-{}/logs/{what}", self.account_id, self.region)
    }
}

/// The id of a backup: the server's name and the time.
pub(crate) fn backup_id(server_name: &str, created_millis: u64) -> String {
    format!("{server_name}-{}", calendar::compact(created_millis))
}

/// A random UUID, version 4.
pub(crate) fn uuid(rng: &mut Rng) -> String {
    let bits = rng.u128(..) & !(0xF000_C000 << 48) | 0x4000_8000 << 48;
    let hex = format!("{bits:032x}");
    let part = |from, to| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

/// An EC2 resource's id, such as `subnet-0a1b...`.
pub(crate) fn ec2_id(kind: &str, rng: &mut Rng) -> String {
    format!("{kind}-0{:016x}", rng.u64(..))
}

/// Random capitals and digits.
pub(crate) fn letters(rng: &mut Rng, count: usize) -> String {
    (0..count).map(|_| rng.digit(36).to_ascii_uppercase()).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use fastrand::Rng;

    use super::{Place, backup_id, uuid};

    #[test]
    fn uuids_have_version_and_variant() {
        let mut rng = Rng::with_seed(1);
        for _ in 0..100 {
            let uuid = uuid(&mut rng);
            let bytes = uuid.as_bytes();
            assert_eq!((uuid.len(), bytes[14]), (36, b'4'), "{uuid}");
            assert!(b"89ab".contains(&bytes[19]), "{uuid}");
        }
    }

    #[test]
    fn arns_name_partition_region_and_account() {
        let place = |region: &str| Place { region: region.to_owned(), account_id: "123456789012".to_owned() };
        let id = backup_id("automate-06", 1_469_799_527_520);
        assert_eq!(id, "automate-06-20160729133847520");
        assert_eq!(
            place("us-west-2").backup_arn(&id),
            "arn:aws:opsworks-cm:us-west-2:123456789012:backup/automate-06-20160729133847520"
        );
        assert!(place("cn-north-1").backup_arn(&id).starts_with("arn:aws-cn:"));
        assert_eq!(place("us-gov-west-1").user_arn("AKID"), "arn:aws-us-gov:iam::123456789012:user/akid");
    }
}
