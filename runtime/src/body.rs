//! What is done to a request once its body is written and before it is signed, once for all attempts: compression, a
//! checksum, a payload that stays out of the signature.
//!
//! An operation's table names its steps, in their order. A step that no table names is not linked.

use std::fmt;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request};

use crate::config::Settings;
use crate::error::Error;

/// One step. Generated tables name those of this module.
pub struct BodyStep {
    name: &'static str,
    run: fn(&Settings, &mut Request<Bytes>) -> Result<(), Error>,
}

impl BodyStep {
    /// Takes the step.
    pub(crate) fn run(&self, settings: &Settings, request: &mut Request<Bytes>) -> Result<(), Error> {
        (self.run)(settings, request)
    }
}

impl fmt::Debug for BodyStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The header that tells the hash of the payload, for services that look for it there.
const PAYLOAD_HASH: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// What stands in [`PAYLOAD_HASH`], and in the signature, in place of the hash.
const UNSIGNED: HeaderValue = HeaderValue::from_static("UNSIGNED-PAYLOAD");

/// Leaves the payload out of the signature (Smithy, "unsignedPayload trait"), and says so in `x-amz-content-sha256`,
/// as botocore does.
pub static UNSIGNED_PAYLOAD: BodyStep = BodyStep { name: "UNSIGNED_PAYLOAD", run: unsigned_payload };

fn unsigned_payload(_: &Settings, request: &mut Request<Bytes>) -> Result<(), Error> {
    request.headers_mut().insert(PAYLOAD_HASH, UNSIGNED);
    Ok(())
}

/// Whether the payload of a request stays out of its signature.
pub(crate) fn has_unsigned_payload(request: &Request<Bytes>) -> bool {
    request.headers().get(PAYLOAD_HASH).is_some_and(|value| value == UNSIGNED)
}

/// Compresses the body with gzip (Smithy, "requestCompression trait"), unless compression is turned off or the body is
/// smaller than the setting says. `gzip` is appended to what `content-encoding` says already.
#[cfg(feature = "compression")]
pub static GZIP: BodyStep = BodyStep { name: "GZIP", run: gzip };

#[cfg(feature = "compression")]
fn gzip(settings: &Settings, request: &mut Request<Bytes>) -> Result<(), Error> {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use http::header::CONTENT_ENCODING;

    use crate::error::ErrorKind;

    let body = request.body();
    let minimum = settings.request_min_compression_size_bytes;
    let large = u32::try_from(body.len()).map_or(true, |length| length >= minimum);
    // No body at all is no body to compress, though the smallest minimum is 0.
    if settings.disable_request_compression || body.is_empty() || !large {
        return Ok(());
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::default());
    let compressed = encoder
        .write_all(body)
        .and_then(|()| encoder.finish())
        .map_err(|error| Error::new(ErrorKind::Encoding, "the body cannot be compressed").with_source(error))?;
    *request.body_mut() = Bytes::from(compressed);
    let headers = request.headers_mut();
    let mut encodings = Vec::new();
    for value in headers.get_all(CONTENT_ENCODING) {
        encodings.extend_from_slice(value.as_bytes());
        encodings.extend_from_slice(b", ");
    }
    encodings.extend_from_slice(b"gzip");
    let value = HeaderValue::from_bytes(&encodings)
        .map_err(|error| Error::new(ErrorKind::Encoding, "content-encoding cannot be written").with_source(error))?;
    headers.insert(CONTENT_ENCODING, value);
    Ok(())
}

/// Adds `content-md5`, the checksum of the body in base64, where the request has none (Smithy, "httpChecksumRequired
/// trait", and "httpChecksum trait" without a member for the algorithm).
#[cfg(feature = "checksum")]
pub static CONTENT_MD5: BodyStep = BodyStep { name: "CONTENT_MD5", run: content_md5 };

#[cfg(feature = "checksum")]
fn content_md5(_: &Settings, request: &mut Request<Bytes>) -> Result<(), Error> {
    use md5::{Digest, Md5};

    use crate::error::ErrorKind;

    const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");

    if request.headers().contains_key(CONTENT_MD5) {
        return Ok(());
    }
    let text = aws_smithy_types::base64::encode(Md5::digest(request.body()));
    let value = HeaderValue::try_from(text)
        .map_err(|error| Error::new(ErrorKind::Encoding, "content-md5 cannot be written").with_source(error))?;
    request.headers_mut().insert(CONTENT_MD5, value);
    Ok(())
}
