//! Endpoint patterns such as `https://{service}.{region}.{dnsSuffix}` (Smithy, "AWS declarative endpoint traits").

/// What stands for the placeholders of a pattern.
pub(super) struct Values<'a> {
    /// The endpoint prefix of the service.
    pub(super) service: &'a str,
    /// The region, as a template of the rule set.
    pub(super) region: &'a str,
}

/// The pattern as a template of a rule set. What is no placeholder stays as it is; [`check`] has refused it.
pub(super) fn expand(pattern: &str, values: &Values<'_>) -> String {
    let mut template = String::new();
    let mut rest = pattern;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, from)| Some((before, from.split_once('}')?)))
    {
        template.push_str(before);
        match name {
            "service" => template.push_str(values.service),
            "region" => template.push_str(values.region),
            suffix => template.push_str(&format!("{{PartitionResult#{suffix}}}")),
        }
        rest = after;
    }
    template.push_str(rest);
    template
}

/// What is wrong with a pattern.
pub(super) fn check(pattern: &str) -> Option<String> {
    let mut plain = String::new();
    for (index, part) in pattern.split('{').enumerate() {
        let text = match part.split_once('}') {
            Some((name, text)) if index > 0 => {
                if !matches!(name, "service" | "region" | "dnsSuffix" | "dualStackDnsSuffix") {
                    let known = "{service}, {region}, {dnsSuffix} or {dualStackDnsSuffix}";
                    return Some(format!("wanted {known}; there is {{{name}}}"));
                }
                plain.push('x');
                text
            }
            None if index == 0 => part,
            _ => return Some("a brace has no counterpart".to_owned()),
        };
        if text.contains('}') {
            return Some("a brace has no counterpart".to_owned());
        }
        plain.push_str(text);
    }
    let Some(rest) = plain.strip_prefix("https://").or_else(|| plain.strip_prefix("http://")) else {
        return Some("wanted one that begins with https:// or http://".to_owned());
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let path_fits = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte));
    let fits = is_host(host) && path_fits;
    (!fits).then(|| "wanted a URL: host labels joined by dots, and perhaps a path".to_owned())
}

/// Whether a text is host labels joined by dots.
pub(super) fn is_host(text: &str) -> bool {
    text.split('.').all(is_label)
}

/// Whether a text is one label of a host name after RFC 1123, as names of regions and partitions are.
pub(super) fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::{Values, check, expand};

    #[test]
    fn patterns_become_templates() {
        let values = Values { service: "api.shop", region: "{Region}" };
        let cases = [
            ("https://a.b", "https://a.b"),
            ("https://{service}.{region}.{dnsSuffix}", "https://api.shop.{Region}.{PartitionResult#dnsSuffix}"),
            ("http://a-{region}.{dualStackDnsSuffix}/v1", "http://a-{Region}.{PartitionResult#dualStackDnsSuffix}/v1"),
        ];
        for (pattern, wanted) in cases {
            assert_eq!(check(pattern), None, "{pattern}");
            assert_eq!(expand(pattern, &values), wanted);
        }
    }

    #[test]
    fn faults() {
        let cases = [
            ("https://shop.{invalid}.{dnsSuffix}", "there is {invalid}"),
            ("https://shop.{Region}", "there is {Region}"),
            ("https://shop.{}", "there is {}"),
            ("https://shop.{region", "brace"),
            ("https://shop.region}", "brace"),
            ("https://{shop.{region}}", "brace"),
            ("}https://shop{", "brace"),
            ("shop.{region}.{dnsSuffix}", "begins with"),
            ("ftp://shop.{region}", "begins with"),
            ("", "begins with"),
            ("https://{region}.   shop   {dnsSuffix}", "a URL"),
            ("https://", "a URL"),
            ("https:///path", "a URL"),
            ("https://a..b", "a URL"),
            ("https://a.b?c", "a URL"),
            ("https://a@b", "a URL"),
            ("https://a.b/c d", "a URL"),
            ("https://é", "a URL"),
        ];
        for (pattern, wanted) in cases {
            assert!(check(pattern).is_some_and(|problem| problem.contains(wanted)), "{pattern}: {:?}", check(pattern));
        }
    }
}
