//! Small rule sets, and what comes of them.

#![allow(clippy::expect_used)]

use super::super::rules::Condition::{If, Let};
use super::super::rules::Expression::{Attribute, Boolean, Call, Integer, List, Record, Reference, Template, Text};
use super::super::rules::Function::{AwsPartition, BooleanEquals, IsSet, ParseUrl, Split, StringEquals};
use super::super::rules::{Literal, Outcome, Parameter, ParameterKind, Rule, RuleSet, Step};
use super::{Expression, MAXIMUM_EXPRESSION_DEPTH, Parameters, resolve};
use crate::error::ErrorKind;

const REGION: Parameter = Parameter {
    name: "Region",
    kind: ParameterKind::String,
    built_in: Some("AWS::Region"),
    required: false,
    default: None,
};

/// A parameter that no setting fills.
const BY_HAND: Parameter = Parameter { built_in: None, ..REGION };

const fn endpoint(conditions: &'static [super::Condition], url: Expression) -> Rule {
    Rule { conditions, outcome: Outcome::Endpoint { url, properties: &[], headers: &[] } }
}

static REGIONAL: RuleSet = RuleSet {
    parameters: &[
        REGION,
        Parameter {
            name: "UseFIPS",
            kind: ParameterKind::Boolean,
            built_in: Some("AWS::UseFIPS"),
            required: true,
            default: Some(Literal::Boolean(false)),
        },
        Parameter {
            name: "Endpoint",
            kind: ParameterKind::String,
            built_in: Some("SDK::Endpoint"),
            required: false,
            default: None,
        },
    ],
    rules: &[
        endpoint(&[If(Call(IsSet, &[Reference("Endpoint")]))], Reference("Endpoint")),
        Rule {
            conditions: &[
                If(Call(IsSet, &[Reference("Region")])),
                Let("Found", Call(AwsPartition, &[Reference("Region")])),
            ],
            outcome: Outcome::Tree(&[
                Rule {
                    conditions: &[If(Call(BooleanEquals, &[Reference("UseFIPS"), Boolean(true)]))],
                    outcome: Outcome::Tree(&[endpoint(
                        &[If(Call(
                            StringEquals,
                            &[Attribute(&Reference("Found"), &[Step::Key("name")]), Text("aws-cn")],
                        ))],
                        Text("https://fips.example.cn"),
                    )]),
                },
                Rule {
                    conditions: &[],
                    outcome: Outcome::Endpoint {
                        url: Template(&[
                            Text("https://ops."),
                            Reference("Region"),
                            Text("."),
                            Attribute(&Reference("Found"), &[Step::Key("dnsSuffix")]),
                        ]),
                        properties: &[(
                            "authSchemes",
                            List(&[
                                Record(&[("name", Text("beta"))]),
                                Record(&[
                                    ("name", Text("sigv4")),
                                    ("signingName", Text("ops")),
                                    ("signingRegion", Template(&[Reference("Region")])),
                                    ("disableDoubleEncoding", Boolean(true)),
                                ]),
                            ]),
                        )],
                        headers: &[("x-region", &[Text("*"), Reference("Region")])],
                    },
                },
            ]),
        },
        Rule { conditions: &[], outcome: Outcome::Error(Text("Missing Region")) },
    ],
};

fn parameters(values: &[(&'static str, &str)]) -> Parameters {
    let mut parameters = Parameters::new();
    for (name, value) in values {
        parameters.set(name, *value);
    }
    parameters
}

fn url(rules: &'static RuleSet, parameters: &Parameters) -> Result<String, String> {
    resolve(rules, parameters).map(|endpoint| endpoint.to_string()).map_err(|error| {
        assert_eq!(error.kind(), ErrorKind::Endpoint);
        error.message().to_owned()
    })
}

#[test]
fn the_first_rule_that_holds_decides() {
    assert_eq!(
        url(&REGIONAL, &parameters(&[("Region", "us-east-1")])),
        Ok("https://ops.us-east-1.amazonaws.com".into())
    );
    let custom = parameters(&[("Region", "us-east-1"), ("Endpoint", "http://localhost:8000/base")]);
    assert_eq!(url(&REGIONAL, &custom), Ok("http://localhost:8000/base".into()));
    assert_eq!(url(&REGIONAL, &Parameters::new()), Err("Missing Region (endpoint parameters: none)".into()));
}

#[test]
fn headers_and_signing_properties() {
    let mut parameters = Parameters::new();
    parameters.set_built_in(&REGIONAL, "AWS::Region", "cn-north-1");
    parameters.set_built_in(&REGIONAL, "AWS::Unknown", "ignored");
    let endpoint = resolve(&REGIONAL, &parameters).expect("it resolves");
    assert_eq!(endpoint.host(), "ops.cn-north-1.amazonaws.com.cn");
    assert_eq!(endpoint.signing_name(), Some("ops"));
    assert_eq!(endpoint.signing_region(), Some("cn-north-1"));
    assert!(endpoint.disable_double_encoding());
    assert_eq!(endpoint.auth_schemes.iter().map(|scheme| scheme.name.as_str()).collect::<Vec<_>>(), ["beta", "sigv4"]);
    assert_eq!(endpoint.headers, [("x-region".to_owned(), vec!["*".to_owned(), "cn-north-1".to_owned()])]);
}

#[test]
fn a_tree_without_a_match_does_not_fall_back() {
    let mut fips = parameters(&[("Region", "us-east-1")]);
    fips.set("UseFIPS", true);
    let message = url(&REGIONAL, &fips);
    assert!(message.is_err_and(|message| message.starts_with("no rule of the service's endpoint rule set holds")));
    fips.set("Region", "cn-north-1");
    assert_eq!(url(&REGIONAL, &fips), Ok("https://fips.example.cn".into()));
}

#[test]
fn what_comes_from_outside_is_checked() {
    let refused = [
        (&[("Region", "us-east-1.evil.com/")][..], "host"),
        (&[("Region", "a.b")], "the region \"a.b\" is not a valid host label"),
        (&[("Region", "a_b")], "the region \"a_b\" is not a valid host label"),
        (&[("Region", "a b")], "host"),
        (&[("Region", "")], "host"),
        (&[("Region", "us-east-1@evil.com")], "not a valid host label"),
        (&[("Region", "-a"), ("Endpoint", "https://example.com")], "the region \"-a\" is not a valid host label"),
        (&[("Endpoint", "localhost:8000")], "must begin with https:// or http://"),
        (&[("Endpoint", "https://me:secret@example.com")], "user info"),
        (&[("Endpoint", "https://example.com/?a=b")], "query"),
    ];
    for (values, reason) in refused {
        let message = url(&REGIONAL, &parameters(values)).expect_err("it is refused");
        assert!(message.contains(reason), "{values:?}: {message}");
        assert!(!message.contains("secret"), "{message}");
    }
}

#[test]
fn no_value_ends_the_host_early() {
    static RULES: RuleSet = RuleSet {
        parameters: &[Parameter {
            name: "Name",
            kind: ParameterKind::String,
            built_in: None,
            required: true,
            default: None,
        }],
        rules: &[endpoint(
            &[],
            Template(&[Text("https://"), Reference("Name"), Text(".example.com/v1/"), Reference("Name")]),
        )],
    };
    assert_eq!(url(&RULES, &parameters(&[("Name", "a")])), Ok("https://a.example.com/v1/a".into()));
    for name in ["evil.com/", "evil.com?", "evil.com#", "user@evil.com", "evil.com\\"] {
        let message = url(&RULES, &parameters(&[("Name", name)])).expect_err(name);
        assert!(message.contains("cannot be a part of a host name"), "{message}");
    }
}

#[test]
fn the_path_of_a_url_ends_the_host() {
    const PARSED: super::Condition = Let("Url", Call(ParseUrl, &[Reference("Name")]));
    const PATH: Expression = Attribute(&Reference("Url"), &[Step::Key("path")]);
    const PARAMETERS: &[Parameter] = &[Parameter { name: "Name", ..BY_HAND }, Parameter { name: "Next", ..BY_HAND }];
    const PARTS: &[Expression] =
        &[Text("https://"), Attribute(&Reference("Url"), &[Step::Key("authority")]), PATH, Reference("Next")];
    static ATTRIBUTE: RuleSet = RuleSet { parameters: PARAMETERS, rules: &[endpoint(&[PARSED], Template(PARTS))] };
    static BOUND: RuleSet = RuleSet {
        parameters: PARAMETERS,
        rules: &[endpoint(
            &[PARSED, Let("Path", PATH)],
            Template(&[
                Text("https://"),
                Attribute(&Reference("Url"), &[Step::Key("authority")]),
                Reference("Path"),
                Reference("Next"),
            ]),
        )],
    };
    for rules in [&ATTRIBUTE, &BOUND] {
        let given = |name: &str, next: &str| url(rules, &parameters(&[("Name", name), ("Next", next)]));
        assert_eq!(given("http://a.com/b", "/c"), Ok("https://a.com/b/c".into()));
        assert_eq!(given("http://a.com", "c"), Ok("https://a.comc".into()));
        // An empty path ends nothing, so that what comes next is still a part of the host.
        let message = given("http://a.com", "/c").expect_err("it would end the host");
        assert!(message.contains("cannot be a part of a host name"), "{message}");
    }
}

#[test]
fn parameters_must_be_there_and_fit() {
    static REQUIRED: RuleSet = RuleSet {
        parameters: &[Parameter { required: true, ..REGION }],
        rules: &[endpoint(&[], Text("https://example.com"))],
    };
    let wanted =
        "the endpoint parameter Region (AWS::Region) is required, and it is not set (endpoint parameters: none)";
    assert_eq!(url(&REQUIRED, &Parameters::new()), Err(wanted.into()));
    let mut wrong = Parameters::new();
    wrong.set("Region", true);
    let message = url(&REQUIRED, &wrong);
    assert!(message.is_err_and(|message| message.contains("wants String, and it is a boolean")));
}

#[test]
fn names_are_bound_within_their_rule_only() {
    static SCOPED: RuleSet = RuleSet {
        parameters: &[],
        rules: &[
            endpoint(&[Let("Name", Call(StringEquals, &[Text("a"), Text("a")])), If(Boolean(false))], Text("x")),
            Rule {
                conditions: &[If(Call(IsSet, &[Reference("Name")]))],
                outcome: Outcome::Error(Text("the name is still bound")),
            },
            endpoint(
                &[
                    Let("Parts", Call(Split, &[Text("a.b.c"), Text("."), Integer(0)])),
                    Let("Last", Attribute(&Reference("Parts"), &[Step::Index(-1)])),
                    If(Attribute(&Reference("Parts"), &[Step::Index(-3)])),
                ],
                Template(&[Text("https://"), Reference("Last")]),
            ),
        ],
    };
    assert_eq!(url(&SCOPED, &Parameters::new()), Ok("https://c".into()));
}

#[test]
fn wrong_rule_sets_are_told_and_do_not_panic() {
    static CASES: &[(RuleSet, &str)] = &[
        (RuleSet { parameters: &[], rules: &[] }, "no rule"),
        (RuleSet { parameters: &[], rules: &[endpoint(&[], Reference("Nothing"))] }, "absent"),
        (RuleSet { parameters: &[], rules: &[endpoint(&[], Boolean(true))] }, "wants a string, and there is a boolean"),
        (RuleSet { parameters: &[], rules: &[endpoint(&[], Template(&[Integer(1)]))] }, "a template wants a string"),
        (
            RuleSet { parameters: &[], rules: &[endpoint(&[], Attribute(&Text("a"), &[Step::Index(0)]))] },
            "a string has no item 0",
        ),
        (
            RuleSet {
                parameters: &[],
                rules: &[Rule {
                    conditions: &[],
                    outcome: Outcome::Endpoint {
                        url: Text("https://example.com"),
                        properties: &[],
                        headers: &[("x-bad", &[Text("a\r\nb")])],
                    },
                }],
            },
            "header",
        ),
    ];
    for (rules, reason) in CASES {
        let message = url(rules, &Parameters::new()).expect_err("it is refused");
        assert!(message.contains(reason), "{message}");
    }
}

#[test]
fn nesting_is_bounded() {
    let mut expression = Text("https://example.com");
    for _ in 0..=MAXIMUM_EXPRESSION_DEPTH {
        expression = Template(Box::leak(Box::new([expression])));
    }
    let mut rule = endpoint(&[], Text("https://example.com"));
    for _ in 0..super::MAXIMUM_RULE_DEPTH {
        rule = Rule { conditions: &[], outcome: Outcome::Tree(Box::leak(Box::new([rule]))) };
    }
    for (rule, reason) in [(endpoint(&[], expression), "nests expressions"), (rule, "rules deep")] {
        let rules = Box::leak(Box::new(RuleSet { parameters: &[], rules: Box::leak(Box::new([rule])) }));
        let message = url(rules, &Parameters::new()).expect_err("it is refused");
        assert!(message.contains(reason), "{message}");
    }
}
