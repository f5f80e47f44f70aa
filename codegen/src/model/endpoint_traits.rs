//! The traits of a service that tell its endpoints beside the rule set: those of AWS's declarative endpoints, and the
//! parameters that a client is given.

use serde::Deserialize;

use crate::load::Ordered;

/// What a service's traits say about its endpoints, the rule set aside.
#[derive(Debug, Default)]
pub(crate) struct EndpointTraits {
    pub(crate) regional: Option<StandardRegional>,
    pub(crate) partitional: Option<StandardPartitional>,
    /// `aws.endpoints#dualStackOnlyEndpoints`.
    pub(crate) dual_stack_only: bool,
    /// `aws.endpoints#rulesBasedEndpoints`.
    pub(crate) rules_based: bool,
    /// `smithy.rules#endpointBdd`, which is not read.
    pub(crate) decision_diagram: bool,
    /// `smithy.rules#clientContextParams`.
    pub(crate) client_parameters: Ordered<ClientContextParam>,
}

/// `aws.endpoints#standardRegionalEndpoints`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(expecting = "an object", rename_all = "camelCase")]
pub(crate) struct StandardRegional {
    /// By partition.
    #[serde(default)]
    pub(crate) partition_special_cases: Ordered<Vec<RegionalCase>>,
    /// By region.
    #[serde(default)]
    pub(crate) region_special_cases: Ordered<Vec<RegionalCase>>,
}

/// An endpoint that does not follow the standard pattern, for one variant.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object", rename_all = "camelCase")]
pub(crate) struct RegionalCase {
    pub(crate) endpoint: String,
    #[serde(default)]
    pub(crate) dual_stack: bool,
    #[serde(default)]
    pub(crate) fips: bool,
    /// Of special cases of regions only.
    pub(crate) signing_region: Option<String>,
}

/// `aws.endpoints#standardPartitionalEndpoints`.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object", rename_all = "camelCase")]
pub(crate) struct StandardPartitional {
    pub(crate) endpoint_pattern_type: PatternType,
    /// By partition.
    #[serde(default)]
    pub(crate) partition_endpoint_special_cases: Ordered<Vec<PartitionalCase>>,
}

/// The pattern of a partition's one endpoint.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub(crate) enum PatternType {
    #[serde(rename = "service_dnsSuffix")]
    Service,
    #[serde(rename = "service_region_dnsSuffix")]
    ServiceRegion,
    #[serde(rename = "aws_recommended")]
    Recommended,
}

/// An endpoint that does not follow the pattern, or the region that a partition's endpoint lies in.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object", rename_all = "camelCase")]
pub(crate) struct PartitionalCase {
    pub(crate) endpoint: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) dual_stack: Option<bool>,
    pub(crate) fips: Option<bool>,
}

/// One entry of `smithy.rules#clientContextParams`.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct ClientContextParam {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) documentation: Option<String>,
}
