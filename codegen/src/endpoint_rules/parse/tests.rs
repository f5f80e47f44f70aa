//! Rule sets with faults, and what is told about them.

use serde_json::{Value, json};

use super::super::model::{Expression, Outcome};
use super::{MAXIMUM_EXPRESSION_DEPTH, MAXIMUM_RULE_DEPTH, parse};

fn with_rules(rules: Value) -> Value {
    json!({
        "version": "1.1",
        "parameters": {
            "Region": { "type": "String", "builtIn": "AWS::Region" },
            "Bucket": { "type": "string", "required": true },
            "UseFIPS": { "type": "Boolean", "required": true, "default": false },
            "Names": { "type": "stringArray" }
        },
        "rules": rules
    })
}

fn faults(value: &Value) -> Vec<String> {
    match parse(value) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

/// The faults of one error rule that has these conditions.
fn faults_of_conditions(conditions: Value) -> Vec<String> {
    let faults = faults(&with_rules(json!([{ "type": "error", "conditions": conditions, "error": "x" }])));
    faults.iter().map(|fault| fault.replacen("rules[0].conditions", "", 1)).collect()
}

#[test]
fn a_rule_set_keeps_its_order() {
    let rules = parse(&with_rules(json!([
        { "type": "endpoint", "conditions": [], "endpoint": { "url": "https://{Bucket}" } }
    ])));
    let rules = rules.unwrap_or_else(|faults| unreachable!("{faults:?}"));
    let names: Vec<&str> = rules.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    assert_eq!(names, ["Region", "Bucket", "UseFIPS", "Names"]);
    let context: Vec<&str> = rules.context_parameters().map(|parameter| parameter.name.as_str()).collect();
    assert_eq!(context, ["Bucket", "UseFIPS", "Names"]);
    assert!(
        matches!(&rules.rules[0].outcome, Outcome::Endpoint { url: Expression::Template(parts), .. } if parts.len() == 2)
    );
}

#[test]
fn all_faults_are_told_at_once() {
    let told = faults(&json!({
        "version": 1,
        "parameters": {
            "1a": { "type": "string" },
            "Region": { "type": "text", "required": "yes" },
            "region": { "type": "boolean", "default": "x", "builtIn": 1 },
            "Late": { "type": "boolean", "default": true }
        },
        "rules": [
            3,
            { "type": "other" },
            { "type": "tree", "conditions": [], "rules": [] },
            { "type": "error", "conditions": {} },
            { "type": "endpoint", "conditions": [], "endpoint": { "headers": { "x": "y" }, "properties": [] } }
        ]
    }));
    assert_eq!(
        told,
        [
            "version: wanted a version of the rules engine, one of 1.0, 1.1, 1.2, 1.3, and there is the number 1",
            "parameters.1a: wanted a name of letters and digits, and there is \"1a\"",
            "parameters.Region.type: wanted string, boolean or stringArray, and there is the string \"text\"",
            "parameters.Region.required: wanted a boolean, and there is the string \"yes\"",
            "parameters.region: differs from another parameter's name in upper and lower case only",
            "parameters.region.default: wanted a boolean, and there is the string \"x\"",
            "parameters.region.builtIn: wanted a string, and there is the number 1",
            "parameters.Late: has a default and is not required; the specification wants both",
            "rules[0]: wanted a rule, which is an object, and there is the number 3",
            "rules[1].type: wanted endpoint, error or tree, and there is the string \"other\"",
            "rules[2].rules: wanted at least one rule, and the list is empty",
            "rules[3].conditions: wanted a list of conditions, and there is an object",
            "rules[3].error: wanted a string, a reference or a function, and there is nothing",
            "rules[4].endpoint.url: wanted a string, a reference or a function, and there is nothing",
            "rules[4].endpoint.headers.x: wanted a list of strings, and there is the string \"y\"",
            "rules[4].endpoint.properties: wanted an object of properties, and there is a list",
        ]
    );
    assert_eq!(faults(&json!([])), ["wanted a rule set, which is an object, and there is a list"]);
    assert_eq!(faults(&json!({ "version": "1.0" })).len(), 2);
}

#[test]
fn calls_are_checked() {
    let told = faults_of_conditions(json!([
        { "fn": "nothing", "argv": [] },
        { "fn": "isSet", "argv": [] },
        { "fn": "isSet" },
        { "fn": "booleanEquals", "argv": [{ "ref": "UseFIPS" }, "true"] },
        { "fn": "stringEquals", "argv": [{ "ref": "Region" }, "a"] },
        { "fn": "stringEquals", "argv": [{ "ref": "Unknown" }, "a"] },
        { "fn": "substring", "argv": ["{Bucket}", -1, 1.5, null] },
        { "fn": "split", "argv": ["{Bucket}", "", 0] },
        { "fn": "coalesce", "argv": [{ "ref": "Region" }, true] },
        { "fn": "ite", "argv": [{ "ref": "UseFIPS" }, "a", { "ref": "Names" }] },
        { "fn": "getAttr", "argv": [{ "ref": "Bucket" }, "name"] },
        { "fn": "getAttr", "argv": [{ "ref": "Bucket" }] },
        { "fn": "getAttr", "argv": [{ "fn": "aws.partition", "argv": ["a"] }, "name"] },
        "isSet",
        { "ref": "UseFIPS" }
    ]));
    let wanted = [
        "[0].fn: wanted a function of the rules engine or of AWS, and there is the string \"nothing\"",
        "[1].argv: wanted 1 argument, and there are 0",
        "[2].argv: wanted a list of arguments, and there is nothing",
        "[2].argv: wanted 1 argument, and there are 0",
        "[3].argv[1]: wanted a boolean, and there is a string",
        "[4].argv[0]: wanted a string, and there is a string that may be absent; test it with isSet or bind it with assign first",
        "[5].argv[0]: Unknown is neither a parameter nor bound by a condition before; known here: Bucket, Names, Region, UseFIPS",
        "[6].argv[2]: wanted a string, a boolean, an integer, a list, a reference or a function, and there is the number 1.5",
        "[6].argv[3]: wanted a string, a boolean, an integer, a list, a reference or a function, and there is null",
        "[6].argv[1]: wanted an integer that is not negative",
        "[7].argv[1]: wanted a delimiter, and the string is empty",
        "[8].argv: the values to choose from must be of one type, and there are a string and a boolean",
        "[9].argv: the values to choose from must be of one type, and there are a string and a list",
        "[10].argv[1]: a string has no member name",
        "[11].argv: wanted 2 arguments, a value and a path, and there are 1",
        "[12].argv[1]: a partition that may be absent has no member name; test it with isSet or bind it with assign first",
        "[13]: wanted a condition, which is an object with fn and argv, and there is the string \"isSet\"",
        "[14]: wanted a condition, which is an object with fn and argv, and there is an object",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn names_must_be_bound_and_present() {
    let told = faults(&with_rules(json!([
        {
            "type": "tree",
            "conditions": [
                { "fn": "aws.parseArn", "argv": ["{Bucket}"], "assign": "Arn" },
                { "fn": "getAttr", "argv": [{ "ref": "Arn" }, "resourceId[0]"] },
                { "fn": "not", "argv": [true], "assign": "Bucket" },
                { "fn": "not", "argv": [true], "assign": "a-b" }
            ],
            "rules": [
                { "type": "error", "conditions": [], "error": "{Arn#region} {Arn#resourceId[0]}" },
                { "type": "error", "conditions": [{ "fn": "isSet", "argv": [{ "ref": "Region" }] }], "error": "{Region}" },
                { "type": "error", "conditions": [], "error": "{Region} {" },
                { "type": "error", "conditions": [], "error": { "ref": "Names" } }
            ]
        },
        { "type": "error", "conditions": [], "error": "{Arn#region}" }
    ])));
    let wanted = [
        "rules[0].conditions[2].assign: Bucket is a parameter or bound already",
        "rules[0].conditions[3].assign: wanted a name of letters and digits, and there is \"a-b\"",
        "rules[0].rules[0].error: a template wants strings, and {Arn#resourceId[0]} is a string that may be absent; \
         test it with isSet or bind it with assign first",
        "rules[0].rules[2].error: a `{` is never closed in the template \"{Region} {\"; a brace itself is written {{",
        "rules[0].rules[3].error: wanted a string, and there is a list that may be absent; test it with isSet or bind \
         it with assign first",
        "rules[1].error: Arn is neither a parameter nor bound by a condition before; known here: Bucket, Names, Region, \
         UseFIPS",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn properties_are_checked() {
    let told = faults(&with_rules(json!([{
        "type": "endpoint",
        "conditions": [],
        "endpoint": {
            "url": "https://a",
            "properties": {
                "a": null,
                "b": { "ref": "Bucket" },
                "c": { "d": [true, 1, "{Region}"] },
                "authSchemes": [
                    { "name": "sigv4", "signingName": 1, "disableDoubleEncoding": "yes" },
                    { "name": "sigv4a", "signingRegionSet": [] },
                    { "name": "sigv4" },
                    { "name": "beta-x", "signingName": 1 },
                    { "name": "beta-y" },
                    { "name": "beta-z", "signingName": "a", "other": 1 },
                    { "name": "sigv4-sub", "signingRegion": true, "other": 1 },
                    { "name": "bearer", "signingName": 1 },
                    {}
                ]
            }
        }
    }])));
    let at = "rules[0].endpoint.properties";
    let wanted = [
        "a: wanted a string, a boolean, an integer, a list, a reference or a function, and there is null",
        "b: properties must hold neither references nor functions; a template can",
        "c.d[2]: wanted a string, and there is a string that may be absent; test it with isSet or bind it with assign first",
        "authSchemes[0].signingName: wanted a string, and there is the number 1",
        "authSchemes[0].disableDoubleEncoding: wanted a boolean, and there is the string \"yes\"",
        "authSchemes[1].signingRegionSet: wanted a list of one or more strings, and there is a list",
        "authSchemes[2].name: the scheme sigv4 is there twice",
        "authSchemes[3].signingName: wanted a string, and there is the number 1",
        "authSchemes[4].signingName: wanted a string, and there is nothing",
        "authSchemes[6].signingRegion: wanted a string, and there is the boolean true",
        "authSchemes[8].name: wanted a scheme's name, and there is nothing",
    ];
    assert_eq!(told, wanted.map(|fault| format!("{at}.{fault}")));
}

#[test]
fn versions_are_known() {
    for version in ["1.0", "1.1", "1.2", "1.3"] {
        let mut rules = with_rules(json!([{ "type": "error", "conditions": [], "error": "x" }]));
        rules["version"] = json!(version);
        assert!(faults(&rules).is_empty(), "{version}");
    }
    for version in ["1", "1.", "1.4", "2.0", "1.0 ", ""] {
        let mut rules = with_rules(json!([{ "type": "error", "conditions": [], "error": "x" }]));
        rules["version"] = json!(version);
        let wanted = format!(
            "version: wanted a version of the rules engine, one of 1.0, 1.1, 1.2, 1.3, and there is the string {version:?}"
        );
        assert_eq!(faults(&rules), [wanted]);
    }
}

#[test]
fn built_ins_are_known_and_of_their_type() {
    let told = faults(&json!({
        "version": "1.0",
        "parameters": {
            "Region": { "type": "boolean", "builtIn": "AWS::Region" },
            "UseFIPS": { "type": "string", "builtIn": "AWS::UseFips" },
            "Path": { "type": "boolean", "builtIn": "AWS::S3::ForcePathStyle" },
            "Endpoint": { "type": "stringArray", "builtIn": "SDK::Endpoint" },
            "Scope": { "type": "string", "builtIn": "AWS::Auth::CredentialScope" }
        },
        "rules": [{ "type": "error", "conditions": [], "error": "x" }]
    }));
    assert_eq!(
        told,
        [
            "parameters.Region.builtIn: AWS::Region is a string, and the parameter is a boolean",
            "parameters.UseFIPS.builtIn: wanted a built-in of the rules engine or of AWS, and there is \
             \"AWS::UseFips\"; did you mean AWS::UseFIPS, AWS::UseDualStack or AWS::Region?",
            "parameters.Endpoint.builtIn: SDK::Endpoint is a string, and the parameter is a stringArray",
        ]
    );
}

#[test]
fn headers_have_names() {
    let told = faults(&with_rules(json!([{
        "type": "endpoint",
        "conditions": [],
        "endpoint": { "url": "https://a", "headers": { "x-a": ["{Bucket}"], "": ["b"], "x: y\r\n": [] } }
    }])));
    let wanted = "wanted the name of a header: letters, digits and !#$%&'*+-.^_`|~";
    let at = "rules[0].endpoint.headers.";
    assert_eq!(told, [format!("{at}: {wanted}"), format!("{at}x: y\r\n: {wanted}")]);
}

#[test]
fn nesting_is_bounded() {
    let mut rule = json!({ "type": "error", "conditions": [], "error": "x" });
    for _ in 1..MAXIMUM_RULE_DEPTH {
        rule = json!({ "type": "tree", "conditions": [], "rules": [rule] });
    }
    assert!(faults(&with_rules(json!([rule]))).is_empty());
    let deeper = json!({ "type": "tree", "conditions": [], "rules": [rule] });
    assert!(matches!(faults(&with_rules(json!([deeper]))).as_slice(), [fault] if fault.ends_with("deeper than 64")));

    let mut value = json!(true);
    for _ in 0..MAXIMUM_EXPRESSION_DEPTH {
        value = json!({ "fn": "not", "argv": [value] });
    }
    assert!(faults_of_conditions(json!([value])).is_empty());
    let deeper = json!({ "fn": "not", "argv": [value] });
    assert!(matches!(faults_of_conditions(json!([deeper])).as_slice(), [fault] if fault.ends_with("deeper than 32")));
}
