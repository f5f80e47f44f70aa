//! Links targets: each reference becomes an index, or a fault that names what there is instead.

use std::collections::BTreeMap;

use crate::diagnostic::Faults;
use crate::load::{self, UNREADABLE};
use crate::model::{EnumValue, Facts, Kind, Member, Operation, Resource, Service, Shape, ShapeIndex};
use crate::nearest::nearest;
use crate::resolve::prelude::{self, NAMESPACE, UNIT};
use crate::resolve::traits::read_traits;

/// The types of shapes that Smithy 2.0 has; `set` is the older name of a list.
const KINDS: [&str; 23] = [
    "blob",
    "boolean",
    "string",
    "byte",
    "short",
    "integer",
    "long",
    "float",
    "double",
    "bigInteger",
    "bigDecimal",
    "timestamp",
    "document",
    "enum",
    "intEnum",
    "list",
    "set",
    "map",
    "structure",
    "union",
    "operation",
    "resource",
    "service",
];

/// What linking needs to know of the whole model.
pub(super) struct Linker<'a> {
    pub(super) indices: &'a BTreeMap<String, ShapeIndex>,
    pub(super) kinds: &'a BTreeMap<&'a str, &'a load::Shape>,
    pub(super) faults: &'a mut Faults,
}

impl Linker<'_> {
    /// Links one shape.
    pub(super) fn shape(&mut self, id: &str, shape: &load::Shape) -> Shape {
        if !is_shape_id(id) {
            self.faults.shape(id, "is no shape id: wanted a namespace, # and a name of letters, digits and _");
        }
        let facts = read_traits(id, &shape.traits, self.faults);
        let kind = self.kind(id, shape, &facts);
        Shape { id: id.to_owned(), kind, facts }
    }

    fn kind(&mut self, id: &str, shape: &load::Shape, facts: &Facts) -> Kind {
        match shape.kind.as_str() {
            "blob" => Kind::Blob,
            "boolean" => Kind::Boolean,
            "string" => match &facts.enum_values {
                Some(values) => Kind::Enum(self.enum_of_smithy_1(id, values)),
                None => Kind::String,
            },
            "byte" => Kind::Byte,
            "short" => Kind::Short,
            "integer" => Kind::Integer,
            "long" => Kind::Long,
            "float" => Kind::Float,
            "double" => Kind::Double,
            "bigInteger" => Kind::BigInteger,
            "bigDecimal" => Kind::BigDecimal,
            "timestamp" => Kind::Timestamp,
            "document" => Kind::Document,
            "enum" => Kind::Enum(self.members(id, shape)),
            "intEnum" => Kind::IntEnum(self.members(id, shape)),
            "list" | "set" => Kind::List(Box::new(self.part(id, "member", shape.member.as_ref()))),
            "map" => {
                let key = Box::new(self.part(id, "key", shape.key.as_ref()));
                self.check_key(id, shape.key.as_ref());
                Kind::Map { key, value: Box::new(self.part(id, "value", shape.value.as_ref())) }
            }
            "structure" => Kind::Structure(self.members(id, shape)),
            "union" => {
                if shape.members.0.is_empty() {
                    self.faults.shape(id, "a union wants at least one member; there is none");
                }
                Kind::Union(self.members(id, shape))
            }
            "operation" => Kind::Operation(self.operation(id, shape)),
            "resource" => Kind::Resource(self.resource(id, shape)),
            "service" => Kind::Service(self.service(id, shape)),
            UNREADABLE => Kind::Unresolved,
            other => {
                let hint = nearest(other, KINDS.into_iter());
                self.faults.shape(id, format!("has the type {other:?}, which Smithy 2.0 does not know{hint}"));
                Kind::Unresolved
            }
        }
    }

    /// The index of a target, with a fault where the model does not have it.
    fn target(&mut self, id: &str, target: &str) -> ShapeIndex {
        if let Some(index) = self.indices.get(target) {
            return *index;
        }
        let hint = nearest(target, self.indices.keys().map(String::as_str));
        self.faults.shape(id, format!("targets {target}, which the model does not have{hint}"));
        ShapeIndex::UNRESOLVED
    }

    /// The index of a target that must be of one of some types.
    fn target_of(&mut self, id: &str, role: &str, target: &str, wanted: &[&str]) -> ShapeIndex {
        let kind = match self.kinds.get(target) {
            Some(shape) => shape.kind.as_str(),
            None => match prelude::shapes().find(|(name, _)| target.strip_prefix(NAMESPACE) == Some(*name)) {
                Some((_, kind)) => kind.name(),
                None => return self.target(id, target),
            },
        };
        // A kind that is not known is a fault of the target's own.
        if KINDS.contains(&kind) && !wanted.contains(&kind) {
            let wanted = wanted.join(" or ");
            let problem = format!("{role} {target}: wanted a shape of type {wanted}; it is of type {kind}");
            self.faults.shape(id, problem);
            return ShapeIndex::UNRESOLVED;
        }
        self.target(id, target)
    }

    fn members(&mut self, id: &str, shape: &load::Shape) -> Vec<Member> {
        shape.members.0.iter().map(|(name, member)| self.member(id, name, member)).collect()
    }

    fn member(&mut self, id: &str, name: &str, member: &load::Member) -> Member {
        let id = format!("{id}${name}");
        if !is_identifier(name) {
            self.faults.shape(&*id, "is no member name: wanted letters, digits and _, no digit first");
        }
        if let Some("operation" | "resource" | "service") = self.kinds.get(&*member.target).map(|shape| &*shape.kind) {
            self.faults.shape(&*id, format!("targets {}, which is no data shape", member.target));
        }
        let target = self.target(&id, &member.target);
        let facts = read_traits(&id, &member.traits, self.faults);
        Member { name: name.to_owned(), target, facts }
    }

    /// The member of a list, or the key or value of a map.
    fn part(&mut self, id: &str, name: &str, member: Option<&load::Member>) -> Member {
        match member {
            Some(member) => self.member(id, name, member),
            None => {
                self.faults.shape(id, format!("wanted a {name}; there is none"));
                Member { name: name.to_owned(), target: ShapeIndex::UNRESOLVED, facts: Facts::default() }
            }
        }
    }

    fn check_key(&mut self, id: &str, key: Option<&load::Member>) {
        let Some(key) = key else { return };
        let is_string = match self.kinds.get(&*key.target) {
            Some(shape) => matches!(&*shape.kind, "string" | "enum") || !KINDS.contains(&&*shape.kind),
            None => key.target == "smithy.api#String" || !self.indices.contains_key(&key.target),
        };
        if !is_string {
            let problem = format!("the key of a map wants a string or enum; {} is none", key.target);
            self.faults.shape(format!("{id}$key"), problem);
        }
    }

    fn enum_of_smithy_1(&mut self, id: &str, values: &[EnumValue]) -> Vec<Member> {
        let unit = self.target(id, UNIT);
        let member = |value: &EnumValue| Member {
            name: value.name.clone().unwrap_or_else(|| value.value.clone()),
            target: unit,
            facts: Facts {
                documentation: value.documentation.clone(),
                enum_value: Some(value.value.clone().into()),
                deprecated: value.deprecated.then_some(crate::model::Deprecated { message: None, since: None }),
                ..Facts::default()
            },
        };
        values.iter().map(member).collect()
    }

    fn operation(&mut self, id: &str, shape: &load::Shape) -> Operation {
        let mut structure = |role: &str, reference: &Option<load::Reference>| {
            let target = reference.as_ref().map_or(UNIT, |reference| &*reference.target);
            self.target_of(id, role, target, &["structure"])
        };
        let input = structure("input", &shape.input);
        let output = structure("output", &shape.output);
        Operation { input, output, errors: self.errors(id, shape) }
    }

    fn errors(&mut self, id: &str, shape: &load::Shape) -> Vec<ShapeIndex> {
        let mut errors = Vec::with_capacity(shape.errors.len());
        for error in &shape.errors {
            let index = self.target_of(id, "error", &error.target, &["structure"]);
            let unmarked = self
                .kinds
                .get(&*error.target)
                .is_some_and(|shape| shape.kind == "structure" && shape.traits.get("smithy.api#error").is_none());
            if unmarked {
                self.faults.shape(id, format!("error {}: the structure has no trait smithy.api#error", error.target));
            }
            errors.push(index);
        }
        errors
    }

    fn references(&mut self, id: &str, role: &str, references: &[load::Reference]) -> Vec<ShapeIndex> {
        references.iter().map(|reference| self.target_of(id, role, &reference.target, &[role])).collect()
    }

    fn resource(&mut self, id: &str, shape: &load::Shape) -> Resource {
        let lifecycle = [&shape.create, &shape.put, &shape.read, &shape.update, &shape.delete, &shape.list];
        let mut operations: Vec<_> = lifecycle.into_iter().flatten().cloned().collect();
        operations.extend(shape.operations.iter().chain(&shape.collection_operations).cloned());
        Resource {
            operations: self.references(id, "operation", &operations),
            resources: self.references(id, "resource", &shape.resources),
        }
    }

    fn service(&mut self, id: &str, shape: &load::Shape) -> Service {
        for (target, name) in &shape.rename.0 {
            if !self.indices.contains_key(target) {
                let hint = nearest(target, self.indices.keys().map(String::as_str));
                self.faults.shape(id, format!("renames {target}, which the model does not have{hint}"));
            }
            if !is_identifier(name) {
                let wanted = "a name of letters, digits and _, no digit first";
                self.faults.shape(id, format!("renames {target}: wanted {wanted}; there is {name:?}"));
            }
        }
        Service {
            version: shape.version.clone(),
            operations: self.references(id, "operation", &shape.operations),
            resources: self.references(id, "resource", &shape.resources),
            errors: self.errors(id, shape),
            rename: shape.rename.clone(),
        }
    }
}

/// Whether it is an absolute shape id (Smithy, "Shape ID ABNF").
fn is_shape_id(id: &str) -> bool {
    id.split_once('#').is_some_and(|(namespace, name)| namespace.split('.').all(is_identifier) && is_identifier(name))
}

fn is_identifier(name: &str) -> bool {
    name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
        && name.chars().any(|character| character != '_')
        && !name.starts_with(|first: char| first.is_ascii_digit())
}
