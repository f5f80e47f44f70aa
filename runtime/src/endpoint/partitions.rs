//! `aws.partition`: the partitions of AWS, and which of them a region belongs to.
//!
//! The facts are those of AWS's published partitions table, version 1.1, but for one: it tells dual-stack endpoints of
//! the isolated partitions (`aws-iso` and those named after it), while the endpoint tests that AWS publishes with each
//! service's model expect none there, and the partition's one suffix where a service has dual-stack endpoints only. What
//! a service's own tests say is what it serves.

use super::parameters::Value;

/// A partition: regions that share their domain names.
struct Partition {
    name: &'static str,
    dns_suffix: &'static str,
    /// Absent where the partition has no dual-stack endpoints.
    dual_stack_dns_suffix: Option<&'static str>,
    implicit_global_region: &'static str,
    /// What stands before the last two parts of its regions' names: `us` in `us-east-1`.
    prefixes: &'static [&'static str],
    /// Its regions whose names are not of that form.
    other_regions: &'static [&'static str],
}

/// The partition of regions that are in no other one.
const AWS: Partition = Partition {
    name: "aws",
    dns_suffix: "amazonaws.com",
    dual_stack_dns_suffix: Some("api.aws"),
    implicit_global_region: "us-east-1",
    prefixes: &["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"],
    other_regions: &["aws-global"],
};

/// The partitions other than [`AWS`]. Each of them supports FIPS endpoints, as `aws` does.
const OTHERS: &[Partition] = &[
    Partition {
        name: "aws-us-gov",
        dns_suffix: "amazonaws.com",
        dual_stack_dns_suffix: Some("api.aws"),
        implicit_global_region: "us-gov-west-1",
        prefixes: &["us-gov"],
        other_regions: &["aws-us-gov-global"],
    },
    Partition {
        name: "aws-cn",
        dns_suffix: "amazonaws.com.cn",
        dual_stack_dns_suffix: Some("api.amazonwebservices.com.cn"),
        implicit_global_region: "cn-northwest-1",
        prefixes: &["cn"],
        other_regions: &["aws-cn-global"],
    },
    Partition {
        name: "aws-iso",
        dns_suffix: "c2s.ic.gov",
        dual_stack_dns_suffix: None,
        implicit_global_region: "us-iso-east-1",
        prefixes: &["us-iso"],
        other_regions: &["aws-iso-global"],
    },
    Partition {
        name: "aws-iso-b",
        dns_suffix: "sc2s.sgov.gov",
        dual_stack_dns_suffix: None,
        implicit_global_region: "us-isob-east-1",
        prefixes: &["us-isob"],
        other_regions: &["aws-iso-b-global"],
    },
    Partition {
        name: "aws-iso-e",
        dns_suffix: "cloud.adc-e.uk",
        dual_stack_dns_suffix: None,
        implicit_global_region: "eu-isoe-west-1",
        prefixes: &["eu-isoe"],
        other_regions: &[],
    },
    Partition {
        name: "aws-iso-f",
        dns_suffix: "csp.hci.ic.gov",
        dual_stack_dns_suffix: None,
        implicit_global_region: "us-isof-south-1",
        prefixes: &["us-isof"],
        other_regions: &["aws-iso-f-global"],
    },
    Partition {
        name: "aws-eusc",
        dns_suffix: "amazonaws.eu",
        dual_stack_dns_suffix: Some("api.amazonwebservices.eu"),
        implicit_global_region: "eusc-de-east-1",
        prefixes: &["eusc-de"],
        other_regions: &[],
    },
];

impl Partition {
    fn holds(&self, region: &str) -> bool {
        self.other_regions.contains(&region)
            || self.prefixes.iter().any(|prefix| region.strip_prefix(prefix).is_some_and(is_place_and_number))
    }
}

/// Whether a text reads `-word-number`: in the published table every pattern ends in `\-\w+\-\d+`.
fn is_place_and_number(text: &str) -> bool {
    let Some((place, number)) = text.strip_prefix('-').and_then(|rest| rest.split_once('-')) else {
        return false;
    };
    !place.is_empty()
        && place.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// The partition of a region, as a record; that of `aws` for a region that no pattern matches, as the specification
/// of the function demands, so that a region that is newer than this table works.
pub(super) fn partition(region: &str) -> Value {
    let partition = OTHERS.iter().find(|partition| partition.holds(region)).unwrap_or(&AWS);
    Value::Record(vec![
        ("name", partition.name.into()),
        ("dnsSuffix", partition.dns_suffix.into()),
        ("dualStackDnsSuffix", partition.dual_stack_dns_suffix.unwrap_or(partition.dns_suffix).into()),
        ("supportsFIPS", true.into()),
        ("supportsDualStack", partition.dual_stack_dns_suffix.is_some().into()),
        ("implicitGlobalRegion", partition.implicit_global_region.into()),
    ])
}

#[cfg(test)]
mod tests {
    use super::{AWS, OTHERS, partition};

    const REGIONS: &[(&str, &[&str])] = &[
        (
            "aws",
            &[
                "af-south-1",
                "ap-east-1",
                "ap-east-2",
                "ap-northeast-1",
                "ap-northeast-2",
                "ap-northeast-3",
                "ap-south-1",
                "ap-south-2",
                "ap-southeast-1",
                "ap-southeast-2",
                "ap-southeast-3",
                "ap-southeast-4",
                "ap-southeast-5",
                "ap-southeast-6",
                "ap-southeast-7",
                "aws-global",
                "ca-central-1",
                "ca-west-1",
                "eu-central-1",
                "eu-central-2",
                "eu-north-1",
                "eu-south-1",
                "eu-south-2",
                "eu-west-1",
                "eu-west-2",
                "eu-west-3",
                "il-central-1",
                "me-central-1",
                "me-south-1",
                "mx-central-1",
                "sa-east-1",
                "us-east-1",
                "us-east-2",
                "us-east-10",
                "us-west-1",
                "us-west-2",
            ],
        ),
        ("aws-us-gov", &["us-gov-west-1", "us-gov-east-1", "aws-us-gov-global"]),
        ("aws-cn", &["cn-north-1", "cn-northwest-1", "cn-north-5", "aws-cn-global"]),
        ("aws-iso", &["us-iso-east-1", "us-iso-west-1", "aws-iso-global"]),
        ("aws-iso-b", &["us-isob-east-1", "aws-iso-b-global"]),
        ("aws-iso-e", &["eu-isoe-west-1"]),
        ("aws-iso-f", &["aws-iso-f-global", "us-isof-east-1", "us-isof-south-1"]),
        ("aws-eusc", &["eusc-de-east-1"]),
    ];

    #[test]
    fn each_region_is_in_its_partition_only() {
        for (name, regions) in REGIONS {
            for region in *regions {
                let holding: Vec<&str> = std::iter::once(&AWS)
                    .chain(OTHERS)
                    .filter(|partition| partition.holds(region))
                    .map(|partition| partition.name)
                    .collect();
                assert_eq!(holding, [*name], "{region}");
                assert_eq!(partition(region).member("name"), Some(&(*name).into()), "{region}");
            }
        }
    }

    #[test]
    fn what_matches_nothing_is_taken_for_aws() {
        let strangers = [
            "",
            "mars-global",
            "us-east",
            "us-east-",
            "us--1",
            "us-east-1a",
            "us-east-1-2",
            "us-gov-1-a",
            "xus-east-1",
            "useast-1",
            "us-é-1",
            "cn-north-1x",
            "eusc-fr-east-1",
            "CN-north-1",
        ];
        for region in strangers {
            assert!(!AWS.holds(region) && !OTHERS.iter().any(|partition| partition.holds(region)), "{region}");
            assert_eq!(partition(region).member("name"), Some(&"aws".into()), "{region}");
        }
    }
    #[test]
    fn isolated_partitions_have_no_dual_stack_endpoints() {
        let cases = [
            ("us-west-2", true, "api.aws"),
            ("us-gov-west-1", true, "api.aws"),
            ("cn-north-1", true, "api.amazonwebservices.com.cn"),
            ("eusc-de-east-1", true, "api.amazonwebservices.eu"),
            ("us-iso-east-1", false, "c2s.ic.gov"),
            ("us-isob-east-1", false, "sc2s.sgov.gov"),
            ("eu-isoe-west-1", false, "cloud.adc-e.uk"),
            ("us-isof-south-1", false, "csp.hci.ic.gov"),
        ];
        for (region, supported, suffix) in cases {
            let found = partition(region);
            assert_eq!(found.member("supportsDualStack"), Some(&supported.into()), "{region}");
            assert_eq!(found.member("dualStackDnsSuffix"), Some(&suffix.into()), "{region}");
            assert_eq!(found.member("supportsFIPS"), Some(&true.into()), "{region}");
        }
    }
}
