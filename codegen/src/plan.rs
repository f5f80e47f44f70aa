//! Stage 4, plan: plain data, the Rust items to be, named and typed. Emitting decides nothing any more.

mod boxes;
mod call;
mod default;
mod discovery;
mod endpoint_parameters;
mod expressions;
mod facts;
mod items;
mod operations;
mod policy;
mod rust_type;
mod service;
mod types;
mod waiters;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostics, Faults};
use crate::endpoint_rules::RuleSet;
use crate::model::{Deprecated, Kind, Model, ShapeIndex};
use crate::name::{self, Distinct};
use crate::select::Selection;

pub(crate) use self::call::{Auth, BodyStep};
pub(crate) use self::default::DefaultValue;
pub(crate) use self::discovery::Discovery;
pub(crate) use self::endpoint_parameters::ClientParameter;
pub(crate) use self::facts::Fact;
pub(crate) use self::items::Items;
pub(crate) use self::operations::{EndpointParameter, HostPart, Operation, Paginator, ParameterSource, Setter};
pub(crate) use self::rust_type::RustType;
pub(crate) use self::service::Service;
pub(crate) use self::types::{
    Enumeration, EnumerationVariant, Field, IntegerEnumeration, Structure, Type, TypeKind, Union,
};
pub(crate) use self::waiters::{Acceptor, Matcher, PathMatcher, Waiter};

/// A crate to be.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) service: Service,
    pub(crate) endpoint_rules: RuleSet,
    pub(crate) client_parameters: Vec<ClientParameter>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) discovery: Option<Discovery>,
    pub(crate) types: Vec<Type>,
    pub(crate) errors: Vec<ErrorShape>,
    /// The operations that need what is not supported.
    pub(crate) left_out: Vec<String>,
    /// The IAM actions that its operations need, sorted.
    pub(crate) actions: Vec<String>,
}

impl Plan {
    /// The features of the runtime that the operations need.
    pub(crate) fn features(&self) -> BTreeSet<&'static str> {
        let asking = self.discovery.iter().map(|discovery| &discovery.operation);
        let steps = self.operations.iter().chain(asking).flat_map(|operation| &operation.body);
        steps.filter_map(|step| step.feature()).collect()
    }

    /// Whether anything of the crate is deprecated.
    pub(crate) fn has_deprecated(&self) -> bool {
        let operation = |operation: &Operation| {
            operation.deprecated.is_some()
                || operation.setters.iter().any(|setter| setter.deprecated.is_some())
                || operation.waiters.iter().any(|waiter| waiter.deprecated.is_some())
        };
        self.operations.iter().any(operation) || self.types.iter().any(Type::has_deprecated)
    }
}

/// A modelled error of the service.
#[derive(Debug)]
pub(crate) struct ErrorShape {
    /// The code on the wire: the shape's name.
    pub(crate) code: String,
    /// The variant of the service's error.
    pub(crate) variant: String,
    /// The structure in `types`.
    pub(crate) structure: String,
    pub(crate) documentation: String,
    pub(crate) deprecated: Option<Deprecation>,
    /// Whether it is `@retryable`, and for throttling.
    pub(crate) retryable: Option<bool>,
}

/// A `#[deprecated]` to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Deprecation {
    pub(crate) note: Option<String>,
}

impl Deprecation {
    fn of(deprecated: Option<&Deprecated>) -> Option<Self> {
        deprecated.map(|deprecated| {
            let since = deprecated.since.as_ref().map(|since| format!("since {since}"));
            let parts: Vec<_> = deprecated.message.iter().cloned().chain(since).collect();
            Self { note: (!parts.is_empty()).then(|| parts.join("; ")) }
        })
    }
}

/// Plans the crate of a selection.
pub(crate) fn plan(model: &Model, selection: &Selection, faults: &mut Faults) -> Result<Plan, Diagnostics> {
    let service = service::plan(model, selection, faults);
    let endpoint_rules = service::endpoint_rules(model, faults);
    let names = Names::new(model);
    let planner = Planner {
        model,
        selection,
        names: &names,
        boxed: boxes::find(model, selection),
        inputs: operation_inputs(model, selection),
    };
    let types = types::plan(&planner, faults);
    let operations = operations::plan(&planner, faults);
    let discovery = discovery::plan(&planner, &operations, faults);
    let client_parameters = match &endpoint_rules {
        None => Vec::new(),
        Some(rules) => {
            endpoint_parameters::check(&planner, rules, &operations, faults);
            let own = endpoint_parameters::plan(&planner, rules, &operations, faults);
            operations.iter().for_each(|operation| operation.refuse_unfilled(rules, &own, model, faults));
            own
        }
    };
    let mut variants = Distinct::default();
    let errors: Vec<ErrorShape> = selection.errors.iter().map(|error| planner.error(*error, &mut variants)).collect();
    let actions = policy::plan(&planner, faults);
    faults.check()?;
    // Where the rules are missing there was a fault, and the line above has returned it.
    let endpoint_rules = endpoint_rules.unwrap_or_default();
    let left_out: BTreeSet<&str> = selection.left_out.iter().filter_map(|left_out| left_out.shape.as_deref()).collect();
    let left_out = left_out.into_iter().map(|id| name::local_name(id).to_owned()).collect();
    Ok(Plan { service, endpoint_rules, client_parameters, operations, discovery, types, errors, left_out, actions })
}

/// What planning a part needs to know of the whole.
pub(crate) struct Planner<'a> {
    pub(crate) model: &'a Model,
    pub(crate) selection: &'a Selection,
    pub(crate) names: &'a Names,
    /// The pairs of aggregate shapes between which a member has to be boxed.
    pub(crate) boxed: boxes::Boxes,
    /// The structures that operations take.
    pub(crate) inputs: BTreeSet<ShapeIndex>,
}

fn operation_inputs(model: &Model, selection: &Selection) -> BTreeSet<ShapeIndex> {
    let operations = selection.operations.iter().map(|operation| &model.shape(*operation).kind);
    operations
        .filter_map(|kind| if let Kind::Operation(operation) = kind { Some(operation.input) } else { None })
        .collect()
}

impl Planner<'_> {
    /// Whether an input reaches the shape.
    fn by_input(&self, index: ShapeIndex) -> bool {
        self.selection.reached.get(&index).is_some_and(|reach| reach.by_input)
    }

    fn error(&self, index: ShapeIndex, variants: &mut Distinct) -> ErrorShape {
        let shape = self.model.shape(index);
        ErrorShape {
            code: shape.name().to_owned(),
            variant: variants.name(name::error_variant_name(&self.names.type_name(index))),
            structure: self.names.type_name(index),
            documentation: documentation(&shape.facts, || format!("The service answered with `{}`.", shape.name())),
            deprecated: Deprecation::of(shape.facts.deprecated.as_ref()),
            retryable: shape.facts.retryable.map(|retryable| retryable.throttling),
        }
    }
}

/// The Markdown of a shape's or member's documentation, or a sentence of our own where the model has none.
fn documentation(facts: &crate::model::Facts, otherwise: impl FnOnce() -> String) -> String {
    let text = facts.documentation.as_deref().map(crate::markdown::markdown).unwrap_or_default();
    if text.is_empty() { otherwise() } else { text }
}

/// The Rust names of the shapes that become types.
#[derive(Debug, Default)]
pub(crate) struct Names {
    types: BTreeMap<ShapeIndex, String>,
    modules: BTreeMap<ShapeIndex, String>,
    renamed: BTreeMap<ShapeIndex, String>,
}

impl Names {
    fn new(model: &Model) -> Self {
        let mut names = Self::default();
        if let Kind::Service(service) = &model.shape(model.service).kind {
            for (id, name) in &service.rename.0 {
                // A shape that is not there is a fault since linking.
                if let Some(index) = model.indices.get(id) {
                    names.renamed.insert(*index, name.clone());
                }
            }
        }
        // Two types may not share a name, nor two files, on any file system. All shapes count, and not the chosen ones
        // alone, so that a type keeps its name when more operations are chosen.
        let (mut types, mut modules) = (Distinct::files(), Distinct::files());
        for index in (0..model.shapes.len()).map(ShapeIndex).filter(|index| types::is_type(model, *index)) {
            let shape_name = names.shape_name(model, index).to_owned();
            names.types.insert(index, types.name(name::type_name(&shape_name)));
            names.modules.insert(index, modules.name(name::module_name(&shape_name)));
        }
        names
    }

    /// The name of a shape in this service.
    fn shape_name<'a>(&'a self, model: &'a Model, index: ShapeIndex) -> &'a str {
        self.renamed.get(&index).map_or_else(|| model.shape(index).name(), String::as_str)
    }

    /// The module of a structure, union or enum.
    fn module(&self, index: ShapeIndex) -> String {
        self.modules.get(&index).cloned().unwrap_or_default()
    }

    /// The Rust type of a structure, union or enum.
    fn type_name(&self, index: ShapeIndex) -> String {
        self.types.get(&index).cloned().unwrap_or_default()
    }
}
