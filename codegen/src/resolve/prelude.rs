//! The shapes of Smithy's prelude, which every model may target without defining them.

use crate::model::Kind;

/// The namespace of the prelude.
pub(super) const NAMESPACE: &str = "smithy.api#";

/// The id of the shape that stands for no input, no output and a member without a value.
pub(crate) const UNIT: &str = "smithy.api#Unit";

/// Name and kind of each shape.
pub(super) fn shapes() -> impl Iterator<Item = (&'static str, Kind)> {
    [
        ("Blob", Kind::Blob),
        ("Boolean", Kind::Boolean),
        ("String", Kind::String),
        ("Byte", Kind::Byte),
        ("Short", Kind::Short),
        ("Integer", Kind::Integer),
        ("Long", Kind::Long),
        ("Float", Kind::Float),
        ("Double", Kind::Double),
        ("BigInteger", Kind::BigInteger),
        ("BigDecimal", Kind::BigDecimal),
        ("Timestamp", Kind::Timestamp),
        ("Document", Kind::Document),
        ("PrimitiveBoolean", Kind::Boolean),
        ("PrimitiveByte", Kind::Byte),
        ("PrimitiveShort", Kind::Short),
        ("PrimitiveInteger", Kind::Integer),
        ("PrimitiveLong", Kind::Long),
        ("PrimitiveFloat", Kind::Float),
        ("PrimitiveDouble", Kind::Double),
        ("Unit", Kind::Structure(Vec::new())),
    ]
    .into_iter()
}
