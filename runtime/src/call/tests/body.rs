//! What is done to a body before it is signed.

use crate::operation::{Auth, Operation};

use super::{Item, Script, answer, builder, call_with, header, operation};
use crate::body::UNSIGNED_PAYLOAD;

static GET_UNSIGNED_PAYLOAD: Operation = Operation { body: &[&UNSIGNED_PAYLOAD], ..operation(Auth::SigV4, &[]) };

#[test]
fn a_payload_stays_out_of_the_signature() {
    let script = Script::new([answer(200, ""), answer(200, "")]);
    for name in ["a", "b"] {
        assert!(call_with(builder(&script), &GET_UNSIGNED_PAYLOAD, Item::default().name(name).token("t")).is_ok());
    }
    let requests = script.requests();
    assert_ne!(requests[0].body(), requests[1].body());
    assert_eq!(header(&requests[0], "x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
    let signed = header(&requests[0], "authorization");
    assert!(signed.contains("x-amz-content-sha256"), "{signed}");
}

#[cfg(feature = "checksum")]
mod checksum {
    use super::{Auth, Item, Operation, Script, answer, builder, call_with, header, operation};
    use crate::body::CONTENT_MD5;

    static GET_CHECKED: Operation = Operation { body: &[&CONTENT_MD5], ..operation(Auth::SigV4, &[]) };

    #[test]
    fn is_that_of_the_body_and_signed() {
        let script = Script::new([answer(200, "")]);
        assert!(call_with(builder(&script), &GET_CHECKED, Item::default().name("a").token("t")).is_ok());
        let request = &script.requests()[0];
        assert_eq!(request.body().as_ref(), br#"{"Name":"a","Token":"t"}"#);
        // printf '{"Name":"a","Token":"t"}' | openssl md5 -binary | base64
        assert_eq!(header(request, "content-md5"), "TWXX4A7S+AaKAcaFsK9tQA==");
        let signed = header(request, "authorization");
        assert!(signed.contains(";content-md5;"), "{signed}");
    }
}

#[cfg(feature = "compression")]
mod compression {
    use std::io::Read;

    use bytes::Bytes;
    use flate2::read::GzDecoder;
    use http::Request;

    use super::super::broken;
    use super::{Auth, Item, Operation, Script, answer, builder, call_with, header, operation};
    use crate::body::GZIP;
    use crate::config::{Config, ConfigBuilder};
    use crate::transport::TransportErrorKind;

    static GET_COMPRESSED: Operation = Operation { body: &[&GZIP], ..operation(Auth::SigV4, &[]) };

    fn plain(request: &Request<Bytes>) -> String {
        let mut text = String::new();
        GzDecoder::new(request.body().as_ref()).read_to_string(&mut text).expect("it is gzip");
        text
    }

    fn send(with: impl FnOnce(ConfigBuilder) -> ConfigBuilder, letters: usize) -> Request<Bytes> {
        let script = Script::new([answer(200, "")]);
        let input = Item::default().name("a".repeat(letters)).token("t");
        assert!(call_with(with(builder(&script)), &GET_COMPRESSED, input).is_ok());
        script.requests()[0].clone()
    }

    /// The letters with which the body has the smallest size that is compressed.
    const ENOUGH: usize = 10_240 - r#"{"Name":"","Token":"t"}"#.len();

    #[test]
    fn from_the_smallest_size_on() {
        let request = send(|builder| builder, ENOUGH);
        assert_eq!(header(&request, "content-encoding"), "gzip");
        assert!(header(&request, "authorization").contains("SignedHeaders=amz-sdk-invocation-id;"), "it is signed");
        assert!(header(&request, "authorization").contains(";content-encoding;"), "it is signed");
        assert_eq!(header(&request, "content-length"), request.body().len().to_string());
        assert!(request.body().len() < 200);
        assert_eq!(plain(&request).len(), 10_240);
        // The same body gives the same bytes: the header of gzip tells no time.
        assert_eq!(request.body(), send(|builder| builder, ENOUGH).body());

        let request = send(|builder| builder, ENOUGH - 1);
        assert_eq!((header(&request, "content-encoding"), request.body().len()), ("", 10_239));
    }

    #[test]
    fn as_the_settings_say() {
        let request = send(|builder| builder.request_min_compression_size_bytes(0), 0);
        assert_eq!(plain(&request), r#"{"Name":"","Token":"t"}"#);
        let request = send(|builder| builder.disable_request_compression(true), ENOUGH);
        assert_eq!((header(&request, "content-encoding"), request.body().len()), ("", 10_240));
        let variables = [("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "24")];
        let request = send(|builder| builder.environment(variables.into_iter().collect()), 1);
        assert_eq!(plain(&request), r#"{"Name":"a","Token":"t"}"#);
    }

    #[test]
    fn is_done_once_for_all_attempts() {
        let script = Script::new([broken(TransportErrorKind::Interrupted), answer(200, "")]);
        let input = Item::default().name("a".repeat(ENOUGH)).token("t");
        assert!(call_with(builder(&script), &GET_COMPRESSED, input).is_ok());
        let requests = script.requests();
        assert_eq!(requests[0].body().as_ptr(), requests[1].body().as_ptr());
        assert_eq!(requests.iter().map(|request| header(request, "content-encoding")).collect::<Vec<_>>(), ["gzip"; 2]);
    }

    #[test]
    fn is_appended_to_what_is_there() {
        let config = Config::builder().region("eu-west-1").request_min_compression_size_bytes(1);
        let config = config.build().expect("the settings are right");
        for (there, wanted) in [(vec!["custom"], "custom, gzip"), (vec!["a", "b, c"], "a, b, c, gzip")] {
            let request =
                there.iter().fold(Request::post("/"), |request, value| request.header("content-encoding", *value));
            let mut request = request.body(Bytes::from_static(b"body")).expect("it is a request");
            GZIP.run(&config.0, &mut request).expect("it can be compressed");
            assert_eq!(request.headers().get_all("content-encoding").iter().count(), 1);
            assert_eq!((header(&request, "content-encoding"), plain(&request).as_str()), (wanted, "body"));
        }
        let mut empty = Request::new(Bytes::new());
        GZIP.run(&config.0, &mut empty).expect("there is nothing to do");
        assert!(empty.body().is_empty() && empty.headers().is_empty());
    }
}
