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

fn is(shape: &Value, kind: &str) -> bool {
    shape.get("type").and_then(Value::as_str) == Some(kind)
}

fn target(reference: &Value) -> Option<&str> {
    reference.get("target")?.as_str()
}

fn targets<'a>(shape: &'a Value, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    shape.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(target)
}
