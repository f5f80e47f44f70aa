//! A file of JMESPath's compliance suite as Rust source: a table of cases that `tinsmith::jmespath::suite` runs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde::Deserialize;
use serde_json::Value;

use super::{emit_expression, parse};
use crate::diagnostic::{Diagnostics, Faults, shortened};

/// A file of the suite, as a module of Rust.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Suite {
    /// The module's text: `pub static CASES: &[tinsmith::jmespath::suite::Case]`, one for each case of the file.
    pub source: String,
    /// How many cases it has.
    pub cases: usize,
    /// How many of their expressions are refused by the generator.
    pub refused: usize,
}

/// Data, and expressions to evaluate over it.
#[derive(Deserialize)]
#[serde(expecting = "an object with given and cases")]
struct Group {
    given: Value,
    cases: Vec<Case>,
}

/// An expression with what it should come to; with neither result nor error it only measures time.
#[derive(Deserialize)]
#[serde(expecting = "an object with expression and result or error")]
struct Case {
    expression: String,
    #[serde(default, deserialize_with = "present")]
    result: Option<Value>,
    error: Option<String>,
}

/// A result that is null is one.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Whether a JMESPath expression is one that clients can be generated with.
///
/// # Errors
///
/// Where it is wrong and what was wanted there.
pub fn check_jmespath(expression: &str) -> Result<(), String> {
    parse(expression).map(drop).map_err(|fault| fault.to_string())
}

/// Writes a file of JMESPath's compliance suite down as a module of Rust. `file` names it in diagnostics; `text` is what
/// it holds: a list of `given` with `cases`, each an `expression` with its `result` or `error`.
///
/// # Errors
///
/// When the text is no such list.
pub fn jmespath_suite(file: &str, text: &str) -> Result<Suite, Diagnostics> {
    let mut faults = Faults::new(file);
    let groups: Vec<Group> = match serde_json::from_str(text) {
        Ok(groups) => groups,
        Err(error) => {
            faults.model(format!("wanted a list of objects with given and cases: {error}"));
            faults.check()?;
            Vec::new()
        }
    };
    let (mut cases, mut refused) = (Vec::new(), 0);
    let mut given = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let name = proc_macro2::Ident::new(&format!("GIVEN_{index}"), proc_macro2::Span::call_site());
        let json = group.given.to_string();
        given.push(quote!(static #name: &str = #json;));
        for case in &group.cases {
            let parsed = parse(&case.expression);
            refused += usize::from(parsed.is_err());
            let expression = match parsed {
                Ok(expression) => {
                    let expression = emit_expression(&expression);
                    quote!(Ok(#expression))
                }
                Err(fault) => {
                    let (error, problem) = (fault.kind.name(), fault.to_string());
                    quote!(Err(Refusal { error: #error, problem: #problem }))
                }
            };
            cases.push(emit_case(cases.len() + 1, case, &name, &expression));
        }
    }
    let count = cases.len();
    let refusal = (refused > 0).then(|| quote!(Refusal,));
    let items = quote! {
        use tinsmith::jmespath::suite::{Case, #refusal Wanted};
        #[doc = " The cases, in the order of the file."]
        pub static CASES: &[Case] = &[#(#cases),*];
        #(#given)*
    };
    let source = match syn::parse2(items) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => {
            faults.model(format!("a defect of the generator: it came out as no Rust ({error}); please report it"));
            faults.check()?;
            String::new()
        }
    };
    Ok(Suite { source, cases: count, refused })
}

fn emit_case(number: usize, case: &Case, given: &proc_macro2::Ident, expression: &TokenStream) -> TokenStream {
    let number = Literal::usize_unsuffixed(number);
    let text = shortened(&case.expression);
    let wanted = match (&case.error, &case.result) {
        (Some(error), _) => quote!(Error(#error)),
        (None, Some(result)) => {
            let json = result.to_string();
            quote!(Result(#json))
        }
        (None, None) => quote!(Anything),
    };
    quote! {
        Case {
            number: #number,
            text: #text,
            expression: #expression,
            given: #given,
            wanted: Wanted::#wanted,
        }
    }
}
