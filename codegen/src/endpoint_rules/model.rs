//! A rule set as plain data, and the faults that one can have.

use std::fmt;

/// `smithy.rules#endpointRuleSet`, checked.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct RuleSet {
    /// The parameters, in the order of the model.
    pub(crate) parameters: Vec<Parameter>,
    /// The rules, in the order in which they are tried.
    pub(crate) rules: Vec<Rule>,
}

impl RuleSet {
    /// The parameters that no setting of the client fills: client and operation context parameters.
    pub(crate) fn context_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|parameter| parameter.built_in.is_none())
    }
}

/// A parameter object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) kind: ParameterKind,
    pub(crate) built_in: Option<String>,
    pub(crate) required: bool,
    pub(crate) default: Option<Literal>,
    pub(crate) documentation: Option<String>,
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParameterKind {
    String,
    Boolean,
    Strings,
}

impl ParameterKind {
    /// The specification's name of the type.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Boolean => "boolean",
            Self::Strings => "stringArray",
        }
    }
}

/// A default, or a static context parameter's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Literal {
    String(String),
    Boolean(bool),
    Strings(Vec<String>),
}

impl Literal {
    /// The value that a JSON value stands for, if a parameter can have it.
    pub(crate) fn read(value: &serde_json::Value) -> Option<Self> {
        match value {
            serde_json::Value::String(text) => Some(Self::String(text.clone())),
            serde_json::Value::Bool(value) => Some(Self::Boolean(*value)),
            serde_json::Value::Array(items) => {
                let items = items.iter().map(|item| item.as_str().map(str::to_owned));
                items.collect::<Option<_>>().map(Self::Strings)
            }
            _ => None,
        }
    }

    /// The type of parameter that takes it.
    pub(crate) fn kind(&self) -> ParameterKind {
        match self {
            Self::String(_) => ParameterKind::String,
            Self::Boolean(_) => ParameterKind::Boolean,
            Self::Strings(_) => ParameterKind::Strings,
        }
    }
}

/// An endpoint, error or tree rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) outcome: Outcome,
}

/// A condition object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) expression: Expression,
    pub(crate) assign: Option<String>,
}

/// What a rule leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Tree(Vec<Rule>),
    Error(Expression),
    Endpoint { url: Expression, properties: Vec<(String, Expression)>, headers: Vec<(String, Vec<Expression>)> },
}

/// A computation; templates and `getAttr` paths are taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expression {
    Text(String),
    Template(Vec<Expression>),
    Boolean(bool),
    Integer(i64),
    Reference(String),
    Attribute(Box<Expression>, Vec<Step>),
    Call(Function, Vec<Expression>),
    List(Vec<Expression>),
    Record(Vec<(String, Expression)>),
}

/// One step of a `getAttr` path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Index(i64),
}

/// The functions that the runtime has; `getAttr` is an [`Expression::Attribute`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    IsSet,
    Not,
    BooleanEquals,
    StringEquals,
    IsValidHostLabel,
    ParseUrl,
    Substring,
    UriEncode,
    Coalesce,
    Split,
    IfThenElse,
    AwsPartition,
    AwsParseArn,
    AwsIsVirtualHostableS3Bucket,
}

/// Something in a rule set, or in its tests, that is not as the specification wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Where in the trait's value, such as `rules[2].conditions[0].argv[1]`.
    pub(crate) path: String,
    /// What was wanted, and what is there.
    pub(crate) problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => f.write_str(&self.problem),
            path => write!(f, "{path}: {}", self.problem),
        }
    }
}
