//! Reads what the stand-in needs from the service model: operations, shapes and constraints.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::pattern::Pattern;

/// Our model of the service, the one that the client is generated from.
const TEXT: &str = include_str!("opsworkscm.json");

/// The facts of the service.
#[derive(Debug)]
pub(crate) struct Model {
    /// The service's name, which comes before the operation in `X-Amz-Target`.
    pub service_name: String,
    /// The name that signatures are scoped to.
    pub signing_name: String,
    /// Operations by name.
    pub operations: BTreeMap<String, Operation>,
    shapes: BTreeMap<String, Shape>,
}

/// One operation's shapes, by id; an operation may have no input or output.
#[derive(Debug)]
pub(crate) struct Operation {
    /// The structure of the request.
    pub input: Option<String>,
    /// The structure of the answer.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests compare answers with the model"))]
    pub output: Option<String>,
    /// The names of the errors.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests compare answers with the model"))]
    pub errors: Vec<String>,
}

/// A shape: its kind and constraints.
#[derive(Debug)]
pub(crate) struct Shape {
    /// What kind of value it is.
    pub kind: Kind,
    /// The constraints on every value of it.
    pub constraints: Constraints,
}

/// The kinds of values.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Members by name.
    Structure(Vec<Member>),
    /// Items.
    List(Box<Member>),
    /// Entries; keys are strings.
    Map(Box<Member>),
    /// Text.
    String,
    /// Text out of a set.
    Enum(Vec<String>),
    /// A whole number between these bounds.
    Integer(i64, i64),
    /// Any number.
    Float,
    /// True or false.
    Boolean,
    /// Seconds since 1970.
    Timestamp,
    /// Anything else; it is not looked into.
    Other,
}

/// A member of a structure, or the member of a list or map.
#[derive(Debug)]
pub(crate) struct Member {
    /// The name on the wire.
    pub name: String,
    /// The id of its shape.
    pub target: String,
    /// Whether it must be there.
    pub required: bool,
    /// The constraints that the member itself carries; each overrules the shape's.
    pub constraints: Constraints,
}

/// What the constraint traits of a shape or member say.
#[derive(Debug, Default)]
pub(crate) struct Constraints {
    /// The least and greatest length.
    pub length: Option<(Option<u64>, Option<u64>)>,
    /// The least and greatest number.
    pub range: Option<(Option<f64>, Option<f64>)>,
    /// The regular expression to be found in the text.
    pub pattern: Option<Pattern>,
    /// Whether values must not be shown.
    pub sensitive: bool,
}

impl Model {
    /// Reads the model that is built in.
    pub fn load() -> Result<Model, String> {
        let json: Value = serde_json::from_str(TEXT).map_err(|error| error.to_string())?;
        Model::read(&json)
    }

    fn read(json: &Value) -> Result<Model, String> {
        let shapes = json.get("shapes").and_then(Value::as_object).ok_or("the model has no shapes")?;
        let (service_id, service) = shapes
            .iter()
            .find(|(_, shape)| shape.get("type").and_then(Value::as_str) == Some("service"))
            .ok_or("the model has no service")?;
        let signing_name = service
            .pointer("/traits/aws.auth#sigv4/name")
            .and_then(Value::as_str)
            .ok_or("the service has no signing name")?;
        let mut model = Model {
            service_name: shape_name(service_id).to_owned(),
            signing_name: signing_name.to_owned(),
            operations: BTreeMap::new(),
            shapes: BTreeMap::new(),
        };
        for (id, shape) in shapes {
            let kind = shape.get("type").and_then(Value::as_str).unwrap_or_default();
            if kind == "operation" {
                let target = |role: &str| shape.get(role)?.get("target")?.as_str().map(str::to_owned);
                let errors = shape.get("errors").and_then(Value::as_array).into_iter().flatten();
                let errors = errors.filter_map(|error| error.get("target")?.as_str());
                let operation = Operation {
                    input: target("input"),
                    output: target("output"),
                    errors: errors.map(|id| shape_name(id).to_owned()).collect(),
                };
                model.operations.insert(shape_name(id).to_owned(), operation);
            } else {
                let kind = read_kind(kind, shape).map_err(|error| format!("{id}: {error}"))?;
                let constraints = read_constraints(shape).map_err(|error| format!("{id}: {error}"))?;
                model.shapes.insert(id.clone(), Shape { kind, constraints });
            }
        }
        Ok(model)
    }

    /// The shape of this id. The prelude's shapes, and ids that lead nowhere, are `None`.
    pub fn shape(&self, id: &str) -> Option<&Shape> {
        self.shapes.get(id)
    }
}

/// The name within a shape id, or the error's name in a `__type`.
fn shape_name(id: &str) -> &str {
    id.rsplit('#').next().unwrap_or(id)
}

fn read_kind(kind: &str, shape: &Value) -> Result<Kind, String> {
    Ok(match kind {
        "structure" => {
            let members = shape.get("members").and_then(Value::as_object).into_iter().flatten();
            Kind::Structure(members.map(|(name, member)| read_member(name, member)).collect::<Result<_, _>>()?)
        }
        "list" | "set" => Kind::List(Box::new(read_member("member", shape.get("member").unwrap_or(&Value::Null))?)),
        "map" => Kind::Map(Box::new(read_member("value", shape.get("value").unwrap_or(&Value::Null))?)),
        "string" => Kind::String,
        "enum" => {
            let members = shape.get("members").and_then(Value::as_object).into_iter().flatten();
            Kind::Enum(members.map(|(name, member)| enum_value(name, member)).collect())
        }
        "byte" => Kind::Integer(i8::MIN.into(), i8::MAX.into()),
        "short" => Kind::Integer(i16::MIN.into(), i16::MAX.into()),
        "integer" | "intEnum" => Kind::Integer(i32::MIN.into(), i32::MAX.into()),
        "long" => Kind::Integer(i64::MIN, i64::MAX),
        "float" | "double" => Kind::Float,
        "boolean" => Kind::Boolean,
        "timestamp" => Kind::Timestamp,
        _ => Kind::Other,
    })
}

fn enum_value(name: &str, member: &Value) -> String {
    let value = member.pointer("/traits/smithy.api#enumValue").and_then(Value::as_str);
    value.unwrap_or(name).to_owned()
}

fn read_member(name: &str, member: &Value) -> Result<Member, String> {
    let target = member.get("target").and_then(Value::as_str).ok_or_else(|| format!("member {name} has no target"))?;
    Ok(Member {
        name: name.to_owned(),
        target: target.to_owned(),
        required: trait_of(member, "required").is_some(),
        constraints: read_constraints(member)?,
    })
}

fn read_constraints(shape: &Value) -> Result<Constraints, String> {
    let bounds = |value: &Value| (value.get("min").and_then(Value::as_f64), value.get("max").and_then(Value::as_f64));
    let lengths = |value: &Value| (value.get("min").and_then(Value::as_u64), value.get("max").and_then(Value::as_u64));
    let pattern = trait_of(shape, "pattern").and_then(Value::as_str).map(Pattern::compile).transpose()?;
    Ok(Constraints {
        length: trait_of(shape, "length").map(lengths),
        range: trait_of(shape, "range").map(bounds),
        pattern,
        sensitive: trait_of(shape, "sensitive").is_some(),
    })
}

fn trait_of<'a>(shape: &'a Value, name: &str) -> Option<&'a Value> {
    shape.get("traits")?.get(format!("smithy.api#{name}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::Model;

    #[test]
    fn the_model_has_what_the_stand_in_needs() {
        let model = Model::load().unwrap();
        assert_eq!(model.service_name, "OpsWorksCM_V2016_11_01");
        assert_eq!(model.signing_name, "opsworks-cm");
        assert_eq!(model.operations.len(), 19);
        for operation in model.operations.values() {
            for id in operation.input.iter().chain(&operation.output) {
                assert!(model.shape(id).is_some(), "{id}");
            }
        }
    }

    #[test]
    fn a_broken_model_is_told() {
        for (json, text) in [
            (json!({}), "the model has no shapes"),
            (json!({"shapes": {}}), "the model has no service"),
            (json!({"shapes": {"a#S": {"type": "service"}}}), "the service has no signing name"),
        ] {
            assert_eq!(Model::read(&json).unwrap_err(), text);
        }
    }
}
