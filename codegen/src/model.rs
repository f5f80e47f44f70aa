//! The model as the later stages see it: every target linked, every trait typed.

pub(crate) mod endpoint_traits;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Number, Value};

use crate::load::Ordered;

/// A model that was found to be sound.
#[derive(Debug)]
pub(crate) struct Model {
    /// The shapes: one for what is not there, those of Smithy's prelude, then the file's own in its order.
    pub(crate) shapes: Vec<Shape>,
    /// The index of every shape.
    pub(crate) indices: BTreeMap<String, ShapeIndex>,
    /// The one service.
    pub(crate) service: ShapeIndex,
}

impl Model {
    /// The shape at an index.
    pub(crate) fn shape(&self, index: ShapeIndex) -> &Shape {
        // An index is made only from a position in this vector.
        &self.shapes[index.0]
    }
}

/// A shape's place in [`Model::shapes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ShapeIndex(pub(crate) usize);

impl ShapeIndex {
    /// The place of the shape that stands for what is not there.
    pub(crate) const UNRESOLVED: Self = Self(0);
}

/// A shape.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The absolute id, such as `com.amazonaws.opsworkscm#Backup`.
    pub(crate) id: String,
    /// What kind of shape it is.
    pub(crate) kind: Kind,
    /// Its traits.
    pub(crate) facts: Facts,
}

impl Shape {
    /// The name without the namespace.
    pub(crate) fn name(&self) -> &str {
        crate::name::local_name(&self.id)
    }
}

/// What kind of shape it is, with what it links to.
#[derive(Debug)]
pub(crate) enum Kind {
    /// What could not be read or is not there. It is a fault already, and no further ones come of it.
    Unresolved,
    Blob,
    Boolean,
    String,
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
    Timestamp,
    Document,
    Enum(Vec<Member>),
    IntEnum(Vec<Member>),
    List(Box<Member>),
    Map {
        key: Box<Member>,
        value: Box<Member>,
    },
    Structure(Vec<Member>),
    Union(Vec<Member>),
    Operation(Operation),
    Resource(Resource),
    Service(Service),
}

impl Kind {
    /// The name of the kind in the JSON AST.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Unresolved => "shape that is not there",
            Self::Blob => "blob",
            Self::Boolean => "boolean",
            Self::String => "string",
            Self::Byte => "byte",
            Self::Short => "short",
            Self::Integer => "integer",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::BigInteger => "bigInteger",
            Self::BigDecimal => "bigDecimal",
            Self::Timestamp => "timestamp",
            Self::Document => "document",
            Self::Enum(_) => "enum",
            Self::IntEnum(_) => "intEnum",
            Self::List(_) => "list",
            Self::Map { .. } => "map",
            Self::Structure(_) => "structure",
            Self::Union(_) => "union",
            Self::Operation(_) => "operation",
            Self::Resource(_) => "resource",
            Self::Service(_) => "service",
        }
    }
}

/// A member of an aggregate shape.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) target: ShapeIndex,
    pub(crate) facts: Facts,
}

/// What an operation links to.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) input: ShapeIndex,
    pub(crate) output: ShapeIndex,
    pub(crate) errors: Vec<ShapeIndex>,
}

/// What a resource binds.
#[derive(Debug)]
pub(crate) struct Resource {
    pub(crate) operations: Vec<ShapeIndex>,
    pub(crate) resources: Vec<ShapeIndex>,
}

/// What a service binds.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) version: String,
    pub(crate) operations: Vec<ShapeIndex>,
    pub(crate) resources: Vec<ShapeIndex>,
    pub(crate) errors: Vec<ShapeIndex>,
    /// Names that the service gives shapes instead of their own (`rename`), by shape id.
    pub(crate) rename: Ordered<String>,
}

/// The traits of a shape or member that mean something to a client. The rest is left aside.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) documentation: Option<String>,
    pub(crate) deprecated: Option<Deprecated>,
    pub(crate) sensitive: bool,
    pub(crate) required: bool,
    /// `smithy.api#default`: the value, or a null, which takes back the target's.
    pub(crate) default: Option<Value>,
    /// `smithy.api#addedDefault`: the default came after the member.
    pub(crate) added_default: bool,
    pub(crate) client_optional: bool,
    /// `smithy.api#input`: the structure is but an operation's input.
    pub(crate) input: bool,
    pub(crate) sparse: bool,
    pub(crate) streaming: bool,
    pub(crate) idempotency_token: bool,
    pub(crate) host_label: bool,
    pub(crate) optional_auth: bool,
    pub(crate) http_checksum_required: bool,
    pub(crate) http_checksum: Option<HttpChecksum>,
    pub(crate) request_compression: Option<RequestCompression>,
    pub(crate) unsigned_payload: bool,
    pub(crate) discovered_endpoint: Option<ClientDiscoveredEndpoint>,
    pub(crate) endpoint_discovery_id: bool,
    pub(crate) length: Option<Length>,
    pub(crate) range: Option<Range>,
    pub(crate) timestamp_format: Option<TimestampFormat>,
    pub(crate) enum_value: Option<Value>,
    pub(crate) error: Option<Fault>,
    pub(crate) retryable: Option<Retryable>,
    pub(crate) auth: Option<Vec<String>>,
    pub(crate) endpoint: Option<Endpoint>,
    pub(crate) context_param: Option<ContextParam>,
    pub(crate) static_context_params: Option<Ordered<StaticContextParam>>,
    pub(crate) operation_context_params: Option<Ordered<OperationContextParam>>,
    pub(crate) paginated: Option<Paginated>,
    pub(crate) waitable: Option<Ordered<Waiter>>,
    pub(crate) service: Option<Box<ServiceFacts>>,
    pub(crate) iam: Option<Box<IamFacts>>,
    /// The values of the `@enum` of Smithy 1, which some models still put on strings.
    pub(crate) enum_values: Option<Vec<EnumValue>>,
    pub(crate) mixin: bool,
}

/// The traits of a service.
#[derive(Debug, Default)]
pub(crate) struct ServiceFacts {
    pub(crate) title: Option<String>,
    pub(crate) aws: Option<AwsService>,
    pub(crate) signing_name: Option<SigV4>,
    /// The ids of the protocol traits, in the order of the model.
    pub(crate) protocols: Vec<String>,
    /// `aws.protocols#awsQueryCompatible`: errors keep the codes that they had in awsQuery.
    pub(crate) query_compatible: bool,
    pub(crate) endpoint_rule_set: Option<Value>,
    pub(crate) endpoint_discovery: Option<ClientEndpointDiscovery>,
    pub(crate) endpoint_traits: endpoint_traits::EndpointTraits,
}

/// `smithy.api#deprecated`.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct Deprecated {
    pub(crate) message: Option<String>,
    pub(crate) since: Option<String>,
}

/// `smithy.api#length`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct Length {
    pub(crate) min: Option<u64>,
    pub(crate) max: Option<u64>,
}

/// `smithy.api#range`.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct Range {
    pub(crate) min: Option<Number>,
    pub(crate) max: Option<Number>,
}

/// `smithy.api#timestampFormat`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TimestampFormat {
    EpochSeconds,
    DateTime,
    HttpDate,
}

/// `smithy.api#error`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Fault {
    Client,
    Server,
}

/// `smithy.api#retryable`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct Retryable {
    #[serde(default)]
    pub(crate) throttling: bool,
}

/// `smithy.api#endpoint`.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object", rename_all = "camelCase")]
pub(crate) struct Endpoint {
    pub(crate) host_prefix: String,
}

/// `aws.protocols#httpChecksum`, of which requests concern us.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object", rename_all = "camelCase")]
pub(crate) struct HttpChecksum {
    #[serde(default)]
    pub(crate) request_checksum_required: bool,
    pub(crate) request_algorithm_member: Option<String>,
}

/// `smithy.api#requestCompression`.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct RequestCompression {
    pub(crate) encodings: Vec<String>,
}

/// `aws.api#clientDiscoveredEndpoint`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct ClientDiscoveredEndpoint {
    pub(crate) required: bool,
}

/// `aws.api#clientEndpointDiscovery`, with the ids of an operation and an error.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct ClientEndpointDiscovery {
    pub(crate) operation: String,
    pub(crate) error: Option<String>,
}

/// `smithy.rules#contextParam`.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct ContextParam {
    pub(crate) name: String,
}

/// One entry of `smithy.rules#staticContextParams`.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct StaticContextParam {
    pub(crate) value: Value,
}

/// One entry of `smithy.rules#operationContextParams`.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct OperationContextParam {
    pub(crate) path: String,
}

/// `smithy.api#paginated`, of an operation or, for its defaults, of the service.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(expecting = "an object", rename_all = "camelCase")]
pub(crate) struct Paginated {
    pub(crate) input_token: Option<String>,
    pub(crate) output_token: Option<String>,
    pub(crate) items: Option<String>,
    pub(crate) page_size: Option<String>,
}

/// One waiter of `smithy.waiters#waitable`.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object", rename_all = "camelCase")]
pub(crate) struct Waiter {
    pub(crate) documentation: Option<String>,
    pub(crate) acceptors: Vec<Acceptor>,
    #[serde(default = "shortest_delay")]
    pub(crate) min_delay: u64,
    #[serde(default = "longest_delay")]
    pub(crate) max_delay: u64,
    #[serde(default)]
    pub(crate) deprecated: bool,
}

/// The default of `minDelay` (Smithy, "Waiters").
fn shortest_delay() -> u64 {
    2
}

/// The default of `maxDelay` (Smithy, "Waiters").
fn longest_delay() -> u64 {
    120
}

/// One acceptor of a waiter.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct Acceptor {
    pub(crate) state: WaiterState,
    pub(crate) matcher: Matcher,
}

/// What follows from an acceptor that matches.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum WaiterState {
    Success,
    Failure,
    Retry,
}

/// What an acceptor looks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Matcher {
    Success(bool),
    ErrorType(String),
    Output(PathMatcher),
    InputOutput(PathMatcher),
}

/// A comparison of what a JMESPath expression finds.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct PathMatcher {
    pub(crate) path: String,
    pub(crate) expected: String,
    pub(crate) comparator: Comparator,
}

/// How what was found is compared.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::enum_variant_names, reason = "they are Smithy's names")]
pub(crate) enum Comparator {
    StringEquals,
    BooleanEquals,
    AllStringEquals,
    AnyStringEquals,
}

/// `aws.api#service`.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object", rename_all = "camelCase")]
pub(crate) struct AwsService {
    pub(crate) sdk_id: String,
    pub(crate) arn_namespace: Option<String>,
    pub(crate) endpoint_prefix: Option<String>,
}

/// What an operation's traits say of IAM.
#[derive(Clone, Debug, Default)]
pub(crate) struct IamFacts {
    pub(crate) action: Option<IamAction>,
    /// `aws.iam#actionName`, the older way to say the action's name.
    pub(crate) action_name: Option<String>,
    /// `aws.iam#requiredActions`, the older way to name further actions.
    pub(crate) required_actions: Vec<String>,
}

/// `aws.iam#iamAction`.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object", rename_all = "camelCase")]
pub(crate) struct IamAction {
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) required_actions: Vec<String>,
}

/// `aws.auth#sigv4`.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct SigV4 {
    pub(crate) name: String,
}

/// One value of `smithy.api#enum`.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct EnumValue {
    pub(crate) value: String,
    pub(crate) name: Option<String>,
    pub(crate) documentation: Option<String>,
    #[serde(default)]
    pub(crate) deprecated: bool,
}
