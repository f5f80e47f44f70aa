//! A rule set as tokens: one expression of the types in `tinsmith::endpoint::rules`.
//!
//! ```text
//! RuleSet {
//!     parameters: &[Parameter { name: "Region", kind: ParameterKind::String, .. }],
//!     rules: &[
//!         Rule {
//!             conditions: &[If(Call(IsSet, &[Reference("Region")]))],
//!             outcome: Outcome::Endpoint { url: Template(&[Text("https://"), Reference("Region")]), .. },
//!         },
//!     ],
//! }
//! ```

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal as Token, Span, TokenStream, TokenTree};
use quote::quote;

use super::model::{Condition, Expression, Function, Literal, Outcome, Parameter, ParameterKind, Rule, RuleSet, Step};

/// The rule set as an expression for a `static` of the type `RuleSet`.
pub(crate) fn emit(rules: &RuleSet) -> TokenStream {
    let parameters = rules.parameters.iter().map(emit_parameter);
    let rules = rules.rules.iter().map(emit_rule);
    quote!(RuleSet { parameters: &[#(#parameters),*], rules: &[#(#rules),*] })
}

/// The `use` item that makes the names in these tokens of [`emit`] known, and no other.
pub(crate) fn emit_imports(expression: &TokenStream) -> TokenStream {
    let mut used = BTreeSet::new();
    collect(expression, &mut used);
    let pick = |names: &[&str]| -> Vec<Ident> {
        names.iter().filter(|name| used.contains(**name)).map(|name| Ident::new(name, Span::call_site())).collect()
    };
    let types = pick(TYPES);
    let groups = [("Condition", CONDITIONS), ("Expression", EXPRESSIONS), ("Function", FUNCTIONS)];
    let groups = groups.into_iter().filter_map(|(name, variants)| {
        let (name, variants) = (Ident::new(name, Span::call_site()), pick(variants));
        if variants.is_empty() { None } else { Some(quote!(#name::{#(#variants),*})) }
    });
    let names = types.iter().map(|name| quote!(#name)).chain(groups);
    quote!(use tinsmith::endpoint::rules::{#(#names),*};)
}

/// A value of the type `Literal`, as defaults and static context parameters have it.
pub(crate) fn emit_literal(literal: &Literal) -> TokenStream {
    match literal {
        Literal::String(text) => quote!(Literal::String(#text)),
        Literal::Boolean(value) => quote!(Literal::Boolean(#value)),
        Literal::Strings(items) => quote!(Literal::Strings(&[#(#items),*])),
    }
}

const TYPES: &[&str] = &["Literal", "Outcome", "Parameter", "ParameterKind", "Rule", "RuleSet", "Step"];
const CONDITIONS: &[&str] = &["If", "Let"];
const EXPRESSIONS: &[&str] =
    &["Attribute", "Boolean", "Call", "Integer", "List", "Record", "Reference", "Template", "Text"];
const FUNCTIONS: &[&str] = &[
    "AwsIsVirtualHostableS3Bucket",
    "AwsParseArn",
    "AwsPartition",
    "BooleanEquals",
    "Coalesce",
    "IfThenElse",
    "IsSet",
    "IsValidHostLabel",
    "Not",
    "ParseUrl",
    "Split",
    "StringEquals",
    "Substring",
    "UriEncode",
];

/// Collects the names that stand alone, and not behind `::`.
fn collect(tokens: &TokenStream, used: &mut BTreeSet<String>) {
    let mut behind_colon = false;
    for token in tokens.clone() {
        match &token {
            TokenTree::Ident(name) if !behind_colon => {
                used.insert(name.to_string());
            }
            TokenTree::Group(group) => collect(&group.stream(), used),
            _ => {}
        }
        // In `a: B` a single colon stands alone; the second one of `::` follows a joint one.
        behind_colon = match &token {
            TokenTree::Punct(colon) if colon.as_char() == ':' => {
                behind_colon || colon.spacing() == proc_macro2::Spacing::Joint
            }
            _ => false,
        };
    }
}

fn emit_parameter(parameter: &Parameter) -> TokenStream {
    let (name, required) = (&parameter.name, parameter.required);
    let kind = match parameter.kind {
        ParameterKind::String => quote!(String),
        ParameterKind::Boolean => quote!(Boolean),
        ParameterKind::Strings => quote!(Strings),
    };
    let built_in = emit_option(parameter.built_in.as_ref().map(|name| quote!(#name)));
    let default = emit_option(parameter.default.as_ref().map(emit_literal));
    quote! {
        Parameter {
            name: #name,
            kind: ParameterKind::#kind,
            built_in: #built_in,
            required: #required,
            default: #default,
        }
    }
}

fn emit_option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

fn emit_rule(rule: &Rule) -> TokenStream {
    let conditions = rule.conditions.iter().map(emit_condition);
    let outcome = match &rule.outcome {
        Outcome::Tree(rules) => {
            let rules = rules.iter().map(emit_rule);
            quote!(Tree(&[#(#rules),*]))
        }
        Outcome::Error(reason) => {
            let reason = emit_expression(reason);
            quote!(Error(#reason))
        }
        Outcome::Endpoint { url, properties, headers } => {
            let url = emit_expression(url);
            let properties = emit_members(properties);
            let headers = headers.iter().map(|(name, values)| {
                let values = emit_list(values);
                quote!((#name, #values))
            });
            quote!(Endpoint { url: #url, properties: #properties, headers: &[#(#headers),*] })
        }
    };
    quote!(Rule { conditions: &[#(#conditions),*], outcome: Outcome::#outcome })
}

fn emit_condition(condition: &Condition) -> TokenStream {
    let expression = emit_expression(&condition.expression);
    match &condition.assign {
        Some(name) => quote!(Let(#name, #expression)),
        None => quote!(If(#expression)),
    }
}

fn emit_expression(expression: &Expression) -> TokenStream {
    match expression {
        Expression::Text(text) => quote!(Text(#text)),
        Expression::Boolean(value) => quote!(Boolean(#value)),
        Expression::Integer(number) => {
            let number = emit_integer(*number);
            quote!(Integer(#number))
        }
        Expression::Reference(name) => quote!(Reference(#name)),
        Expression::Template(parts) => {
            let parts = emit_list(parts);
            quote!(Template(#parts))
        }
        Expression::Attribute(of, steps) => {
            let of = emit_expression(of);
            let steps = steps.iter().map(|step| match step {
                Step::Key(name) => quote!(Step::Key(#name)),
                Step::Index(index) => {
                    let index = emit_integer(*index);
                    quote!(Step::Index(#index))
                }
            });
            quote!(Attribute(&#of, &[#(#steps),*]))
        }
        Expression::Call(function, arguments) => {
            let function = Ident::new(function_name(*function), Span::call_site());
            let arguments = emit_list(arguments);
            quote!(Call(#function, #arguments))
        }
        Expression::List(items) => {
            let items = emit_list(items);
            quote!(List(#items))
        }
        Expression::Record(members) => {
            let members = emit_members(members);
            quote!(Record(#members))
        }
    }
}

fn emit_list(items: &[Expression]) -> TokenStream {
    let items = items.iter().map(emit_expression);
    quote!(&[#(#items),*])
}

fn emit_members(members: &[(String, Expression)]) -> TokenStream {
    let members = members.iter().map(|(name, value)| {
        let value = emit_expression(value);
        quote!((#name, #value))
    });
    quote!(&[#(#members),*])
}

/// A negative number is a minus sign and a literal.
fn emit_integer(number: i64) -> TokenStream {
    let digits = Token::u64_unsuffixed(number.unsigned_abs());
    if number < 0 { quote!(-#digits) } else { quote!(#digits) }
}

/// The variant of the runtime's `Function`.
fn function_name(function: Function) -> &'static str {
    match function {
        Function::IsSet => "IsSet",
        Function::Not => "Not",
        Function::BooleanEquals => "BooleanEquals",
        Function::StringEquals => "StringEquals",
        Function::IsValidHostLabel => "IsValidHostLabel",
        Function::ParseUrl => "ParseUrl",
        Function::Substring => "Substring",
        Function::UriEncode => "UriEncode",
        Function::Coalesce => "Coalesce",
        Function::Split => "Split",
        Function::IfThenElse => "IfThenElse",
        Function::AwsPartition => "AwsPartition",
        Function::AwsParseArn => "AwsParseArn",
        Function::AwsIsVirtualHostableS3Bucket => "AwsIsVirtualHostableS3Bucket",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::parse;
    use super::{emit, emit_imports};

    #[test]
    fn reads_like_a_table_and_imports_what_it_uses() {
        let rules = json!({
            "version": "1.0",
            "parameters": {
                "Region": { "type": "string", "builtIn": "AWS::Region" },
                "UseFIPS": { "type": "boolean", "required": true, "default": false }
            },
            "rules": [{
                "type": "endpoint",
                "conditions": [
                    { "fn": "isSet", "argv": [{ "ref": "Region" }] },
                    { "fn": "split", "argv": ["{Region}", "-", 2], "assign": "Parts" },
                    { "fn": "getAttr", "argv": [{ "ref": "Parts" }, "[-1]"], "assign": "Last" }
                ],
                "endpoint": { "url": "https://{Last}.com", "headers": { "x-a": ["*"] } }
            }]
        });
        let expression = parse(&rules).map(|rules| emit(&rules)).unwrap_or_default();
        let imports = emit_imports(&expression);
        let file = syn::parse_quote!(#imports static RULES: RuleSet = #expression;);
        let wanted = r#"use tinsmith::endpoint::rules::{
    Literal, Outcome, Parameter, ParameterKind, Rule, RuleSet, Step,
    Condition::{If, Let},
    Expression::{Attribute, Call, Integer, Reference, Template, Text},
    Function::{IsSet, Split},
};
static RULES: RuleSet = RuleSet {
    parameters: &[
        Parameter {
            name: "Region",
            kind: ParameterKind::String,
            built_in: Some("AWS::Region"),
            required: false,
            default: None,
        },
        Parameter {
            name: "UseFIPS",
            kind: ParameterKind::Boolean,
            built_in: None,
            required: true,
            default: Some(Literal::Boolean(false)),
        },
    ],
    rules: &[
        Rule {
            conditions: &[
                If(Call(IsSet, &[Reference("Region")])),
                Let("Parts", Call(Split, &[Reference("Region"), Text("-"), Integer(2)])),
                Let("Last", Attribute(&Reference("Parts"), &[Step::Index(-1)])),
            ],
            outcome: Outcome::Endpoint {
                url: Template(&[Text("https://"), Reference("Last"), Text(".com")]),
                properties: &[],
                headers: &[("x-a", &[Text("*")])],
            },
        },
    ],
};
"#;
        assert_eq!(prettyplease::unparse(&file), wanted);
    }
}
