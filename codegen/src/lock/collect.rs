//! Collects the facts of a lock from the plan of a crate.

use super::{Bound, Lock, Member, Operation, Type};
use crate::plan::{self, Auth, DefaultValue, Fact, Field, Plan, RustType, TypeKind};

/// The lock of a crate to be.
pub(crate) fn of_plan(plan: &Plan) -> Lock {
    Lock {
        operations: plan.operations.iter().map(|planned| (planned.name.clone(), operation(planned))).collect(),
        types: plan.types.iter().map(|planned| (planned.name.clone(), of_type(planned))).collect(),
    }
}

fn operation(planned: &plan::Operation) -> Operation {
    let auth = match planned.auth {
        Auth::SigV4 => "sigv4",
        Auth::Optional => "optional",
        Auth::None => "none",
    };
    let paginator = planned.paginator.as_ref();
    Operation {
        input: type_name(&planned.input),
        output: type_name(&planned.output),
        auth: auth.to_owned(),
        deprecated: planned.deprecated.is_some(),
        errors: planned.errors.iter().cloned().collect(),
        pages: paginator.map(|paginator| (paginator.input_token.clone(), paginator.output_token.join("."))),
        items: paginator.and_then(|paginator| paginator.items.as_ref()).map(|items| type_name(&items.item)),
        waiters: planned.waiters.iter().map(|waiter| (waiter.name.clone(), waiter.may_end_without_output)).collect(),
    }
}

fn of_type(planned: &plan::Type) -> Type {
    let mut facts = Type { deprecated: planned.deprecated.is_some(), ..Type::default() };
    facts.kind = match &planned.kind {
        TypeKind::Structure(structure) => {
            facts.members = structure.fields.iter().map(|field| member(field, true)).collect();
            if structure.is_error { "error" } else { "structure" }
        }
        TypeKind::Union(union) => {
            facts.members = union.variants.iter().map(|variant| member(variant, false)).collect();
            "union"
        }
        TypeKind::Enumeration(enumeration) => {
            let value = |variant: &plan::EnumerationVariant<String>| (variant.name.clone(), variant.value.clone());
            facts.values = enumeration.variants.iter().map(value).collect();
            "enum"
        }
        TypeKind::IntegerEnumeration(enumeration) => {
            let value = |variant: &plan::EnumerationVariant<i32>| (variant.name.clone(), variant.value.to_string());
            facts.values = enumeration.variants.iter().map(value).collect();
            "intEnum"
        }
    }
    .to_owned();
    facts
}

fn member(field: &Field, of_structure: bool) -> (String, Member) {
    let optional = matches!(field.field_type, RustType::Option(_));
    // A list that only outputs reach is there whether the model requires it or not.
    let list = matches!(field.set_type, RustType::List(_) | RustType::Map(..));
    let mut facts = Member {
        type_name: type_name(&field.set_type),
        optional,
        required: of_structure && !optional && !list && field.default.is_none(),
        default: field.default.as_ref().map(default),
        deprecated: field.deprecated.is_some(),
        ..Member::default()
    };
    note(&mut facts, "", &field.facts);
    (field.wire.clone(), facts)
}

/// A default as the model has it, but for blobs and times.
fn default(value: &DefaultValue) -> String {
    match value {
        DefaultValue::Scalar(value) | DefaultValue::Enumeration(_, value) | DefaultValue::Document(value) => {
            value.to_string()
        }
        DefaultValue::Float(value) => format!("{value:?}"),
        DefaultValue::Blob(bytes) => format!("{bytes:02x?}"),
        DefaultValue::Timestamp(seconds, nanoseconds) => format!("{seconds}s {nanoseconds}ns"),
        DefaultValue::Empty => "empty".to_owned(),
    }
}

/// Notes the facts of a member, or of what its list or map holds, which `place` tells.
fn note(member: &mut Member, place: &str, facts: &[Fact]) {
    let bound = |min: Option<String>, max: Option<String>| Bound { min, max };
    for fact in facts {
        let (name, bound) = match fact {
            Fact::Required => {
                member.required = true;
                continue;
            }
            Fact::Sensitive => {
                member.sensitive = true;
                continue;
            }
            Fact::IdempotencyToken => {
                member.idempotency_token = true;
                continue;
            }
            // How a time is written on the wire shows nowhere else.
            Fact::Timestamp(_) => continue,
            Fact::Length(min, max) => ("length", bound(Some(min.to_string()), Some(max.to_string()))),
            Fact::MinLength(min) => ("length", bound(Some(min.to_string()), None)),
            Fact::MaxLength(max) => ("length", bound(None, Some(max.to_string()))),
            Fact::Range(min, max) => ("range", bound(Some(min.to_string()), Some(max.to_string()))),
            Fact::Min(min) => ("range", bound(Some(min.to_string()), None)),
            Fact::Max(max) => ("range", bound(None, Some(max.to_string()))),
            Fact::MinDecimal(min) => ("range", bound(Some(min.to_string()), None)),
            Fact::MaxDecimal(max) => ("range", bound(None, Some(max.to_string()))),
            Fact::Items(inner) => {
                note(member, &format!("{place}items."), inner);
                continue;
            }
            Fact::Keys(inner) => {
                note(member, &format!("{place}keys."), inner);
                continue;
            }
            Fact::Values(inner) => {
                note(member, &format!("{place}values."), inner);
                continue;
            }
        };
        let there = member.bounds.entry(format!("{place}{name}")).or_default();
        // The two bounds of a decimal range are two facts.
        there.min = bound.min.or_else(|| there.min.take());
        there.max = bound.max.or_else(|| there.max.take());
    }
}

/// A type in the model's words.
fn type_name(rust_type: &RustType) -> String {
    let name = match rust_type {
        RustType::Plain(name) => *name,
        RustType::Own(name) => name,
        RustType::Option(inner) => return format!("optional<{}>", type_name(inner)),
        RustType::Box(inner) => return format!("box<{}>", type_name(inner)),
        RustType::List(inner) => return format!("list<{}>", type_name(inner)),
        RustType::Map(key, value) => return format!("map<{},{}>", type_name(key), type_name(value)),
        RustType::Pair(key, value) => return format!("entry<{},{}>", type_name(key), type_name(value)),
    };
    let name = match name {
        "bool" => "boolean",
        "i8" => "byte",
        "i16" => "short",
        "i32" => "integer",
        "i64" => "long",
        "f32" => "float",
        "f64" => "double",
        "String" => "string",
        "tinsmith::Blob" => "blob",
        "tinsmith::DateTime" => "timestamp",
        "tinsmith::Document" => "document",
        "tinsmith::Unit" => "unit",
        own => own,
    };
    name.to_owned()
}
