//! Verifies the `Authorization` header of Signature Version 4, from the specification and with hmac and sha2 alone:
//! no code is shared with the signing that it checks.

use hmac::{Hmac, KeyInit, Mac};
use hyper::{HeaderMap, header::HeaderValue};
use sha2::{Digest, Sha256};

use crate::{calendar, canonical, clock::epoch_millis, error::ServiceError, options::Credentials};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const TERMINATOR: &str = "aws4_request";
/// How far the client's clock may be off: 5 minutes either way.
const SKEW_MILLIS: u64 = 5 * 60 * 1_000;

/// A request as it came in.
pub(crate) struct Presented<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub query: &'a str,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
}

/// What a signature must be for.
pub(crate) struct Expected<'a> {
    pub region: &'a str,
    pub service: &'a str,
    pub now_millis: u64,
    pub credentials: &'a [Credentials],
}

/// The parts of an `Authorization` header.
struct Authorization<'a> {
    access_key_id: &'a str,
    date: &'a str,
    region: &'a str,
    service: &'a str,
    terminator: &'a str,
    signed_headers: Vec<&'a str>,
    signature: &'a str,
}

/// Checks the signature and gives back whose it is.
pub(crate) fn verify<'a>(request: &Presented<'_>, expected: &Expected<'a>) -> Result<&'a Credentials, ServiceError> {
    let header = request.headers.get("authorization").ok_or_else(|| {
        ServiceError::front(403, "MissingAuthenticationTokenException", "Missing Authentication Token")
    })?;
    let text =
        header.to_str().map_err(|_| incomplete("Authorization header holds characters that are not visible ASCII."))?;
    let authorization = parse(text)?;
    let timestamp = request
        .headers
        .get("x-amz-date")
        .and_then(|value| value.to_str().ok())
        .ok_or_else(|| incomplete("Authorization header requires existence of a 'X-Amz-Date' header."))?;
    let signed_at = calendar::parse_basic(timestamp).ok_or_else(|| {
        incomplete(format!(
            "Date must be in ISO-8601 'basic format'. Got '{timestamp}'. See http://en.wikipedia.org/wiki/ISO_8601"
        ))
    })?;

    check_scope(&authorization, timestamp, expected)?;
    check_skew(timestamp, signed_at, expected.now_millis)?;
    let credentials = find(&authorization, request.headers, expected)?;
    check_signed_headers(&authorization, request.headers)?;

    let canonical_request = canonical::request(request, &authorization.signed_headers).ok_or_else(mismatch)?;
    let scope = format!("{}/{}/{}/{TERMINATOR}", authorization.date, authorization.region, authorization.service);
    let hash = hex::encode(Sha256::digest(canonical_request.as_bytes()));
    let string_to_sign = format!("{ALGORITHM}\n{timestamp}\n{scope}\n{hash}");
    let mac = signature_mac(&credentials.secret_access_key, &authorization, &string_to_sign)?;
    // Signatures are lower case; `verify_slice` takes the same time wherever the first difference is.
    let lower = !authorization.signature.bytes().any(|b| b.is_ascii_uppercase());
    match hex::decode(authorization.signature) {
        Ok(signature) if lower && mac.verify_slice(&signature).is_ok() => Ok(credentials),
        _ => Err(ServiceError::front(
            403,
            "InvalidSignatureException",
            format!(
                "{}\n\nThe Canonical String for this request should have been\n'{canonical_request}'\n\n\
                 The String-to-Sign should have been\n'{string_to_sign}'\n",
                mismatch().message
            ),
        )),
    }
}

/// Takes the header apart: the algorithm, then `Credential`, `SignedHeaders` and `Signature` in any order.
fn parse(text: &str) -> Result<Authorization<'_>, ServiceError> {
    let (algorithm, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    if algorithm != ALGORITHM {
        return Err(incomplete(format!("Unsupported AWS 'algorithm': '{algorithm}'. Expected '{ALGORITHM}'.")));
    }
    let (mut credential, mut signed_headers, mut signature) = (None, None, None);
    for part in rest.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let slot = match part.split_once('=') {
            Some(("Credential", value)) => Some((&mut credential, value)),
            Some(("SignedHeaders", value)) => Some((&mut signed_headers, value)),
            Some(("Signature", value)) => Some((&mut signature, value)),
            Some(_) => None,
            None => {
                return Err(incomplete("Authorization header holds a part that is no key=value pair."));
            }
        };
        if let Some((slot, value)) = slot
            && slot.replace(value).is_some()
        {
            return Err(incomplete("Authorization header names a parameter twice."));
        }
    }
    let missing: Vec<String> =
        [("Credential", credential), ("Signature", signature), ("SignedHeaders", signed_headers)]
            .into_iter()
            .filter(|(_, value)| value.is_none_or(str::is_empty))
            .map(|(name, _)| format!("Authorization header requires '{name}' parameter."))
            .collect();
    let (Some(credential), Some(signed_headers), Some(signature), true) =
        (credential, signed_headers, signature, missing.is_empty())
    else {
        return Err(incomplete(missing.join(" ")));
    };
    let elements: Vec<&str> = credential.split('/').collect();
    let &[access_key_id, date, region, service, terminator] = elements.as_slice() else {
        return Err(incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'."
        )));
    };
    let signed_headers = signed_headers.split(';').collect();
    Ok(Authorization { access_key_id, date, region, service, terminator, signed_headers, signature })
}

fn check_scope(a: &Authorization<'_>, timestamp: &str, expected: &Expected<'_>) -> Result<(), ServiceError> {
    let day = timestamp.get(..8).unwrap_or_default();
    let mut wrong = Vec::new();
    if a.region != expected.region {
        wrong.push(format!("Credential should be scoped to a valid region, not '{}'.", a.region));
    }
    if a.service != expected.service {
        wrong.push(format!("Credential should be scoped to correct service: '{}'.", expected.service));
    }
    if a.terminator != TERMINATOR {
        wrong.push(format!(
            "Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{}'.",
            a.terminator
        ));
    }
    if a.date != day {
        wrong.push(format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
             '{}' != '{day}', from '{timestamp}'.",
            a.date
        ));
    }
    if wrong.is_empty() { Ok(()) } else { Err(invalid(wrong.join(" "))) }
}

fn check_skew(timestamp: &str, signed_at: u64, now: u64) -> Result<(), ServiceError> {
    let (earliest, latest) = (now.saturating_sub(SKEW_MILLIS), now.saturating_add(SKEW_MILLIS));
    let shown_now = calendar::basic(now);
    // The header has whole seconds, so the bounds are compared in seconds.
    if signed_at / 1_000 < earliest / 1_000 {
        let bound = calendar::basic(earliest);
        return Err(invalid(format!(
            "Signature expired: {timestamp} is now earlier than {bound} ({shown_now} - 5 min.)"
        )));
    }
    if signed_at / 1_000 > latest / 1_000 {
        let bound = calendar::basic(latest);
        return Err(invalid(format!(
            "Signature not yet current: {timestamp} is still later than {bound} ({shown_now} + 5 min.)"
        )));
    }
    Ok(())
}

/// Finds the key, and sees that the session token is the one that belongs to it.
fn find<'a>(
    a: &Authorization<'_>,
    headers: &HeaderMap,
    expected: &Expected<'a>,
) -> Result<&'a Credentials, ServiceError> {
    let unrecognized = || {
        ServiceError::front(
            403,
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
        )
    };
    let credentials =
        expected.credentials.iter().find(|c| c.access_key_id == a.access_key_id).ok_or_else(unrecognized)?;
    let presented = headers.get("x-amz-security-token").map(HeaderValue::as_bytes);
    if presented != credentials.session_token.as_deref().map(str::as_bytes) {
        return Err(unrecognized());
    }
    if credentials.expires.is_some_and(|end| epoch_millis(end) <= expected.now_millis) {
        return Err(ServiceError::front(
            403,
            "ExpiredTokenException",
            "The security token included in the request is expired",
        ));
    }
    Ok(credentials)
}

/// `host`, `x-amz-date` and every other `x-amz-*` header must be signed; a signed header must be there.
fn check_signed_headers(a: &Authorization<'_>, headers: &HeaderMap) -> Result<(), ServiceError> {
    let signed = |name: &str| a.signed_headers.contains(&name);
    if !signed("host") {
        return Err(invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."));
    }
    if let Some(name) = headers.keys().map(|name| name.as_str()).find(|n| n.starts_with("x-amz-") && !signed(n)) {
        return Err(invalid(format!("'{name}' must be a 'SignedHeader' in the AWS Authorization.")));
    }
    Ok(())
}

/// The keyed hash of the string to sign, ready to be compared.
fn signature_mac(secret: &str, a: &Authorization<'_>, string_to_sign: &str) -> Result<Hmac<Sha256>, ServiceError> {
    let mut key = format!("AWS4{secret}").into_bytes();
    for part in [a.date, a.region, a.service, TERMINATOR] {
        key = hmac(&key, part)?.finalize().into_bytes().to_vec();
    }
    hmac(&key, string_to_sign)
}

fn hmac(key: &[u8], message: &str) -> Result<Hmac<Sha256>, ServiceError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key)
        .map_err(|_| ServiceError::internal("The signing key has a length that HMAC does not take."))?;
    mac.update(message.as_bytes());
    Ok(mac)
}

fn incomplete(message: impl Into<String>) -> ServiceError {
    ServiceError::front(403, "IncompleteSignatureException", message)
}

fn invalid(message: impl Into<String>) -> ServiceError {
    ServiceError::front(403, "InvalidSignatureException", message)
}

fn mismatch() -> ServiceError {
    invalid(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access \
         Key and signing method. Consult the service documentation for details.",
    )
}

#[cfg(test)]
#[path = "signature_tests.rs"]
mod tests;
