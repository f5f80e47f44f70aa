//! The static tables that a generated crate holds about its service and each operation.

use crate::body::BodyStep;
use crate::discovery::Discovery;
use crate::endpoint::rules::{Literal, RuleSet};
use crate::protocol::Protocol;

/// A service, as its model tells it.
#[derive(Debug)]
pub struct Service {
    /// The name of the service shape, such as `OpsWorksCM_V2016_11_01`.
    pub name: &'static str,
    /// The name that AWS's SDKs give the service (`sdkId`), such as `OpsWorksCM`.
    pub sdk_id: &'static str,
    /// The version of the API, such as `2016-11-01`.
    pub version: &'static str,
    /// The signing name for SigV4 (`aws.auth#sigv4`), such as `opsworks-cm`.
    pub signing_name: &'static str,
    /// How requests and answers stand on the wire.
    pub protocol: &'static dyn Protocol,
    /// What decides the endpoint.
    pub endpoint_rules: &'static RuleSet,
    /// The errors that the service's operations are modelled to give.
    pub errors: &'static [ErrorShape],
}

/// An error structure of the model.
#[derive(Debug)]
pub struct ErrorShape {
    /// The shape's name, which is the error code on the wire.
    pub name: &'static str,
    /// Present when the model marks it `@retryable`.
    pub retryable: Option<Retryable>,
}

/// The `@retryable` trait of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retryable {
    /// Whether the error says that the caller is too fast.
    pub throttling: bool,
}

/// An operation, as its model tells it.
#[derive(Debug)]
pub struct Operation {
    /// The operation's name, such as `DescribeBackups`.
    pub name: &'static str,
    /// The service that it belongs to.
    pub service: &'static Service,
    /// Whether its input or output can hold `@sensitive` values, so that no error shows a body of it.
    pub sensitive: bool,
    /// Whether requests are signed.
    pub auth: Auth,
    /// The HTTP binding; protocols that have none of their own leave it as it is.
    pub http: Http,
    /// What the operation adds to the parameters of the endpoint rule set. Of two for one parameter the later one counts.
    pub endpoint_parameters: &'static [EndpointParameter],
    /// What stands before the endpoint's host (`@endpoint`); empty where nothing does.
    pub host_prefix: &'static [HostPart],
    /// What is done to the request when its body is written, before it is signed; empty where nothing is.
    pub body: &'static [&'static BodyStep],
    /// How its endpoint is discovered (`aws.api#clientDiscoveredEndpoint`); absent where the rule set tells all.
    pub discovery: Option<Discovered>,
}

/// An operation whose endpoint the service itself tells (`aws.api#clientDiscoveredEndpoint`).
#[derive(Debug)]
pub struct Discovered {
    /// How the service is asked.
    pub by: &'static Discovery,
    /// Whether the regular endpoint cannot serve the operation.
    pub required: bool,
    /// The wire names of the input's members that the endpoint depends on (`aws.api#clientEndpointDiscoveryId`).
    pub identifiers: &'static [&'static str],
}

/// A part of an operation's host prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostPart {
    /// Text of the model.
    Text(&'static str),
    /// The input's member of that wire name, a string (`@hostLabel`).
    Label(&'static str),
}

/// How an operation's requests are authenticated.
///
/// Smithy's effective schemes ("auth trait") decide. AWS's models put `@auth([])` and `@optionalAuth` on an operation
/// together, such as `InitiateAuth` of Amazon Cognito: no scheme is left then but `noAuth`, so that it goes unsigned
/// even where there are credentials, as botocore and the AWS SDK for Rust send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// Signed with AWS Signature Version 4.
    SigV4,
    /// Signed where there are credentials, sent unsigned where there are none (`@optionalAuth` alone, which allows
    /// `noAuth` after the service's own scheme).
    Optional,
    /// Never signed (`@auth([])`).
    None,
}

/// The HTTP binding of an operation (`@http`).
#[derive(Debug)]
pub struct Http {
    /// The method, such as `POST`.
    pub method: &'static str,
    /// The path and query, as the model has them, such as `/`.
    pub uri: &'static str,
}

impl Http {
    /// The binding that RPC protocols use: `POST /`.
    pub const RPC: Self = Self { method: "POST", uri: "/" };
}

/// One parameter that an operation gives to the endpoint rule set.
#[derive(Debug)]
pub struct EndpointParameter {
    /// The parameter's name.
    pub name: &'static str,
    /// Where its value comes from.
    pub source: ParameterSource,
}

/// Where an operation's endpoint parameter gets its value from.
#[derive(Debug)]
pub enum ParameterSource {
    /// From the model (`@staticContextParams`).
    Static(Literal),
    /// From the input's member of that wire name (`@contextParam`).
    Member(&'static str),
}
