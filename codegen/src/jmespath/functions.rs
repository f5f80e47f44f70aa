//! The functions of JMESPath: what they are called, what they take and what they give.

/// What a function takes and gives.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    /// The name that expressions call it by.
    pub(crate) name: &'static str,
    /// The variant of the runtime's `Function`.
    pub(crate) variant: &'static str,
    /// What each argument has to be.
    pub(crate) takes: &'static [Accepts],
    /// Whether the last argument may stand several times.
    pub(crate) variadic: bool,
    pub(crate) gives: Returns,
}

/// What an argument has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accepts {
    Any,
    Number,
    String,
    List,
    Object,
    /// A list of numbers.
    Numbers,
    /// A list of strings.
    Strings,
    /// A list of numbers or a list of strings.
    Sortable,
    StringOrList,
    /// Anything that has a length.
    Sized,
    /// An expression reference, such as `&name`.
    Reference,
}

impl Accepts {
    /// How messages name it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::Number => "a number",
            Self::String => "a string",
            Self::List => "a list",
            Self::Object => "an object",
            Self::Numbers => "a list of numbers",
            Self::Strings => "a list of strings",
            Self::Sortable => "a list of numbers or of strings",
            Self::StringOrList => "a string or a list",
            Self::Sized => "a string, a list or an object",
            Self::Reference => "an expression reference such as &name",
        }
    }
}

/// What a function gives, as far as its name tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Returns {
    Boolean,
    Number,
    String,
    Strings,
    /// A value of the kind that it was given first.
    First,
    /// An item of the list that it was given first, which may be null.
    Item,
    /// A list of what a reference gives for each item.
    Mapped,
    /// One of the arguments.
    Either,
    List,
    Any,
}

const fn function(
    name: &'static str,
    variant: &'static str,
    takes: &'static [Accepts],
    variadic: bool,
    gives: Returns,
) -> Signature {
    Signature { name, variant, takes, variadic, gives }
}

/// The functions of the JMESPath specification, "Built-in Functions".
static FUNCTIONS: [Signature; 26] = [
    function("abs", "Abs", &[Accepts::Number], false, Returns::Number),
    function("avg", "Avg", &[Accepts::Numbers], false, Returns::Number),
    function("ceil", "Ceil", &[Accepts::Number], false, Returns::Number),
    function("contains", "Contains", &[Accepts::StringOrList, Accepts::Any], false, Returns::Boolean),
    function("ends_with", "EndsWith", &[Accepts::String, Accepts::String], false, Returns::Boolean),
    function("floor", "Floor", &[Accepts::Number], false, Returns::Number),
    function("join", "Join", &[Accepts::String, Accepts::Strings], false, Returns::String),
    function("keys", "Keys", &[Accepts::Object], false, Returns::Strings),
    function("length", "Length", &[Accepts::Sized], false, Returns::Number),
    function("map", "Map", &[Accepts::Reference, Accepts::List], false, Returns::Mapped),
    function("max", "Max", &[Accepts::Sortable], false, Returns::Item),
    function("max_by", "MaxBy", &[Accepts::List, Accepts::Reference], false, Returns::Item),
    function("merge", "Merge", &[Accepts::Object], true, Returns::Any),
    function("min", "Min", &[Accepts::Sortable], false, Returns::Item),
    function("min_by", "MinBy", &[Accepts::List, Accepts::Reference], false, Returns::Item),
    function("not_null", "NotNull", &[Accepts::Any], true, Returns::Either),
    function("reverse", "Reverse", &[Accepts::StringOrList], false, Returns::First),
    function("sort", "Sort", &[Accepts::Sortable], false, Returns::First),
    function("sort_by", "SortBy", &[Accepts::List, Accepts::Reference], false, Returns::First),
    function("starts_with", "StartsWith", &[Accepts::String, Accepts::String], false, Returns::Boolean),
    function("sum", "Sum", &[Accepts::Numbers], false, Returns::Number),
    function("to_array", "ToArray", &[Accepts::Any], false, Returns::List),
    function("to_number", "ToNumber", &[Accepts::Any], false, Returns::Number),
    function("to_string", "ToString", &[Accepts::Any], false, Returns::String),
    function("type", "Type", &[Accepts::Any], false, Returns::String),
    function("values", "Values", &[Accepts::Object], false, Returns::List),
];

/// The function of a name.
pub(super) fn by_name(name: &str) -> Option<&'static Signature> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// The names of all functions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|function| function.name)
}

impl Signature {
    /// What the argument at an index has to be.
    pub(crate) fn accepts(&self, index: usize) -> Accepts {
        self.takes.get(index).or(self.takes.last()).copied().unwrap_or(Accepts::Any)
    }

    /// What is wrong with a number of arguments.
    pub(super) fn check_arity(&self, there: usize) -> Result<(), String> {
        let wanted = self.takes.len();
        if there == wanted || (self.variadic && there > wanted) {
            return Ok(());
        }
        let at_least = if self.variadic { "at least " } else { "" };
        let unit = if wanted == 1 { "argument" } else { "arguments" };
        Err(format!("the function {} wants {at_least}{wanted} {unit}; there are {there}", self.name))
    }
}
