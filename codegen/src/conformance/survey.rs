//! What a model's test traits ask of a client, looked up without judging them: the runner does that, case by case.

use serde_json::Value;

use crate::load::Shape;

/// The kind of shape that a service is.
pub(super) const SERVICE: &str = "service";

const HTTP_TESTS: [&str; 2] = ["smithy.test#httpRequestTests", "smithy.test#httpResponseTests"];
const ENDPOINT_TESTS: &str = "smithy.rules#endpointTests";

/// What the cases for one service need.
#[derive(Debug)]
pub(super) struct Survey {
    /// Whether cases look at requests or answers.
    pub(super) has_http_cases: bool,
    /// Whether there are cases of the endpoint rules.
    has_endpoint_cases: bool,
    /// The operations that these call, in order and each once, as far as the model has them.
    pub(super) endpoint_operations: Vec<String>,
}

impl Survey {
    /// Looks through the shapes of a file.
    pub(super) fn of(shapes: &[(String, Shape)], service: &str) -> Self {
        let has_http_cases =
            shapes.iter().any(|(_, shape)| HTTP_TESTS.iter().any(|name| shape.traits.get(name).is_some()));
        let tests = shapes.iter().find(|(id, _)| id == service).and_then(|(_, shape)| shape.traits.get(ENDPOINT_TESTS));
        let known = |name: &str| shapes.iter().any(|(id, shape)| shape.kind == "operation" && id.ends_with(name));
        let mut endpoint_operations: Vec<String> =
            tests.into_iter().flat_map(operation_names).filter(|name| known(&format!("#{name}"))).collect();
        endpoint_operations.sort();
        endpoint_operations.dedup();
        Self { has_http_cases, has_endpoint_cases: tests.is_some(), endpoint_operations }
    }

    /// Whether there are any cases.
    pub(super) fn has_cases(&self) -> bool {
        self.has_http_cases || self.has_endpoint_cases
    }
}

/// The ids of the services of a file, in its order.
pub(super) fn services(shapes: &[(String, Shape)]) -> Vec<String> {
    shapes.iter().filter(|(_, shape)| shape.kind == SERVICE).map(|(id, _)| id.clone()).collect()
}

/// The operations that the cases of the trait call.
fn operation_names(tests: &Value) -> Vec<String> {
    let items = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let inputs = items(tests, "testCases").into_iter().flat_map(|case| items(&case, "operationInputs"));
    inputs.filter_map(|input| Some(input.get("operationName")?.as_str()?.to_owned())).collect()
}
