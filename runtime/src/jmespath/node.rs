//! An expression as the static data that generated crates hold.

/// A JMESPath expression as a tree. It is evaluated over a value, the current node.
///
/// A projection's last part is evaluated over each of its items, and what comes out as null is left out.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `@`: the current node.
    Current,
    /// `a.b.c`: the members of these names, each of the one before.
    Path(&'static [&'static str]),
    /// `[2]`: the item at that place, counted from 0, or from the end when negative.
    Index(i64),
    /// A value that stands in the expression.
    Value(Literal),
    /// `a | b`, `a.b`, `a[0]`: the second, over what the first gives.
    Pipe(&'static Node, &'static Node),
    /// `a[*].b`: the items of a list.
    ListProjection(&'static Node, &'static Node),
    /// `a.*.b`: the values of an object.
    ObjectProjection(&'static Node, &'static Node),
    /// `a[].b`: the items of a list, those that are lists taken apart.
    FlattenProjection(&'static Node, &'static Node),
    /// `a[?c].b`: the items of a list for which the condition holds.
    FilterProjection(&'static Node, &'static Node, &'static Node),
    /// `a[1:5:2].b`: a part of a list.
    SliceProjection(&'static Node, Slice, &'static Node),
    /// `a || b`: the first if it is true-like, else the second.
    Or(&'static Node, &'static Node),
    /// `a && b`: the first if it is false-like, else the second.
    And(&'static Node, &'static Node),
    /// `!a`.
    Not(&'static Node),
    /// `a == b` and its like.
    Comparison(Comparator, &'static Node, &'static Node),
    /// `[a, b]`: a list of what the expressions give.
    MultiSelectList(&'static [Node]),
    /// `{a: b}`: an object of what the expressions give.
    MultiSelectHash(&'static [(&'static str, Node)]),
    /// `f(a, b)`.
    Call(Function, &'static [Node]),
    /// `&a`: an expression that a function evaluates over each item. It stands only as an argument.
    Reference(&'static Node),
}

/// A part of a list, as Python's slices have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Where it begins; counted from the end when negative.
    pub start: Option<i64>,
    /// Where it ends, that item not taken; counted from the end when negative.
    pub stop: Option<i64>,
    /// The distance from item to item, backwards when negative. Never 0.
    pub step: i64,
}

/// A value that stands in an expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i128),
    /// A number with a fraction.
    Float(f64),
    /// A string.
    String(&'static str),
    /// A list.
    List(&'static [Literal]),
    /// An object.
    Object(&'static [(&'static str, Literal)]),
}

/// How two values are compared. Only numbers have an order; without one the comparison gives null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// `==`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
}

/// Makes the functions an enum, with the name and the meaning of each.
macro_rules! functions {
    ($($variant:ident = $name:literal, $meaning:literal;)*) => {
        /// The functions of the JMESPath specification ("Built-in Functions").
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Function {
            $(#[doc = concat!("`", $name, "`: ", $meaning, ".")] $variant,)*
        }

        impl Function {
            /// The name that expressions call it by.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

functions! {
    Abs = "abs", "a number without its sign";
    Avg = "avg", "the mean of a list of numbers; null for none";
    Ceil = "ceil", "the next whole number above";
    Contains = "contains", "whether a list has an item, or a string a part";
    EndsWith = "ends_with", "whether a string ends with another";
    Floor = "floor", "the next whole number below";
    Join = "join", "a list of strings as one, with a string between";
    Keys = "keys", "the names of an object's members";
    Length = "length", "how many characters, items or members there are";
    Map = "map", "what an expression gives for each item, null too";
    Max = "max", "the greatest of numbers or strings; null for none";
    MaxBy = "max_by", "the item for which an expression gives most";
    Merge = "merge", "objects as one, the later over the earlier";
    Min = "min", "the least of numbers or strings; null for none";
    MinBy = "min_by", "the item for which an expression gives least";
    NotNull = "not_null", "the first argument that is not null";
    Reverse = "reverse", "a list or string from its end";
    Sort = "sort", "numbers or strings in their order";
    SortBy = "sort_by", "items in the order of what an expression gives";
    StartsWith = "starts_with", "whether a string begins with another";
    Sum = "sum", "numbers added up; 0 for none";
    ToArray = "to_array", "a value that is no list as the one item of a list";
    ToNumber = "to_number", "a number, also out of a string; null for all else";
    ToString = "to_string", "a string, or JSON text of all else";
    Type = "type", "the name of a value's kind";
    Values = "values", "the values of an object's members";
}
