//! `aws.parseArn` and `aws.isVirtualHostableS3Bucket`: names of resources that rules look into.

use super::host::{is_address, is_host_label};
use super::parameters::Value;

/// The parts of an Amazon Resource Name, as a record; absent when the text is none.
pub(super) fn parse_arn(text: &str) -> Option<Value> {
    let mut parts = text.splitn(6, ':');
    let mut next = || parts.next();
    let (arn, partition, service, region, account, resource) = (next()?, next()?, next()?, next()?, next()?, next()?);
    if arn != "arn" || partition.is_empty() || service.is_empty() || resource.is_empty() {
        return None;
    }
    let resource = resource.split([':', '/']).map(Value::from).collect();
    Some(Value::Record(vec![
        ("partition", partition.into()),
        ("service", service.into()),
        ("region", region.into()),
        ("accountId", account.into()),
        ("resourceId", Value::List(resource)),
    ]))
}

/// Whether a bucket's name can stand before the host of S3: the naming rules of buckets, and those of host names. Dots
/// make it several labels, which the certificate does not cover, so that a rule says whether they may be there.
pub(super) fn is_virtual_hostable_bucket(name: &str, allow_dots: bool) -> bool {
    (3..=63).contains(&name.len())
        && !name.bytes().any(|byte| byte.is_ascii_uppercase())
        && !is_address(name)
        && if allow_dots { name.split('.').all(is_host_label) } else { is_host_label(name) }
}

#[cfg(test)]
mod tests {
    use super::{Value, is_virtual_hostable_bucket, parse_arn};

    #[test]
    fn names() {
        let cases: [(&str, [&str; 4], &[&str]); 6] = [
            ("arn:aws:sns:us-west-2:012:topic", ["aws", "sns", "us-west-2", "012"], &["topic"]),
            ("arn:aws:ec2:us-east-1:012:vpc/vpc-0e", ["aws", "ec2", "us-east-1", "012"], &["vpc", "vpc-0e"]),
            ("arn:aws:iam::012:user/johndoe", ["aws", "iam", "", "012"], &["user", "johndoe"]),
            ("arn:aws:s3:::bucket", ["aws", "s3", "", ""], &["bucket"]),
            ("arn:aws:s3:a:b:outpost::", ["aws", "s3", "a", "b"], &["outpost", "", ""]),
            ("arn:aws:s3:a:b:x/y:z", ["aws", "s3", "a", "b"], &["x", "y", "z"]),
        ];
        for (text, [partition, service, region, account], resource) in cases {
            let arn = parse_arn(text);
            let member = |name: &str| arn.as_ref().and_then(|arn| arn.member(name)).cloned();
            assert_eq!(member("partition"), Some(partition.into()), "{text}");
            assert_eq!(member("service"), Some(service.into()), "{text}");
            assert_eq!(member("region"), Some(region.into()), "{text}");
            assert_eq!(member("accountId"), Some(account.into()), "{text}");
            let items = resource.iter().map(|item| Value::from(*item)).collect();
            assert_eq!(member("resourceId"), Some(Value::List(items)), "{text}");
        }
        for text in ["", "asdf", "arn:aws:s3:a:b", "arn:aws:s3:a:b:", "arn:aws::a:b:c", "arn::s3:a:b:c", "x:aws:s3:::b"]
        {
            assert_eq!(parse_arn(text), None, "{text}");
        }
    }

    #[test]
    fn buckets() {
        for name in ["bucket-name", "bucket--name", "123", "abc"] {
            assert!(is_virtual_hostable_bucket(name, false) && is_virtual_hostable_bucket(name, true), "{name}");
        }
        assert!(is_virtual_hostable_bucket("bucket.name", true) && !is_virtual_hostable_bucket("bucket.name", false));
        let long = "a".repeat(64);
        for name in ["", "aa", "Bucket", "a_b", "-abc", "abc-", "192.168.5.4", "a..b", "a.-b", ".abc", long.as_str()] {
            assert!(!is_virtual_hostable_bucket(name, true), "{name}");
        }
    }
}
