//! Which addresses may become links, and how they are written so that they cannot end early.

/// Longer ones are of no use to a reader.
const LONGEST: usize = 2048;

/// The destination to write for an `href`; `None` for one that leads nowhere in generated
/// documentation (relative ones, anchors) or to no good (`javascript:`, a user name before the
/// host).
pub(super) fn destination(href: &str) -> Option<String> {
    let href = href.trim_matches(|character: char| character.is_whitespace() || character.is_control());
    // Markup within means that the quotation mark at its end was forgotten.
    if href.len() > LONGEST || href.contains(['<', '>', '"']) {
        return None;
    }
    let (scheme, rest) = href.split_once(':')?;
    let rest = if scheme.eq_ignore_ascii_case("mailto") {
        let (user, host) = rest.split_once('@')?;
        let is_user =
            !user.is_empty() && user.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".+-_".contains(&byte));
        (is_user && is_host(host.split('?').next()?)).then_some(rest)?
    } else {
        is_web(scheme, rest).then_some(rest)?
    };
    let mut written = scheme.to_ascii_lowercase();
    written.push(':');
    for character in rest.chars() {
        match character {
            '\n' | '\r' | '\t' => {}
            _ if is_plain(character) => written.push(character),
            _ => {
                let mut bytes = [0; 4];
                for byte in character.encode_utf8(&mut bytes).bytes() {
                    written.push_str(&format!("%{byte:02X}"));
                }
            }
        }
    }
    Some(written)
}

/// Whether text that looks like an address is one that can stand between angle brackets as it is.
pub(super) fn is_address(text: &str) -> bool {
    text.len() <= LONGEST
        && text.chars().all(is_plain)
        && text.split_once(':').is_some_and(|(scheme, rest)| is_web(scheme, rest))
}

fn is_web(scheme: &str, rest: &str) -> bool {
    let is_scheme = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let Some(rest) = rest.strip_prefix("//").filter(|_| is_scheme) else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    is_host(host) && !port.is_empty() && port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it is a host's full name: `localhost` would lead nowhere.
fn is_host(host: &str) -> bool {
    host.contains('.')
        && host.len() <= 253
        && host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}

/// Characters that mean nothing to Markdown within a destination. The rest is percent-encoded.
fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,=%".contains(character)
}
