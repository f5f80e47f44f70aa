//! Plans the operations: builder, static table, paginator and waiters of each.

use super::call::{Auth, BodyStep, Discovered, auth, body_steps, discovered};
use super::endpoint_parameters::{self, ClientParameter};
use super::expressions::Checker;
use super::items::{self, Items, Path};
use super::rust_type::RustType;
use super::types::member_fields;
use super::waiters::{self, WAITER_METHOD, Waiter};
use super::{Deprecation, Planner, documentation};
use crate::diagnostic::Faults;
use crate::endpoint_rules::{Literal, RuleSet};
use crate::jmespath::Expression;
use crate::model::{self, Kind, Member, Paginated, Shape, ShapeIndex};
use crate::name::{self, Distinct};
use crate::select::{members, parts};

/// Methods that a builder has beside its setters.
const BUILDER_METHODS: [&str; 7] = ["input", "with_input", "send", "pages", "items", "new", "clone"];

/// Methods that a client has beside its operations.
const CLIENT_METHODS: [&str; 5] = ["new", "builder", "from_env", "config", "clone"];

/// An operation.
#[derive(Debug)]
pub(crate) struct Operation {
    /// The name in the model.
    pub(crate) name: String,
    /// The builder's name.
    pub(crate) builder: String,
    /// The client's method.
    pub(crate) method: String,
    /// The module, which is the file's name too.
    pub(crate) module: String,
    /// The static table's name.
    pub(crate) table: String,
    pub(crate) documentation: String,
    /// The first sentence, for places that take no more.
    pub(crate) summary: String,
    pub(crate) deprecated: Option<Deprecation>,
    pub(crate) input: RustType,
    pub(crate) output: RustType,
    pub(crate) setters: Vec<Setter>,
    pub(crate) auth: Auth,
    pub(crate) sensitive: bool,
    pub(crate) endpoint_parameters: Vec<EndpointParameter>,
    pub(crate) host_prefix: Vec<HostPart>,
    pub(crate) body: Vec<BodyStep>,
    pub(crate) discovery: Option<Discovered>,
    pub(crate) paginator: Option<Paginator>,
    pub(crate) waiters: Vec<Waiter>,
    /// The codes of the errors that the model lists for it.
    pub(crate) errors: Vec<String>,
}

/// A setter of a builder.
#[derive(Debug)]
pub(crate) struct Setter {
    pub(crate) name: String,
    pub(crate) field: String,
    pub(crate) set_type: RustType,
    pub(crate) documentation: String,
    pub(crate) deprecated: Option<Deprecation>,
    pub(crate) required: bool,
}

/// A parameter that the operation gives to the endpoint rules.
#[derive(Debug)]
pub(crate) struct EndpointParameter {
    pub(crate) name: String,
    pub(crate) source: ParameterSource,
}

/// Where a parameter's value comes from.
#[derive(Debug)]
pub(crate) enum ParameterSource {
    Static(Literal),
    Member(String),
    Path(Expression),
}

/// A part of the host prefix.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum HostPart {
    Text(String),
    Label(String),
}

/// A paginator.
#[derive(Debug)]
pub(crate) struct Paginator {
    pub(crate) input_token: String,
    pub(crate) output_token: Vec<String>,
    pub(crate) items: Option<Items>,
}

pub(super) fn plan(planner: &Planner<'_>, faults: &mut Faults) -> Vec<Operation> {
    let chosen = planner.selection.operations.iter();
    let (mut builders, mut methods, mut modules) = (Distinct::default(), Distinct::default(), Distinct::files());
    let mut operations: Vec<Operation> = chosen.filter_map(|index| plan_operation(planner, *index, faults)).collect();
    for operation in &mut operations {
        operation.builder = builders.name(std::mem::take(&mut operation.builder));
        operation.method = methods.name(std::mem::take(&mut operation.method));
        operation.module = modules.name(std::mem::take(&mut operation.module));
    }
    operations
}

pub(super) fn plan_operation(planner: &Planner<'_>, index: ShapeIndex, faults: &mut Faults) -> Option<Operation> {
    let shape = planner.model.shape(index);
    let Kind::Operation(operation) = &shape.kind else { return None };
    let name = shape.name();
    let errors = operation.errors.iter().map(|error| planner.model.shape(*error).name().to_owned()).collect();
    Some(Operation {
        name: name.to_owned(),
        builder: name::type_name(name),
        method: name::field_name_beside(name, &CLIENT_METHODS),
        module: name::module_name(name),
        table: name::static_name(name),
        documentation: documentation(&shape.facts, || format!("Calls `{name}`.")),
        summary: summary(shape),
        deprecated: Deprecation::of(shape.facts.deprecated.as_ref()),
        input: planner.value_type(operation.input),
        output: planner.value_type(operation.output),
        setters: setters(planner, operation.input),
        auth: auth(planner, shape),
        sensitive: is_sensitive(planner, operation.input) || is_sensitive(planner, operation.output),
        endpoint_parameters: endpoint_parameters(planner, shape, operation.input, faults),
        host_prefix: host_prefix(planner, shape, operation.input, faults),
        body: body_steps(&shape.facts),
        discovery: discovered(planner, shape, operation.input, faults),
        paginator: paginator(planner, shape, operation, faults),
        waiters: waiters::plan(planner, shape, operation, faults),
        errors,
    })
}

fn summary(shape: &Shape) -> String {
    let text = shape.facts.documentation.as_deref().map(crate::markdown::summary).unwrap_or_default();
    if text.is_empty() { format!("Calls `{}`.", shape.name()) } else { text }
}

fn setters(planner: &Planner<'_>, input: ShapeIndex) -> Vec<Setter> {
    let shape = planner.model.shape(input);
    let mut names = Distinct::default();
    let setter = |(member, field): (&Member, String)| Setter {
        name: names.name(setter_name(&member.name)),
        field,
        set_type: planner.member_type(input, member),
        documentation: documentation(&member.facts, || format!("Sets `{}`.", member.name)),
        deprecated: Deprecation::of(member.facts.deprecated.as_ref()),
        required: member.facts.required,
    };
    member_fields(shape).map(setter).collect()
}

fn setter_name(member: &str) -> String {
    let name = name::field_name_beside(member, &BUILDER_METHODS);
    if name.starts_with(WAITER_METHOD) { format!("{name}_") } else { name }
}

/// Whether any value behind a structure is `@sensitive`.
fn is_sensitive(planner: &Planner<'_>, start: ShapeIndex) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    let mut open = vec![start];
    while let Some(index) = open.pop() {
        if !seen.insert(index) {
            continue;
        }
        let shape = planner.model.shape(index);
        if shape.facts.sensitive {
            return true;
        }
        let parts = parts(&shape.kind);
        if parts.iter().any(|member| member.facts.sensitive) {
            return true;
        }
        open.extend(parts.iter().map(|member| member.target));
    }
    false
}

fn endpoint_parameters(
    planner: &Planner<'_>,
    shape: &Shape,
    input: ShapeIndex,
    faults: &mut Faults,
) -> Vec<EndpointParameter> {
    // From the less to the more specific source: the runtime lets a later one count (Smithy, "Binding parameter values").
    let mut parameters = found_parameters(planner, shape, input, faults);
    for member in members(&planner.model.shape(input).kind) {
        if let Some(parameter) = &member.facts.context_param {
            let source = ParameterSource::Member(member.name.clone());
            parameters.push(EndpointParameter { name: parameter.name.clone(), source });
        }
    }
    for (name, parameter) in shape.facts.static_context_params.iter().flat_map(|parameters| &parameters.0) {
        match Literal::read(&parameter.value) {
            Some(literal) => {
                parameters.push(EndpointParameter { name: name.clone(), source: ParameterSource::Static(literal) });
            }
            None => {
                let there = crate::diagnostic::shown(&parameter.value);
                let wanted = "a string, a boolean or a list of strings";
                faults
                    .shape(&*shape.id, format!("the static context parameter {name} wants {wanted}; there is {there}"));
            }
        }
    }
    parameters.extend(endpoint_parameters::told_by_input(planner, shape, input));
    parameters
}

/// The parameters that expressions find in the input (`@operationContextParams`).
fn found_parameters(
    planner: &Planner<'_>,
    shape: &Shape,
    input: ShapeIndex,
    faults: &mut Faults,
) -> Vec<EndpointParameter> {
    let checker = Checker { model: planner.model };
    let mut parameters = Vec::new();
    for (name, parameter) in shape.facts.operation_context_params.iter().flat_map(|parameters| &parameters.0) {
        let found = checker.read(&parameter.path, &checker.of_shape(input)).and_then(|(path, gives)| {
            if gives.may_be_string() || gives.may_be_boolean() || checker.may_be_strings(&gives) {
                return Ok(path);
            }
            let wanted = "a string, a boolean or a list of strings";
            Err(format!("{:?}: wanted {wanted}; it gives {}", parameter.path, checker.name(&gives)))
        });
        match found {
            Ok(path) => {
                parameters.push(EndpointParameter { name: name.clone(), source: ParameterSource::Path(path) });
            }
            Err(problem) => {
                faults.shape(&*shape.id, format!("smithy.rules#operationContextParams: {name}: {problem}"));
            }
        }
    }
    parameters
}

/// Takes `data-{Name}.` apart; each label must be a member of the input that is made for it.
fn host_prefix(planner: &Planner<'_>, shape: &Shape, input: ShapeIndex, faults: &mut Faults) -> Vec<HostPart> {
    let Some(endpoint) = &shape.facts.endpoint else { return Vec::new() };
    let mut fault = |problem: String| {
        faults.shape(&*shape.id, format!("smithy.api#endpoint: the host prefix {:?}: {problem}", endpoint.host_prefix));
    };
    let mut parts = Vec::new();
    for piece in endpoint.host_prefix.split_inclusive('}') {
        let (text, label) = match piece.split_once('{') {
            Some((text, rest)) => (text, rest.strip_suffix('}')),
            None => (piece, None),
        };
        if text.contains(['}', '{']) || (label.is_none() && piece.contains('{')) {
            fault("a brace has no counterpart".to_owned());
        }
        if !text.is_empty() {
            parts.push(HostPart::Text(text.to_owned()));
        }
        let Some(label) = label else { continue };
        let member = members(&planner.model.shape(input).kind).iter().find(|member| member.name == label);
        match member {
            Some(member) if member.facts.host_label && member.facts.required => {
                parts.push(HostPart::Label(label.to_owned()));
            }
            Some(_) => {
                fault(format!("the member {label} wants the traits smithy.api#hostLabel and smithy.api#required"))
            }
            None => fault(format!("wanted a member {label} in the input; there is none")),
        }
    }
    parts
}

fn paginator(
    planner: &Planner<'_>,
    shape: &Shape,
    operation: &model::Operation,
    faults: &mut Faults,
) -> Option<Paginator> {
    let own = shape.facts.paginated.as_ref()?;
    // What the operation leaves out, the service's own trait tells (Smithy, "paginated trait").
    let defaults = planner.model.shape(planner.model.service).facts.paginated.clone().unwrap_or_default();
    let either = |select: fn(&Paginated) -> &Option<String>| select(own).clone().or_else(|| select(&defaults).clone());
    let mut fault = |problem: String| faults.shape(&*shape.id, format!("smithy.api#paginated: {problem}"));
    let (Some(input_token), Some(output_token)) =
        (either(|paginated| &paginated.input_token), either(|paginated| &paginated.output_token))
    else {
        fault("wanted inputToken and outputToken, here or on the service".to_owned());
        return None;
    };
    if input_token.contains('.') {
        fault(format!("inputToken wants a member of the input itself; there is {input_token:?}"));
    }
    for (start, path) in [(operation.input, &input_token), (operation.output, &output_token)] {
        if let Err(problem) = Path::follow(planner, start, path) {
            fault(problem);
        }
    }
    if let Some(page_size) = either(|paginated| &paginated.page_size)
        && let Err(problem) = Path::follow(planner, operation.input, &page_size)
    {
        fault(problem);
    }
    let items = either(|paginated| &paginated.items)
        .and_then(|path| items::plan(planner, operation.output, &path).map_err(fault).ok());
    Some(Paginator { input_token, output_token: output_token.split('.').map(str::to_owned).collect(), items })
}

impl Operation {
    /// Refuses the operation when its endpoint needs a parameter that nothing fills.
    pub(super) fn refuse_unfilled(
        &self,
        rules: &RuleSet,
        client: &[ClientParameter],
        model: &model::Model,
        faults: &mut Faults,
    ) {
        let fills = |name: &str| {
            self.endpoint_parameters.iter().any(|parameter| parameter.name == name)
                || client.iter().any(|parameter| parameter.name == name)
        };
        for parameter in rules.context_parameters() {
            if parameter.required && parameter.default.is_none() && !fills(&parameter.name) {
                let problem = format!(
                    "{}: its endpoint needs the parameter {}, which neither the operation nor the client's settings \
                     fill; leave out the operation",
                    self.name, parameter.name
                );
                faults.shape(&*model.shape(model.service).id, problem);
            }
        }
    }
}
