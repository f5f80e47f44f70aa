//! A model's JSON, as far as test cases lie in it: operations, error structures and the service.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Map, Value};

/// A model.
pub(crate) struct Model {
    shapes: Map<String, Value>,
}

/// An operation of the service.
pub(crate) struct OperationShape<'a> {
    /// The shape's id.
    pub(crate) id: &'a str,
    shape: &'a Value,
}

/// What decides where the calls of an operation go, beside its input.
pub(crate) struct CallFacts {
    /// Whether something stands before the endpoint's host (`@endpoint`).
    pub(crate) has_prefix: bool,
    /// The client context parameters that the operation does not fill itself.
    pub(crate) client_parameters: Vec<String>,
}

impl Model {
    /// Reads a file.
    pub(crate) fn read(path: &str) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        Self::parse(&text).map_err(|problem| format!("{path}: {problem}"))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut top: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match top.get_mut("shapes").map(Value::take) {
            Some(Value::Object(shapes)) => Ok(Self { shapes }),
            _ => Err("wanted an object with \"shapes\"".to_owned()),
        }
    }

    /// The value of a trait.
    pub(crate) fn trait_of(&self, id: &str, name: &str) -> Option<&Value> {
        self.shapes.get(id)?.get("traits")?.get(name)
    }

    /// The operations that the service and its resources bind, in the order of the file.
    pub(crate) fn operations(&self, service: &str) -> Vec<OperationShape<'_>> {
        let mut bound = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![service];
        while let Some(id) = open.pop() {
            let Some(shape) = self.shapes.get(id).filter(|_| seen.insert(id)) else { continue };
            open.extend(targets(shape, "resources"));
            bound.extend(targets(shape, "operations").chain(targets(shape, "collectionOperations")));
            let lifecycle = ["create", "put", "read", "update", "delete", "list"].into_iter();
            bound.extend(lifecycle.filter_map(|name| target(shape.get(name)?)));
        }
        let operation = |(id, shape)| OperationShape { id, shape };
        let all = self.shapes.iter().map(|(id, shape)| (id.as_str(), shape));
        all.filter(|(id, shape)| bound.contains(id) && is(shape, "operation")).map(operation).collect()
    }

    /// What an operation says of the endpoints of its calls.
    pub(crate) fn call_facts(&self, service: &str, operation: Option<&OperationShape<'_>>) -> CallFacts {
        let id = operation.map_or("", |operation| operation.id);
        let input = operation.and_then(|operation| target(operation.shape.get("input")?));
        let members = input.and_then(|id| self.shapes.get(id)?.get("members")?.as_object());
        let named_by = |member: &Value| {
            member.get("traits")?.get("smithy.rules#contextParam")?.get("name")?.as_str().map(str::to_owned)
        };
        let mut bound: BTreeSet<String> = members.into_iter().flat_map(Map::values).filter_map(named_by).collect();
        bound.extend(keys(self.trait_of(id, "smithy.rules#staticContextParams")));
        bound.extend(keys(self.trait_of(id, "smithy.rules#operationContextParams")));
        let client = keys(self.trait_of(service, "smithy.rules#clientContextParams"));
        CallFacts {
            has_prefix: self.trait_of(id, "smithy.api#endpoint").is_some(),
            client_parameters: client.filter(|name| !bound.contains(name)).collect(),
        }
    }

    /// The error structures that any operation of the service may give, or all of them, in the order of the file.
    pub(crate) fn errors(&self, service: &str, operations: &[OperationShape<'_>]) -> Vec<&str> {
        let common = self.shapes.get(service).into_iter().flat_map(|shape| targets(shape, "errors"));
        let listed: BTreeSet<&str> = common.chain(operations.iter().flat_map(OperationShape::errors)).collect();
        self.shapes.keys().map(String::as_str).filter(|id| listed.contains(id)).collect()
    }

    /// The operations that may give an error: those that list it, or all where the service does.
    pub(crate) fn listing<'a>(
        &self,
        service: &str,
        operations: &'a [OperationShape<'_>],
        error: &str,
    ) -> Vec<&'a OperationShape<'a>> {
        let common = self.shapes.get(service).is_some_and(|shape| targets(shape, "errors").any(|id| id == error));
        operations.iter().filter(|operation| common || operation.errors().any(|id| id == error)).collect()
    }
}

impl OperationShape<'_> {
    /// The name without the namespace.
    pub(crate) fn name(&self) -> &str {
        name(self.id)
    }

    fn errors(&self) -> impl Iterator<Item = &str> {
        targets(self.shape, "errors")
    }
}

/// The name of a shape without its namespace.
pub(crate) fn name(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

/// The names of an object's members.
fn keys(value: Option<&Value>) -> impl Iterator<Item = String> {
    value.and_then(Value::as_object).into_iter().flat_map(Map::keys).cloned()
}

fn is(shape: &Value, kind: &str) -> bool {
    shape.get("type").and_then(Value::as_str) == Some(kind)
}

fn target(reference: &Value) -> Option<&str> {
    reference.get("target")?.as_str()
}

fn targets<'a>(shape: &'a Value, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    shape.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(target)
}

#[cfg(test)]
mod tests {
    use super::Model;

    const TEXT: &str = r#"{"shapes": {
        "a#S": {"type": "service", "operations": [{"target": "a#One"}], "resources": [{"target": "a#R"}],
            "errors": [{"target": "a#Everywhere"}]},
        "a#R": {"type": "resource", "read": {"target": "a#Two"}, "resources": [{"target": "a#R"}]},
        "a#One": {"type": "operation", "errors": [{"target": "a#Here"}]},
        "a#Two": {"type": "operation"},
        "a#Unbound": {"type": "operation", "errors": [{"target": "a#Elsewhere"}]},
        "a#Here": {"type": "structure"}, "a#Everywhere": {"type": "structure"}, "a#Elsewhere": {"type": "structure"}
    }}"#;

    #[test]
    fn operations_and_errors_are_those_of_the_service() {
        let model = Model::parse(TEXT).expect("it is a model");
        let operations = model.operations("a#S");
        assert_eq!(operations.iter().map(|operation| operation.name()).collect::<Vec<_>>(), ["One", "Two"]);
        assert_eq!(model.errors("a#S", &operations), ["a#Here", "a#Everywhere"]);
        let listing =
            |error| model.listing("a#S", &operations, error).iter().map(|operation| operation.id).collect::<Vec<_>>();
        assert_eq!(listing("a#Here"), ["a#One"]);
        assert_eq!(listing("a#Everywhere"), ["a#One", "a#Two"]);
        assert!(model.operations("a#None").is_empty());
    }

    #[test]
    fn what_is_no_model_is_told() {
        for text in ["", "[]", "{}", "{\"shapes\": []}", "{\"shapes\""] {
            assert!(Model::parse(text).is_err(), "{text}");
        }
        assert!(Model::parse("{\"shapes\": {\"a#S\": 5}}").is_ok_and(|model| model.operations("a#S").is_empty()));
    }
}
