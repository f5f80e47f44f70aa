//! String templates (`https://{Region}.{PartitionResult#dnsSuffix}`) and `getAttr` paths, taken apart.

use super::model::{Expression, Step};

/// Takes a template apart. A template that is one part only gives that part.
///
/// # Errors
///
/// Says what is wrong with it.
pub(super) fn parse_template(text: &str) -> Result<Expression, String> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(brace) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(brace);
        literal.push_str(before);
        if let Some(after) = from.strip_prefix("{{") {
            literal.push('{');
            rest = after;
        } else if let Some(after) = from.strip_prefix("}}") {
            literal.push('}');
            rest = after;
        } else if let Some(after) = from.strip_prefix('{') {
            let Some((placeholder, after)) = after.split_once('}') else {
                return Err(format!("a `{{` is never closed in the template {text:?}; a brace itself is written {{{{"));
            };
            if !literal.is_empty() {
                parts.push(Expression::Text(std::mem::take(&mut literal)));
            }
            parts
                .push(parse_placeholder(placeholder).map_err(|problem| format!("{problem} in the template {text:?}"))?);
            rest = after;
        } else {
            return Err(format!("a `}}` closes nothing in the template {text:?}; a brace itself is written }}}}"));
        }
    }
    literal.push_str(rest);
    if parts.is_empty() {
        return Ok(Expression::Text(literal));
    }
    if !literal.is_empty() {
        parts.push(Expression::Text(literal));
    }
    Ok(match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => Expression::Template(parts.into_iter().chain(last).collect()),
    })
}

fn parse_placeholder(placeholder: &str) -> Result<Expression, String> {
    let (name, path) = match placeholder.split_once('#') {
        Some((name, path)) => (name, Some(path)),
        None => (placeholder, None),
    };
    if !is_name(name) {
        return Err(format!("{{{placeholder}}} does not begin with a name"));
    }
    let reference = Expression::Reference(name.to_owned());
    match path {
        Some(path) => Ok(Expression::Attribute(Box::new(reference), parse_path(path)?)),
        None => Ok(reference),
    }
}

/// Takes a `getAttr` path such as `resourceId[0]` apart.
///
/// # Errors
///
/// Says what is wrong with it.
pub(super) fn parse_path(path: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        if matches!(steps.last(), Some(Step::Index(_))) {
            return Err(format!("the path {path:?} goes on after an index, which must be its end"));
        }
        let (key, index) = match part.split_once('[') {
            Some((key, index)) => (key, Some(index)),
            None => (part, None),
        };
        if !key.is_empty() {
            steps.push(Step::Key(key.to_owned()));
        }
        match index {
            Some(index) => {
                let number = index.strip_suffix(']').and_then(|digits| digits.parse().ok());
                let number =
                    number.ok_or_else(|| format!("the path {path:?} has an index that is not a number in []"))?;
                steps.push(Step::Index(number));
            }
            None if key.is_empty() => return Err(format!("the path {path:?} has an empty part")),
            None => {}
        }
    }
    Ok(steps)
}

/// Whether a text is a name of a parameter or of a bound value. Underscores are not in the specification's grammar, and
/// are in AWS's rule sets.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

#[cfg(test)]
mod tests {
    use super::{Expression, Step, is_name, parse_path, parse_template};

    fn text(text: &str) -> Expression {
        Expression::Text(text.to_owned())
    }

    fn reference(name: &str) -> Expression {
        Expression::Reference(name.to_owned())
    }

    #[test]
    fn templates() {
        let suffix =
            Expression::Attribute(Box::new(reference("Found")), vec![Step::Key("ids".to_owned()), Step::Index(1)]);
        let cases = [
            ("", text("")),
            ("plain", text("plain")),
            ("{Region}", reference("Region")),
            ("a{{b}}c", text("a{b}c")),
            ("{{{Region}}}", Expression::Template(vec![text("{"), reference("Region"), text("}")])),
            ("{A}{B}", Expression::Template(vec![reference("A"), reference("B")])),
            ("é{A}.x", Expression::Template(vec![text("é"), reference("A"), text(".x")])),
            ("{Found#ids[1]}", suffix),
        ];
        for (template, wanted) in cases {
            assert_eq!(parse_template(template), Ok(wanted), "{template}");
        }
        for template in ["{", "}", "{}", "{a", "a}", "{ a}", "{1a}", "{a#}", "{a#b.}", "{#b}", "{{}", "{a{b}}"] {
            assert!(parse_template(template).is_err(), "{template}: {:?}", parse_template(template));
        }
    }

    #[test]
    fn paths() {
        let key = |name: &str| Step::Key(name.to_owned());
        assert_eq!(parse_path("name"), Ok(vec![key("name")]));
        assert_eq!(parse_path("a.b[2]"), Ok(vec![key("a"), key("b"), Step::Index(2)]));
        assert_eq!(parse_path("[-1]"), Ok(vec![Step::Index(-1)]));
        for path in ["", ".", "a.", "a[", "a[]", "a[x]", "a[1", "a[1]b", "a[1].b", "a[1][2]", "a[99999999999999999999]"]
        {
            assert!(parse_path(path).is_err(), "{path}: {:?}", parse_path(path));
        }
    }

    #[test]
    fn names() {
        assert!(is_name("UseFIPS") && is_name("a1") && is_name("s3e_auth"));
        assert!(!is_name("") && !is_name("1a") && !is_name("_a") && !is_name("a-b") && !is_name("é"));
    }
}
