//! Plans the types: structures, unions and enums, each with its members or variants.

use std::collections::BTreeMap;

use super::facts::{Fact, of_member};
use super::rust_type::RustType;
use super::{Deprecation, Planner, documentation};
use crate::diagnostic::Faults;
use crate::model::{Kind, Member, Model, Shape, ShapeIndex};
use crate::name;
use crate::resolve::prelude::UNIT;

/// The runtime's type for a structure without members that the model has no shape for.
const UNIT_TYPE: &str = "tinsmith::Unit";

/// Methods that every structure has, which a setter of the same name would hide.
const STRUCTURE_METHODS: [&str; 2] = ["clone", "default"];

/// What errors have beside: the field `meta`.
const ERROR_METHODS: [&str; 3] = ["clone", "default", "meta"];

/// A type with a file of its own.
#[derive(Debug)]
pub(crate) struct Type {
    /// The name in Rust.
    pub(crate) name: String,
    /// The shape's name in the model.
    pub(crate) shape: String,
    /// The module, which is the file's name too.
    pub(crate) module: String,
    pub(crate) documentation: String,
    pub(crate) deprecated: Option<Deprecation>,
    pub(crate) kind: TypeKind,
}

impl Type {
    /// Whether the type or a part of it is deprecated.
    pub(crate) fn has_deprecated(&self) -> bool {
        let part = match &self.kind {
            TypeKind::Structure(structure) => structure.fields.iter().any(|field| field.deprecated.is_some()),
            TypeKind::Union(union) => union.variants.iter().any(|variant| variant.deprecated.is_some()),
            TypeKind::Enumeration(enumeration) => {
                enumeration.variants.iter().any(|variant| variant.deprecated.is_some())
            }
            TypeKind::IntegerEnumeration(enumeration) => {
                enumeration.variants.iter().any(|variant| variant.deprecated.is_some())
            }
        };
        self.deprecated.is_some() || part
    }
}

/// What a type is.
#[derive(Debug)]
pub(crate) enum TypeKind {
    Structure(Structure),
    Union(Union),
    Enumeration(Enumeration),
    IntegerEnumeration(IntegerEnumeration),
}

/// A struct.
#[derive(Debug)]
pub(crate) struct Structure {
    pub(crate) is_error: bool,
    pub(crate) fields: Vec<Field>,
}

/// A field of a struct, or a variant of a union's enum.
#[derive(Debug)]
pub(crate) struct Field {
    /// The name in Rust.
    pub(crate) name: String,
    /// The name on the wire.
    pub(crate) wire: String,
    /// The type of the field.
    pub(crate) field_type: RustType,
    /// The type that its setter takes.
    pub(crate) set_type: RustType,
    pub(crate) documentation: String,
    pub(crate) deprecated: Option<Deprecation>,
    pub(crate) facts: Vec<Fact>,
}

/// An enum with a variant a member.
#[derive(Debug)]
pub(crate) struct Union {
    pub(crate) variants: Vec<Field>,
}

/// An open enum of strings.
#[derive(Debug)]
pub(crate) struct Enumeration {
    pub(crate) variants: Vec<EnumerationVariant<String>>,
}

/// An open enum of integers.
#[derive(Debug)]
pub(crate) struct IntegerEnumeration {
    pub(crate) variants: Vec<EnumerationVariant<i32>>,
}

/// One value of an enum.
#[derive(Debug)]
pub(crate) struct EnumerationVariant<T> {
    pub(crate) name: String,
    pub(crate) value: T,
    pub(crate) documentation: String,
    pub(crate) deprecated: Option<Deprecation>,
}

/// Whether a shape becomes a type of its own.
pub(super) fn is_type(model: &Model, index: ShapeIndex) -> bool {
    let shape = model.shape(index);
    match &shape.kind {
        Kind::Structure(_) => shape.id != UNIT,
        Kind::Union(_) | Kind::Enum(_) | Kind::IntEnum(_) => true,
        _ => false,
    }
}

/// Plans the types of the selection, in the order of their names.
pub(super) fn plan(planner: &Planner<'_>, faults: &mut Faults) -> Vec<Type> {
    let reached = planner.selection.reached.keys().copied();
    let mut types: Vec<Type> =
        reached.filter(|index| is_type(planner.model, *index)).map(|index| plan_type(planner, index, faults)).collect();
    types.sort_by(|one, other| one.name.cmp(&other.name));
    types
}

fn plan_type(planner: &Planner<'_>, index: ShapeIndex, faults: &mut Faults) -> Type {
    let shape = planner.model.shape(index);
    let kind = match &shape.kind {
        Kind::Union(members) => TypeKind::Union(Union { variants: plan_union(planner, index, members, faults) }),
        Kind::Enum(members) => {
            TypeKind::Enumeration(Enumeration { variants: plan_enumeration(shape, members, faults) })
        }
        Kind::IntEnum(members) => TypeKind::IntegerEnumeration(IntegerEnumeration {
            variants: plan_integer_enumeration(shape, members, faults),
        }),
        _ => TypeKind::Structure(plan_structure(planner, index, faults)),
    };
    let name = planner.names.shape_name(planner.model, index);
    Type {
        name: planner.names.type_name(index),
        shape: shape.name().to_owned(),
        module: name::module_name(name),
        documentation: documentation(&shape.facts, || format!("The model says nothing of `{}`.", shape.name())),
        deprecated: Deprecation::of(shape.facts.deprecated.as_ref()),
        kind,
    }
}

fn plan_structure(planner: &Planner<'_>, index: ShapeIndex, faults: &mut Faults) -> Structure {
    let shape = planner.model.shape(index);
    let is_error = shape.facts.error.is_some();
    let members = crate::select::members(&shape.kind);
    let fields: Vec<Field> =
        members.iter().map(|member| plan_field(planner, index, member, member_field(shape, member))).collect();
    refuse_collisions(shape, fields.iter().map(|field| (&*field.name, &*field.wire)), "field", faults);
    Structure { is_error, fields }
}

/// The field of a structure's member.
pub(super) fn member_field(holder: &Shape, member: &Member) -> String {
    let taken: &[&str] = if holder.facts.error.is_some() { &ERROR_METHODS } else { &STRUCTURE_METHODS };
    name::field_name_beside(&member.name, taken)
}

fn plan_field(planner: &Planner<'_>, holder: ShapeIndex, member: &Member, name: String) -> Field {
    let by_input = planner.by_input(holder);
    let set_type = planner.member_type(holder, member);
    let plain = !by_input && (member.facts.required || matches!(set_type, RustType::List(_) | RustType::Map(..)));
    let field_type = if plain { set_type.clone() } else { set_type.clone().optional() };
    let mut field = plan_variant(planner, holder, member, name, set_type);
    field.field_type = field_type;
    field
}

fn plan_variant(planner: &Planner<'_>, holder: ShapeIndex, member: &Member, name: String, set_type: RustType) -> Field {
    let shape = planner.model.shape(holder);
    Field {
        name,
        wire: member.name.clone(),
        field_type: set_type.clone(),
        set_type,
        documentation: documentation(&member.facts, || {
            let target = &planner.model.shape(member.target).facts;
            documentation(target, || format!("The member `{}` of `{}`.", member.name, shape.name()))
        }),
        deprecated: Deprecation::of(member.facts.deprecated.as_ref()),
        facts: of_member(planner.model, member, planner.by_input(holder)),
    }
}

fn plan_union(planner: &Planner<'_>, index: ShapeIndex, members: &[Member], faults: &mut Faults) -> Vec<Field> {
    let variants: Vec<Field> = members
        .iter()
        .map(|member| {
            let set_type = planner.member_type(index, member);
            plan_variant(planner, index, member, name::variant_name(&member.name), set_type)
        })
        .collect();
    let shape = planner.model.shape(index);
    refuse_collisions(shape, variants.iter().map(|variant| (&*variant.name, &*variant.wire)), "variant", faults);
    variants
}

fn plan_enumeration(shape: &Shape, members: &[Member], faults: &mut Faults) -> Vec<EnumerationVariant<String>> {
    let variants: Vec<_> = members
        .iter()
        .map(|member| {
            let value = member.facts.enum_value.as_ref();
            variant(shape, member, value.and_then(|value| value.as_str()).unwrap_or(&member.name).to_owned())
        })
        .collect();
    let names = variants.iter().map(|variant| &*variant.name).zip(members.iter().map(|member| &*member.name));
    refuse_collisions(shape, names, "variant", faults);
    let mut values = BTreeMap::new();
    for variant in &variants {
        if values.insert(&variant.value, ()).is_some() {
            faults.shape(&*shape.id, format!("the value {:?} stands twice in the enum", variant.value));
        }
    }
    variants
}

fn plan_integer_enumeration(shape: &Shape, members: &[Member], faults: &mut Faults) -> Vec<EnumerationVariant<i32>> {
    let variants: Vec<_> = members
        .iter()
        .map(|member| {
            // Linking has refused values that are no integers of 32 bits.
            let value = member.facts.enum_value.as_ref().and_then(serde_json::Value::as_i64).unwrap_or_default();
            variant(shape, member, i32::try_from(value).unwrap_or_default())
        })
        .collect();
    let names = variants.iter().map(|variant| &*variant.name).zip(members.iter().map(|member| &*member.name));
    refuse_collisions(shape, names, "variant", faults);
    variants
}

fn variant<T>(shape: &Shape, member: &Member, value: T) -> EnumerationVariant<T> {
    EnumerationVariant {
        name: name::variant_name(&member.name),
        value,
        documentation: documentation(&member.facts, || {
            // Enums of Smithy 1 may have any text here.
            let value = member.name.replace('&', "&amp;").replace('<', "&lt;");
            crate::markdown::markdown(&format!(
                "<p>The value <code>{value}</code> of <code>{}</code>.</p>",
                shape.name()
            ))
        }),
        deprecated: Deprecation::of(member.facts.deprecated.as_ref()),
    }
}

/// Adds a fault for each two members that become one name in Rust.
fn refuse_collisions<'a>(
    shape: &Shape,
    names: impl Iterator<Item = (&'a str, &'a str)>,
    what: &str,
    faults: &mut Faults,
) {
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    for (name, member) in names {
        if let Some(other) = taken.insert(name, member) {
            let problem = format!("the members {other} and {member} both become the {what} {name} in Rust");
            faults.shape(&*shape.id, problem);
        }
    }
}

impl Planner<'_> {
    /// The type of a member's value, not yet optional, boxed where it leads back to its holder.
    pub(super) fn member_type(&self, holder: ShapeIndex, member: &Member) -> RustType {
        let plain = self.value_type(member.target);
        if self.boxed.contains(holder, member.target) { RustType::Box(Box::new(plain)) } else { plain }
    }

    /// The type of a shape's values.
    pub(super) fn value_type(&self, index: ShapeIndex) -> RustType {
        let shape = self.model.shape(index);
        let item = |member: &Member| {
            let plain = self.value_type(member.target);
            if shape.facts.sparse { plain.optional() } else { plain }
        };
        match &shape.kind {
            Kind::Boolean => RustType::Plain("bool"),
            Kind::Byte => RustType::Plain("i8"),
            Kind::Short => RustType::Plain("i16"),
            Kind::Integer => RustType::Plain("i32"),
            Kind::Long => RustType::Plain("i64"),
            Kind::Float => RustType::Plain("f32"),
            Kind::Double => RustType::Plain("f64"),
            Kind::String => RustType::Plain("String"),
            Kind::Blob => RustType::Plain("tinsmith::Blob"),
            Kind::Timestamp => RustType::Plain("tinsmith::DateTime"),
            Kind::List(member) => RustType::List(Box::new(item(member))),
            Kind::Map { key, value } => RustType::Map(Box::new(self.value_type(key.target)), Box::new(item(value))),
            Kind::Structure(_) | Kind::Union(_) | Kind::Enum(_) | Kind::IntEnum(_) if is_type(self.model, index) => {
                RustType::Own(self.names.type_name(index))
            }
            Kind::Structure(_) => RustType::Plain(UNIT_TYPE),
            // Selection has refused what has no type.
            _ => RustType::Plain("tinsmith::Document"),
        }
    }
}
