//! Plans the types: structures, unions and enums, each with its members or variants.

use std::collections::BTreeMap;

use super::default::DefaultValue;
use super::facts::{Fact, of_member};
use super::rust_type::RustType;
use super::{Deprecation, Planner, documentation};
use crate::diagnostic::Faults;
use crate::model::{Kind, Member, Model, Shape, ShapeIndex};
use crate::name::{self, Distinct};
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
    /// What it holds before anybody sets it; absent or zero where this is `None`.
    pub(crate) default: Option<DefaultValue>,
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
        Kind::Union(members) => TypeKind::Union(Union { variants: plan_union(planner, index, members) }),
        Kind::Enum(members) => {
            TypeKind::Enumeration(Enumeration { variants: plan_enumeration(shape, members, faults) })
        }
        Kind::IntEnum(members) => {
            TypeKind::IntegerEnumeration(IntegerEnumeration { variants: plan_integer_enumeration(shape, members) })
        }
        _ => TypeKind::Structure(plan_structure(planner, index)),
    };
    Type {
        name: planner.names.type_name(index),
        shape: shape.name().to_owned(),
        module: planner.names.module(index),
        documentation: documentation(&shape.facts, || format!("The model says nothing of `{}`.", shape.name())),
        deprecated: Deprecation::of(shape.facts.deprecated.as_ref()),
        kind,
    }
}

fn plan_structure(planner: &Planner<'_>, index: ShapeIndex) -> Structure {
    let shape = planner.model.shape(index);
    let fields = member_fields(shape).map(|(member, name)| plan_field(planner, index, member, name)).collect();
    Structure { is_error: shape.facts.error.is_some(), fields }
}

/// The members of a structure with their fields.
pub(super) fn member_fields(holder: &Shape) -> impl Iterator<Item = (&Member, String)> {
    let taken: &[&str] = if holder.facts.error.is_some() { &ERROR_METHODS } else { &STRUCTURE_METHODS };
    let mut distinct = Distinct::default();
    crate::select::members(&holder.kind)
        .iter()
        .map(move |member| (member, distinct.name(name::field_name_beside(&member.name, taken))))
}

fn plan_field(planner: &Planner<'_>, holder: ShapeIndex, member: &Member, name: String) -> Field {
    let set_type = planner.member_type(holder, member);
    let default = planner.default_value(holder, member);
    let field_type = if planner.is_optional(holder, member) { set_type.clone().optional() } else { set_type.clone() };
    let mut field = plan_variant(planner, holder, member, name, set_type);
    field.field_type = field_type;
    field.default = default;
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
        default: None,
    }
}

fn plan_union(planner: &Planner<'_>, index: ShapeIndex, members: &[Member]) -> Vec<Field> {
    member_variants(members)
        .map(|(member, name)| plan_variant(planner, index, member, name, planner.member_type(index, member)))
        .collect()
}

/// The members of a union or enum with their variants.
fn member_variants(members: &[Member]) -> impl Iterator<Item = (&Member, String)> {
    let mut distinct = Distinct::default();
    members.iter().map(move |member| (member, distinct.name(name::variant_name(&member.name))))
}

fn plan_enumeration(shape: &Shape, members: &[Member], faults: &mut Faults) -> Vec<EnumerationVariant<String>> {
    let variants: Vec<_> = member_variants(members)
        .map(|(member, name)| {
            let value = member.facts.enum_value.as_ref();
            variant(shape, member, name, value.and_then(|value| value.as_str()).unwrap_or(&member.name).to_owned())
        })
        .collect();
    let mut values = BTreeMap::new();
    for variant in &variants {
        if values.insert(&variant.value, ()).is_some() {
            faults.shape(&*shape.id, format!("the value {:?} stands twice in the enum", variant.value));
        }
    }
    variants
}

fn plan_integer_enumeration(shape: &Shape, members: &[Member]) -> Vec<EnumerationVariant<i32>> {
    member_variants(members)
        .map(|(member, name)| {
            // Linking has refused values that are no integers of 32 bits.
            let value = member.facts.enum_value.as_ref().and_then(serde_json::Value::as_i64).unwrap_or_default();
            variant(shape, member, name, i32::try_from(value).unwrap_or_default())
        })
        .collect()
}

fn variant<T>(shape: &Shape, member: &Member, name: String, value: T) -> EnumerationVariant<T> {
    EnumerationVariant {
        name,
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

impl Planner<'_> {
    /// Whether a structure's member may be absent in Rust. In what inputs reach each one may, so that a missing one can
    /// be told; in the rest a required member, one with a default, a list and a map are always there.
    pub(super) fn is_optional(&self, holder: ShapeIndex, member: &Member) -> bool {
        let is_collection = || matches!(self.model.shape(member.target).kind, Kind::List(_) | Kind::Map { .. });
        let has_default = || self.default_value(holder, member).is_some();
        self.by_input(holder) || !(member.facts.required || is_collection() || has_default())
    }

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
