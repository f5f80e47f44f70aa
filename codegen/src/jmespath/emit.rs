//! An expression as tokens: one value of the types in `tinsmith::jmespath`.
//!
//! ```text
//! Expression::path(&["Table", "TableStatus"])
//! Expression::new(FlattenProjection(&Path(&["Fleets"]), &Path(&["State"])))
//! ```

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal as Token, Span, TokenStream};
use quote::quote;
use serde_json::{Number, Value};

use super::model::{Comparator, Expression, Slice};

/// The variants that tokens of an expression name without a path, by the enum that they are of.
#[derive(Debug, Default)]
pub(crate) struct Names {
    nodes: BTreeSet<&'static str>,
    functions: BTreeSet<&'static str>,
    comparators: BTreeSet<&'static str>,
    literals: BTreeSet<&'static str>,
}

/// The value of the type `Expression`. A path of names is one that the runtime follows without its interpreter.
pub(crate) fn emit_expression(expression: &Expression) -> TokenStream {
    if let Expression::Path(names) = expression {
        return quote!(tinsmith::jmespath::Expression::path(&[#(#names),*]));
    }
    let mut names = Names::default();
    let node = names.node(expression);
    let imports = imports(&names);
    // Behind its own imports, so that a type of the crate can have any of these names.
    quote!({ #imports tinsmith::jmespath::Expression::new(#node) })
}

/// The `use` item that makes these names known.
fn imports(names: &Names) -> TokenStream {
    let groups = [
        ("Comparator", &names.comparators),
        ("Function", &names.functions),
        ("Literal", &names.literals),
        ("Node", &names.nodes),
    ];
    let groups = groups.into_iter().filter(|(_, variants)| !variants.is_empty()).map(|(name, variants)| {
        let (name, variants) = (ident(name), variants.iter().map(|variant| ident(variant)));
        quote!(#name::{#(#variants),*})
    });
    quote!(use tinsmith::jmespath::{#(#groups),*};)
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

impl Names {
    fn call(&mut self, variant: &'static str, arguments: &[TokenStream]) -> TokenStream {
        self.nodes.insert(variant);
        let variant = ident(variant);
        quote!(#variant(#(#arguments),*))
    }

    fn borrowed(&mut self, expression: &Expression) -> TokenStream {
        let node = self.node(expression);
        quote!(&#node)
    }

    fn with(&mut self, variant: &'static str, parts: &[&Expression]) -> TokenStream {
        let parts: Vec<_> = parts.iter().map(|part| self.borrowed(part)).collect();
        self.call(variant, &parts)
    }

    /// The node of the runtime's tree.
    fn node(&mut self, expression: &Expression) -> TokenStream {
        match expression {
            Expression::Current => {
                self.nodes.insert("Current");
                quote!(Current)
            }
            Expression::Path(names) => self.call("Path", &[quote!(&[#(#names),*])]),
            Expression::Index(index) => self.call("Index", &[integer(i128::from(*index))]),
            Expression::Literal(value) => {
                let value = self.literal(value);
                self.call("Value", &[value])
            }
            Expression::Pipe(left, right) => self.with("Pipe", &[left, right]),
            Expression::ListProjection(of, each) => self.with("ListProjection", &[of, each]),
            Expression::ObjectProjection(of, each) => self.with("ObjectProjection", &[of, each]),
            Expression::FlattenProjection(of, each) => self.with("FlattenProjection", &[of, each]),
            Expression::FilterProjection(of, condition, each) => self.with("FilterProjection", &[of, condition, each]),
            Expression::SliceProjection(of, slice, each) => {
                let parts = [self.borrowed(of), emit_slice(*slice), self.borrowed(each)];
                self.call("SliceProjection", &parts)
            }
            Expression::Or(left, right) => self.with("Or", &[left, right]),
            Expression::And(left, right) => self.with("And", &[left, right]),
            Expression::Not(inner) => self.with("Not", &[inner]),
            Expression::Comparison(comparator, left, right) => {
                let comparator = self.comparator(*comparator);
                let parts = [comparator, self.borrowed(left), self.borrowed(right)];
                self.call("Comparison", &parts)
            }
            Expression::MultiSelectList(items) => {
                let items: Vec<_> = items.iter().map(|item| self.node(item)).collect();
                self.call("MultiSelectList", &[quote!(&[#(#items),*])])
            }
            Expression::MultiSelectHash(members) => {
                let members = members.iter().map(|(name, value)| {
                    let value = self.node(value);
                    quote!((#name, #value))
                });
                let members: Vec<_> = members.collect();
                self.call("MultiSelectHash", &[quote!(&[#(#members),*])])
            }
            Expression::Function(function, arguments) => {
                let arguments: Vec<_> = arguments.iter().map(|argument| self.node(argument)).collect();
                self.functions.insert(function.variant);
                let function = ident(function.variant);
                self.call("Call", &[quote!(#function), quote!(&[#(#arguments),*])])
            }
            Expression::Reference(inner) => self.with("Reference", &[inner]),
        }
    }

    fn comparator(&mut self, comparator: Comparator) -> TokenStream {
        let variant = match comparator {
            Comparator::Equal => "Equal",
            Comparator::NotEqual => "NotEqual",
            Comparator::Less => "Less",
            Comparator::LessOrEqual => "LessOrEqual",
            Comparator::Greater => "Greater",
            Comparator::GreaterOrEqual => "GreaterOrEqual",
        };
        self.comparators.insert(variant);
        let variant = ident(variant);
        quote!(#variant)
    }

    fn literal(&mut self, value: &Value) -> TokenStream {
        let (variant, argument) = match value {
            Value::Null => ("Null", None),
            Value::Bool(value) => ("Boolean", Some(quote!(#value))),
            Value::String(text) => ("String", Some(quote!(#text))),
            Value::Number(number) => {
                let (variant, number) = emit_number(number);
                (variant, Some(number))
            }
            Value::Array(items) => {
                let items = items.iter().map(|item| self.literal(item));
                ("List", Some(quote!(&[#(#items),*])))
            }
            Value::Object(members) => {
                let members = members.iter().map(|(name, value)| {
                    let value = self.literal(value);
                    quote!((#name, #value))
                });
                ("Object", Some(quote!(&[#(#members),*])))
            }
        };
        self.literals.insert(variant);
        let variant = ident(variant);
        argument.map_or_else(|| quote!(#variant), |argument| quote!(#variant(#argument)))
    }
}

fn emit_slice(slice: Slice) -> TokenStream {
    let bound = |bound: Option<i64>| match bound {
        Some(bound) => {
            let bound = integer(i128::from(bound));
            quote!(Some(#bound))
        }
        None => quote!(None),
    };
    let (start, stop, step) = (bound(slice.start), bound(slice.stop), integer(i128::from(slice.step)));
    quote!(tinsmith::jmespath::Slice { start: #start, stop: #stop, step: #step })
}

/// A whole number, or one with a fraction. Numbers that JSON wrote are finite.
fn emit_number(number: &Number) -> (&'static str, TokenStream) {
    let whole = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    match whole {
        Some(whole) => ("Integer", integer(whole)),
        None => {
            let number = number.as_f64().unwrap_or_default();
            let digits = Token::f64_unsuffixed(number.abs());
            ("Float", if number.is_sign_negative() { quote!(-#digits) } else { quote!(#digits) })
        }
    }
}

/// A negative number is a minus sign and a literal.
fn integer(number: i128) -> TokenStream {
    let digits = Token::u128_unsuffixed(number.unsigned_abs());
    if number < 0 { quote!(-#digits) } else { quote!(#digits) }
}
