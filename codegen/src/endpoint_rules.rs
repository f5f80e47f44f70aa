//! Endpoint rule sets (`smithy.rules#endpointRuleSet`): read from a model, checked, and written as static data.
//!
//! [`parse()`] gives plain structs that mirror `tinsmith::endpoint::rules`; [`emit()`] writes them as an expression of
//! those types. What the rules engine specification lets a tool check beforehand is checked here, since the runtime
//! has nobody to tell it to.

mod model;

mod parse;
mod template;

mod scope;
mod signatures;

mod declared;

mod emit;

pub(crate) use declared::{check as check_traits, check_alone as check_traits_alone, declared};
pub(crate) use emit::{emit, emit_imports, emit_literal};
pub(crate) use model::{Literal, Parameter, ParameterKind, RuleSet};
pub(crate) use parse::parse;
