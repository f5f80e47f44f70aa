//! The structure without members, for operations and union members that carry no value.

/// Nothing: the input or output of an operation that has none (Smithy, "Unit type").
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Unit {}

crate::structure! {
    Unit "Unit" {}
}
