//! An endpoint rule set as the static data that generated crates hold (Smithy rules engine specification, 1.0 to 1.3).
//!
//! Everything that can be parsed is parsed at generation: string templates are lists of parts, paths of `getAttr` are
//! lists of steps. The names are short enough to be imported, so that a generated rule set reads like a table:
//! `If(Call(BooleanEquals, &[Reference("UseFIPS"), Boolean(true)]))`.

/// What decides the endpoint of a call: parameters that go in, and rules that are tried in order.
#[derive(Debug)]
pub struct RuleSet {
    /// The parameters that the rules may refer to.
    pub parameters: &'static [Parameter],
    /// The rules; the first whose conditions hold decides.
    pub rules: &'static [Rule],
}

/// One input of a rule set.
#[derive(Debug)]
pub struct Parameter {
    /// The name that rules refer to.
    pub name: &'static str,
    /// The type of its value.
    pub kind: ParameterKind,
    /// The setting of the client that fills it, such as `AWS::Region`.
    pub built_in: Option<&'static str>,
    /// Whether evaluation fails when nothing fills it.
    pub required: bool,
    /// What fills it when nothing else does.
    pub default: Option<Literal>,
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// `string`.
    String,
    /// `boolean`.
    Boolean,
    /// `stringArray`.
    Strings,
}

/// A value that stands in the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    /// A string, taken as it is.
    String(&'static str),
    /// A boolean.
    Boolean(bool),
    /// A list of strings.
    Strings(&'static [&'static str]),
}

/// Conditions, and what follows when all of them hold.
#[derive(Debug)]
pub struct Rule {
    /// Tried in order; each may bind a name for the ones after it and for the outcome.
    pub conditions: &'static [Condition],
    /// What follows.
    pub outcome: Outcome,
}

/// One condition: it holds when its expression gives a value that is neither absent nor `false`.
#[derive(Debug)]
pub enum Condition {
    /// Holds or does not.
    If(Expression),
    /// Holds or does not, and binds the value to a name that this rule, and what is below it, may refer to.
    Let(&'static str, Expression),
}

/// What a rule leads to.
#[derive(Debug)]
pub enum Outcome {
    /// Further rules; when none of them matches, evaluation ends in an error and does not return to the parent.
    Tree(&'static [Rule]),
    /// The call cannot be made; the expression is the reason.
    Error(Expression),
    /// The endpoint.
    Endpoint {
        /// The URL, a string.
        url: Expression,
        /// Properties such as `authSchemes`.
        properties: &'static [(&'static str, Expression)],
        /// Headers to send along, each with its values.
        headers: &'static [(&'static str, &'static [Expression])],
    },
}

/// A computation over the parameters and the bound names. It may give no value.
#[derive(Debug)]
pub enum Expression {
    /// A string without placeholders.
    Text(&'static str),
    /// A string template: its parts, concatenated; absent when a part is absent.
    Template(&'static [Expression]),
    /// A boolean.
    Boolean(bool),
    /// An integer, for `substring` and the like.
    Integer(i64),
    /// A parameter or a bound name; absent when the parameter is not set.
    Reference(&'static str),
    /// `getAttr`: what the steps lead to from a value; absent when they lead nowhere.
    Attribute(&'static Expression, &'static [Step]),
    /// A function with its arguments.
    Call(Function, &'static [Expression]),
    /// A list.
    List(&'static [Expression]),
    /// A record.
    Record(&'static [(&'static str, Expression)]),
}

/// One step of a `getAttr` path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the member of that name.
    Key(&'static str),
    /// To the item at that place, counted from 0, or from the end when negative.
    Index(i64),
}

/// The functions that rules may call: the rules engine's standard library, and those for AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `isSet`: whether there is a value.
    IsSet,
    /// `not`: the other boolean.
    Not,
    /// `booleanEquals`: whether two booleans are the same.
    BooleanEquals,
    /// `stringEquals`: whether two strings are the same.
    StringEquals,
    /// `isValidHostLabel`: whether a string is a label of a host name, or several joined by dots.
    IsValidHostLabel,
    /// `parseURL`: a URL's parts.
    ParseUrl,
    /// `substring`: a part of an ASCII string, counted from its start or its end.
    Substring,
    /// `uriEncode`: a string with all but unreserved characters percent-encoded.
    UriEncode,
    /// `coalesce`: the first argument that is there.
    Coalesce,
    /// `split`: a string cut at a delimiter.
    Split,
    /// `ite`: one of two values, as a boolean decides.
    IfThenElse,
    /// `aws.partition`: the partition that a region belongs to.
    AwsPartition,
    /// `aws.parseArn`: the parts of an Amazon Resource Name.
    AwsParseArn,
    /// `aws.isVirtualHostableS3Bucket`: whether a bucket's name can stand in a host name.
    AwsIsVirtualHostableS3Bucket,
}

impl Function {
    /// The name that rule sets call it by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::IsSet => "isSet",
            Self::Not => "not",
            Self::BooleanEquals => "booleanEquals",
            Self::StringEquals => "stringEquals",
            Self::IsValidHostLabel => "isValidHostLabel",
            Self::ParseUrl => "parseURL",
            Self::Substring => "substring",
            Self::UriEncode => "uriEncode",
            Self::Coalesce => "coalesce",
            Self::Split => "split",
            Self::IfThenElse => "ite",
            Self::AwsPartition => "aws.partition",
            Self::AwsParseArn => "aws.parseArn",
            Self::AwsIsVirtualHostableS3Bucket => "aws.isVirtualHostableS3Bucket",
        }
    }
}
