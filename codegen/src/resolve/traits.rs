//! Types the traits: each value is read into the form that its specification demands, or is a fault.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::diagnostic::{Faults, shown};
use crate::load::Traits;
use crate::model::endpoint_traits::EndpointTraits;
use crate::model::{Facts, ServiceFacts, SigV4};

/// The protocol traits that AWS's models carry.
const PROTOCOLS: [&str; 7] = [
    "aws.protocols#awsJson1_0",
    "aws.protocols#awsJson1_1",
    "aws.protocols#restJson1",
    "aws.protocols#restXml",
    "aws.protocols#awsQuery",
    "aws.protocols#ec2Query",
    "smithy.protocols#rpcv2Cbor",
];

/// Reads the traits of the shape or member `id`.
pub(super) fn read_traits(id: &str, traits: &Traits, faults: &mut Faults) -> Facts {
    let mut facts = Facts::default();
    for (name, value) in &traits.0 {
        let mut reader = Reader { id, name, value, faults };
        read_trait(&mut facts, &mut reader);
    }
    facts
}

fn read_trait(facts: &mut Facts, trait_: &mut Reader<'_>) {
    match trait_.name {
        "smithy.api#documentation" => facts.documentation = trait_.read("a string"),
        "smithy.api#deprecated" => facts.deprecated = trait_.read("an object with message and since"),
        "smithy.api#sensitive" => facts.sensitive = trait_.annotation(),
        "smithy.api#required" => facts.required = trait_.annotation(),
        "smithy.api#default" => facts.default = Some(trait_.value.clone()),
        "smithy.api#addedDefault" => facts.added_default = trait_.annotation(),
        "smithy.api#clientOptional" => facts.client_optional = trait_.annotation(),
        "smithy.api#input" => facts.input = trait_.annotation(),
        "smithy.api#sparse" => facts.sparse = trait_.annotation(),
        "smithy.api#streaming" => facts.streaming = trait_.annotation(),
        "smithy.api#idempotencyToken" => facts.idempotency_token = trait_.annotation(),
        "smithy.api#hostLabel" => facts.host_label = trait_.annotation(),
        "smithy.api#optionalAuth" => facts.optional_auth = trait_.annotation(),
        "smithy.api#httpChecksumRequired" => facts.http_checksum_required = trait_.annotation(),
        "aws.protocols#httpChecksum" => {
            facts.http_checksum = trait_.read("an object with requestChecksumRequired and requestAlgorithmMember");
        }
        "smithy.api#requestCompression" => {
            let wanted = "an object with encodings, a list of one or more strings";
            facts.request_compression = trait_.read(wanted);
            if facts.request_compression.as_ref().is_some_and(|compression| compression.encodings.is_empty()) {
                trait_.fault(wanted);
            }
        }
        "aws.auth#unsignedPayload" => facts.unsigned_payload = trait_.annotation(),
        "aws.api#clientDiscoveredEndpoint" => {
            facts.discovered_endpoint = trait_.read("an object with required, a boolean");
        }
        "aws.api#clientEndpointDiscoveryId" => facts.endpoint_discovery_id = trait_.annotation(),
        "smithy.api#mixin" => facts.mixin = trait_.annotation_with_members(),
        "smithy.api#length" => facts.length = trait_.read("an object with min and max, whole numbers"),
        "smithy.api#range" => facts.range = trait_.read("an object with min and max, numbers"),
        "smithy.api#timestampFormat" => {
            facts.timestamp_format = trait_.read("\"epoch-seconds\", \"date-time\" or \"http-date\"");
        }
        "smithy.api#enumValue" => facts.enum_value = Some(trait_.value.clone()),
        "smithy.api#enum" => facts.enum_values = trait_.read("a list of objects with value and name"),
        "smithy.api#error" => facts.error = trait_.read("\"client\" or \"server\""),
        "smithy.api#retryable" => facts.retryable = trait_.read("an object with throttling"),
        "smithy.api#auth" => facts.auth = trait_.read("a list of trait ids"),
        "smithy.api#endpoint" => facts.endpoint = trait_.read("an object with hostPrefix"),
        "smithy.api#paginated" => {
            facts.paginated = trait_.read("an object with inputToken, outputToken, items and pageSize");
        }
        "smithy.waiters#waitable" => {
            facts.waitable = trait_.read("an object of waiters, each with acceptors, minDelay and maxDelay");
        }
        "smithy.rules#contextParam" => facts.context_param = trait_.read("an object with name"),
        "smithy.rules#staticContextParams" => {
            facts.static_context_params = trait_.read("an object of parameters, each with a value");
        }
        "smithy.rules#operationContextParams" => {
            facts.operation_context_params = trait_.read("an object of parameters, each with a path");
        }
        name if name.starts_with("aws.iam#") => read_iam_trait(facts, trait_),
        _ => read_service_trait(facts, trait_),
    }
}

fn read_iam_trait(facts: &mut Facts, trait_: &mut Reader<'_>) {
    match trait_.name {
        "aws.iam#iamAction" => {
            facts.iam.get_or_insert_default().action = trait_.read("an object with name and requiredActions");
        }
        "aws.iam#actionName" => facts.iam.get_or_insert_default().action_name = trait_.read("a string"),
        "aws.iam#requiredActions" => {
            let actions: Option<Vec<String>> = trait_.read("a list of actions");
            facts.iam.get_or_insert_default().required_actions = actions.unwrap_or_default();
        }
        _ => {}
    }
}

fn read_service_trait(facts: &mut Facts, trait_: &mut Reader<'_>) {
    let service = |facts: &mut Facts| std::mem::take(&mut facts.service).unwrap_or_default();
    match trait_.name {
        "smithy.api#title" => {
            let mut service = service(facts);
            service.title = trait_.read("a string");
            facts.service = Some(service);
        }
        "aws.api#service" => {
            let mut service = service(facts);
            service.aws = trait_.read("an object with sdkId");
            facts.service = Some(service);
        }
        "aws.auth#sigv4" => {
            let mut service = service(facts);
            // Where it is a fault, there is no second one of its being absent.
            service.signing_name = trait_.read("an object with name").or(Some(SigV4 { name: String::new() }));
            facts.service = Some(service);
        }
        "aws.api#clientEndpointDiscovery" => {
            let mut service = service(facts);
            service.endpoint_discovery = trait_.read("an object with operation and error, shape ids");
            facts.service = Some(service);
        }
        "aws.protocols#awsQueryCompatible" => {
            let mut service = service(facts);
            service.query_compatible = trait_.annotation();
            facts.service = Some(service);
        }
        "smithy.rules#endpointRuleSet" => {
            let mut service = service(facts);
            service.endpoint_rule_set = Some(trait_.value.clone());
            facts.service = Some(service);
        }
        name if ENDPOINT_TRAITS.contains(&name) => {
            let mut service = service(facts);
            read_endpoint_trait(&mut service.endpoint_traits, trait_);
            facts.service = Some(service);
        }
        name if PROTOCOLS.contains(&name) => {
            let mut service: Box<ServiceFacts> = service(facts);
            service.protocols.push(name.to_owned());
            facts.service = Some(service);
        }
        _ => {}
    }
}

/// What tells a service's endpoints beside its rule set.
const ENDPOINT_TRAITS: [&str; 6] = [
    "aws.endpoints#dualStackOnlyEndpoints",
    "aws.endpoints#rulesBasedEndpoints",
    "aws.endpoints#standardPartitionalEndpoints",
    "aws.endpoints#standardRegionalEndpoints",
    "smithy.rules#clientContextParams",
    "smithy.rules#endpointBdd",
];

fn read_endpoint_trait(traits: &mut EndpointTraits, trait_: &mut Reader<'_>) {
    match trait_.name {
        "aws.endpoints#standardRegionalEndpoints" => {
            traits.regional =
                trait_.read("an object with partitionSpecialCases and regionSpecialCases, each with endpoints");
        }
        "aws.endpoints#standardPartitionalEndpoints" => {
            traits.partitional = trait_.read("an object with endpointPatternType and partitionEndpointSpecialCases");
        }
        "aws.endpoints#dualStackOnlyEndpoints" => traits.dual_stack_only = trait_.annotation(),
        "aws.endpoints#rulesBasedEndpoints" => traits.rules_based = trait_.annotation(),
        "smithy.rules#endpointBdd" => traits.decision_diagram = true,
        "smithy.rules#clientContextParams" => {
            traits.client_parameters = trait_.read("an object of parameters, each with a type").unwrap_or_default();
        }
        _ => {}
    }
}

/// One trait on its way into its type.
struct Reader<'a> {
    id: &'a str,
    name: &'a str,
    value: &'a Value,
    faults: &'a mut Faults,
}

impl Reader<'_> {
    fn read<T: DeserializeOwned>(&mut self, wanted: &str) -> Option<T> {
        // serde would take a list for a struct, member by member.
        if wanted.starts_with("an object") && !self.value.is_object() {
            self.fault(wanted);
            return None;
        }
        match T::deserialize(self.value) {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(&format!("{wanted} ({error})"));
                None
            }
        }
    }

    /// A trait that says all by being there.
    fn annotation(&mut self) -> bool {
        let empty = self.value.as_object().is_some_and(serde_json::Map::is_empty);
        if !empty {
            self.fault("an empty object");
        }
        empty
    }

    fn annotation_with_members(&mut self) -> bool {
        if !self.value.is_object() {
            self.fault("an object");
        }
        self.value.is_object()
    }

    fn fault(&mut self, wanted: &str) {
        let problem = format!("the trait {} wants {wanted}; there is {}", self.name, shown(self.value));
        self.faults.shape(self.id, problem);
    }
}
