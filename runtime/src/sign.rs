//! AWS Signature Version 4, through aws-sigv4: each attempt is signed anew with the time of the attempt.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SigningSettings, UriPathNormalizationMode, sign as signature,
};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_runtime_api::client::identity::Identity;
use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, EXPECT, HeaderName, TRANSFER_ENCODING, USER_AGENT};
use http::{HeaderValue, Request};

use crate::body::has_unsigned_payload;
use crate::error::{BoxError, Error, ErrorKind};

/// What a signature is made for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'a> {
    /// The region.
    pub(crate) region: &'a str,
    /// The service's signing name.
    pub(crate) name: &'a str,
    /// Whether the path is escaped a second time, as all services but a few want it.
    pub(crate) double_encoding: bool,
    /// Whether the path is normalised, as all services but a few want it.
    pub(crate) normalize_path: bool,
}

/// Headers that the HTTP client or a proxy may set or change: a signature over them would break.
const UNSIGNED: [HeaderName; 5] = [USER_AGENT, CONTENT_LENGTH, CONNECTION, EXPECT, TRANSFER_ENCODING];

/// Adds `x-amz-date`, `x-amz-security-token` where there is a token, and `authorization`.
///
/// # Errors
///
/// [`ErrorKind::Signing`]; the message never shows a secret.
pub(crate) fn sign(
    request: &mut Request<Bytes>,
    credentials: Credentials,
    scope: &Scope<'_>,
    now: SystemTime,
) -> Result<(), Error> {
    let identity = Identity::from(credentials);
    let mut settings = SigningSettings::default();
    if !scope.double_encoding {
        settings.percent_encoding_mode = PercentEncodingMode::Single;
    }
    if !scope.normalize_path {
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    }
    let parameters = SigningParams::builder()
        .identity(&identity)
        .region(scope.region)
        .name(scope.name)
        .time(now)
        .settings(settings)
        .build()
        .map_err(|error| fault("the signer was set up wrongly", error))?
        .into();
    let headers = request
        .headers()
        .iter()
        .filter(|(name, _)| !UNSIGNED.contains(name))
        .map(|(name, value)| match value.to_str() {
            Ok(value) => Ok((name.as_str(), value)),
            Err(error) => Err(fault(&format!("the header {name} is not printable ASCII"), error)),
        })
        .collect::<Result<Vec<_>, Error>>()?;
    let body = match has_unsigned_payload(request) {
        true => SignableBody::UnsignedPayload,
        false => SignableBody::Bytes(request.body()),
    };
    let signable =
        SignableRequest::new(request.method().as_str(), request.uri().to_string(), headers.into_iter(), body)
            .map_err(|error| fault("the request cannot be signed", error))?;
    let (instructions, _) =
        signature(signable, &parameters).map_err(|error| fault(ODD_CREDENTIALS, error))?.into_parts();
    let (headers, _) = instructions.into_parts();
    for header in headers {
        let mut value = HeaderValue::from_str(header.value()).map_err(|error| fault(ODD_CREDENTIALS, error))?;
        // The signature itself is no secret, but nobody needs to see it either.
        value.set_sensitive(header.sensitive() || header.name() == "authorization");
        request.headers_mut().insert(HeaderName::from_static(header.name()), value);
    }
    Ok(())
}

const ODD_CREDENTIALS: &str = "the request cannot be signed: check the access key id and the session token, which may \
                               hold no line breaks and no characters beyond ASCII";

fn fault(message: &str, source: impl Into<BoxError>) -> Error {
    Error::new(ErrorKind::Signing, message).with_source(source)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use aws_credential_types::Credentials;
    use bytes::Bytes;
    use http::Request;

    use super::{Scope, sign};
    use crate::error::ErrorKind;

    const SCOPE: Scope<'_> =
        Scope { region: "us-east-1", name: "service", double_encoding: true, normalize_path: true };

    fn signed(token: Option<&str>) -> Result<Request<Bytes>, crate::error::Error> {
        // The example of the SigV4 test suite: AKIDEXAMPLE at 20150830T123600Z.
        let mut request = Request::post("https://example.amazonaws.com/")
            .header("user-agent", "not signed")
            .header("content-length", "0")
            .body(Bytes::new())
            .expect("it is a request");
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        let credentials = Credentials::new("AKIDEXAMPLE", secret, token.map(str::to_owned), None, "test");
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160);
        sign(&mut request, credentials, &SCOPE, now).map(|()| request)
    }

    #[test]
    fn signs_the_suites_vanilla_post() {
        let request = signed(None).expect("it can be signed");
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
        assert_eq!(header("x-amz-date"), Some("20150830T123600Z"));
        assert_eq!(
            header("authorization"),
            Some(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
                 SignedHeaders=host;x-amz-date, \
                 Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
            )
        );
        assert_eq!(header("x-amz-security-token"), None);
    }

    #[test]
    fn an_unsigned_payload_may_be_any() {
        let signature = |body: &'static str, headers: &[(&str, &str)]| {
            let request = Request::post("https://example.amazonaws.com/");
            let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
            let mut request = request.body(Bytes::from(body)).expect("it is a request");
            let credentials = Credentials::new("AKIDEXAMPLE", "hush", None, None, "test");
            sign(&mut request, credentials, &SCOPE, SystemTime::UNIX_EPOCH).expect("it can be signed");
            request.headers().get("authorization").cloned()
        };
        let unsigned = [("x-amz-content-sha256", "UNSIGNED-PAYLOAD")];
        assert_eq!(signature("one", &unsigned), signature("two", &unsigned));
        assert_ne!(signature("one", &[]), signature("two", &[]));
    }

    #[test]
    fn a_session_token_is_sent_signed_and_not_shown() {
        let request = signed(Some("hush")).expect("it can be signed");
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
        assert_eq!(header("x-amz-security-token"), Some("hush"));
        assert!(header("authorization").is_some_and(|value| value.contains("host;x-amz-date;x-amz-security-token")));
        assert!(!format!("{request:?}").contains("hush"));
    }

    #[test]
    fn a_token_that_is_no_header_is_an_error_without_the_token() {
        let error = signed(Some("hush\r\nx: y")).expect_err("it is no header value");
        assert_eq!(error.kind(), ErrorKind::Signing);
        assert!(!format!("{error:?} {error}").contains("hush"));
    }
}
