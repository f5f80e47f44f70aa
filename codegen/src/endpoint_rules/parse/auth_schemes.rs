//! The endpoint property `authSchemes`: the schemes that we sign with must hold what the specification says.

use serde_json::Value;

use super::super::model::Fault;
use super::told;

/// Checks the property. Besides `sigv4` and `sigv4a` there are schemes in trial, which Smithy lets have any members:
/// `sigv4-` with a suffix has those of `sigv4` too, and `beta-` with a suffix must name what it signs for.
pub(super) fn check(path: &str, value: &Value, faults: &mut Vec<Fault>) {
    let mut fault = |path: String, problem: String| faults.push(Fault { path, problem });
    let Some(schemes) = value.as_array() else {
        return fault(path.to_owned(), format!("wanted a list of schemes, and there is {}", told(Some(value))));
    };
    let mut names = Vec::new();
    for (index, scheme) in schemes.iter().enumerate() {
        let path = format!("{path}[{index}]");
        let Some(name) = scheme.get("name").and_then(Value::as_str) else {
            fault(format!("{path}.name"), format!("wanted a scheme's name, and there is {}", told(scheme.get("name"))));
            continue;
        };
        if names.contains(&name) {
            fault(format!("{path}.name"), format!("the scheme {name} is there twice"));
        }
        names.push(name);
        if name.starts_with("beta-") {
            let signing_name = scheme.get("signingName");
            if !signing_name.is_some_and(Value::is_string) {
                let problem = format!("wanted a string, and there is {}", told(signing_name));
                fault(format!("{path}.signingName"), problem);
            }
            continue;
        }
        if !matches!(name, "sigv4" | "sigv4a") && !name.starts_with("sigv4-") {
            continue;
        }
        for (member, value) in scheme.as_object().into_iter().flatten() {
            let wanted = match member.as_str() {
                "signingName" | "signingRegion" if !value.is_string() => "a string",
                "disableDoubleEncoding" | "disableNormalizePath" if !value.is_boolean() => "a boolean",
                "signingRegionSet" if !is_region_set(value) => "a list of one or more strings",
                _ => continue,
            };
            fault(format!("{path}.{member}"), format!("wanted {wanted}, and there is {}", told(Some(value))));
        }
    }
}

fn is_region_set(value: &Value) -> bool {
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_string))
}
