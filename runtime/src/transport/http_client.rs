//! The transport over HTTP, through reqwest.

use std::error::Error as StdError;
use std::sync::OnceLock;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::uri::Scheme;
use http::{Request, Response};

use super::tls::prepare;
use super::{Transport, TransportError, TransportErrorKind};
use crate::time::BoxFuture;

/// The longest body that is read of an answer where nothing else is set: 64 MiB, in bytes. AWS's JSON services answer
/// with a few MiB at most.
pub const DEFAULT_RESPONSE_LIMIT: usize = 64 * 1024 * 1024;

/// Sends requests with a [`reqwest::Client`].
///
/// The client that it makes for itself follows no redirect, retries nothing, sends no `referer`, verifies certificates
/// as the operating system does, and takes the proxy from the environment (`HTTPS_PROXY`, `NO_PROXY`) as reqwest does.
/// It is made with the first request, since reading the root certificates takes milliseconds. A tokio runtime is wanted
/// where requests are sent.
#[derive(Debug)]
pub struct HttpTransport {
    client: OnceLock<Result<Client, String>>,
    connect_timeout: Option<Duration>,
    read_timeout: Option<Duration>,
    response_limit: usize,
}

#[derive(Debug)]
struct Client {
    client: reqwest::Client,
    https: Result<(), String>,
}

impl HttpTransport {
    /// Uses a client of the caller's, with its TLS, proxy, pool and time limits.
    ///
    /// Make it with `redirect(Policy::none())` and `retry(reqwest::retry::never())`: signed requests must not go where
    /// they were not signed for.
    #[must_use]
    pub fn new(client: reqwest::Client) -> Self {
        let client = Client { client, https: Ok(()) };
        Self {
            client: OnceLock::from(Ok(client)),
            connect_timeout: None,
            read_timeout: None,
            response_limit: DEFAULT_RESPONSE_LIMIT,
        }
    }

    /// Sets the longest body that is read of an answer, in bytes; [`DEFAULT_RESPONSE_LIMIT`] where it is not set.
    #[must_use]
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Makes its own client when it is first used.
    pub(crate) fn lazy(connect_timeout: Option<Duration>, read_timeout: Option<Duration>) -> Self {
        Self { client: OnceLock::new(), connect_timeout, read_timeout, response_limit: DEFAULT_RESPONSE_LIMIT }
    }

    fn client(&self, scheme: Option<&Scheme>) -> Result<&reqwest::Client, TransportError> {
        let made = self.client.get_or_init(|| {
            let mut builder = reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .referer(false);
            if let Some(limit) = self.connect_timeout {
                builder = builder.connect_timeout(limit);
            }
            if let Some(limit) = self.read_timeout {
                builder = builder.read_timeout(limit);
            }
            let prepared = prepare(builder);
            match prepared.builder.build() {
                Ok(client) => Ok(Client { client, https: prepared.https }),
                Err(error) => Err(format!("the HTTP client could not be made: {}", cause(&error))),
            }
        });
        let fault = |message: &String| TransportError::new(TransportErrorKind::Configuration, message.clone());
        let Client { client, https } = made.as_ref().map_err(fault)?;
        if scheme == Some(&Scheme::HTTPS) {
            https.as_ref().map_err(fault)?;
        }
        Ok(client)
    }

    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let client = self.client(request.uri().scheme())?;
        let host = request.uri().authority().map(|authority| authority.as_str().to_owned()).unwrap_or_default();
        let request = reqwest::Request::try_from(request).map_err(|error| {
            let message = format!("the request cannot be sent: {}", cause(&error));
            TransportError::new(TransportErrorKind::Configuration, message).with_source(error.without_url())
        })?;
        let mut incoming = client.execute(request).await.map_err(|error| self.failure(error, &host))?;
        let mut answer = Response::new(Bytes::new());
        *answer.status_mut() = incoming.status();
        *answer.version_mut() = incoming.version();
        std::mem::swap(answer.headers_mut(), incoming.headers_mut());
        let announced = incoming.content_length().unwrap_or(0);
        if usize::try_from(announced).map_or(true, |length| length > self.response_limit) {
            return Err(self.too_large(&host).with_answer(answer));
        }
        let mut body = Body::default();
        loop {
            match incoming.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > self.response_limit => {
                    return Err(self.too_large(&host).with_answer(answer.map(|_| body.finish())));
                }
                Ok(Some(chunk)) => body.add(chunk, announced),
                Ok(None) => return Ok(answer.map(|_| body.finish())),
                Err(error) => {
                    let read = body.len();
                    let answer = answer.map(|_| body.finish());
                    return Err(self.cut_off(error, &host, read, announced).with_answer(answer));
                }
            }
        }
    }

    /// The request was not answered.
    fn failure(&self, error: reqwest::Error, host: &str) -> TransportError {
        let reason = cause(&error);
        let (kind, message) = if error.is_connect() && error.is_timeout() {
            let limit = limit("connect timeout", self.connect_timeout);
            (TransportErrorKind::Timeout, format!("connecting to {host} took longer than the {limit}"))
        } else if error.is_connect() {
            (TransportErrorKind::Connect, format!("no connection to {host}: {reason}"))
        } else if error.is_timeout() {
            let limit = limit("read timeout", self.read_timeout);
            (TransportErrorKind::Timeout, format!("{host} did not answer within the {limit}"))
        } else if error.is_builder() {
            (TransportErrorKind::Configuration, format!("the request to {host} cannot be sent: {reason}"))
        } else if error.is_request() {
            (TransportErrorKind::Interrupted, format!("the connection to {host} broke before the answer: {reason}"))
        } else {
            (TransportErrorKind::Other, format!("the request to {host} failed: {reason}"))
        };
        let sent = !error.is_connect() && !error.is_builder();
        TransportError::new(kind, message).with_sent(sent).with_source(error.without_url())
    }

    /// The answer began and did not end.
    fn cut_off(&self, error: reqwest::Error, host: &str, read: usize, announced: u64) -> TransportError {
        let of = if announced == 0 { String::new() } else { format!(" of {announced}") };
        if error.is_timeout() {
            let limit = limit("read timeout", self.read_timeout);
            let message = format!("the answer of {host} stalled for the {limit} after {read}{of} bytes of its body");
            return TransportError::new(TransportErrorKind::Timeout, message).with_source(error.without_url());
        }
        let message = format!("the answer of {host} was cut off after {read}{of} bytes of its body: {}", cause(&error));
        TransportError::new(TransportErrorKind::Interrupted, message).with_source(error.without_url())
    }

    fn too_large(&self, host: &str) -> TransportError {
        let limit = self.response_limit;
        let message = format!(
            "the answer of {host} is longer than the limit of {limit} bytes; raise it with ConfigBuilder::response_limit"
        );
        TransportError::new(TransportErrorKind::TooLarge, message)
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

/// A body as it comes in: one chunk stays as it is, only several are copied together.
#[derive(Default)]
struct Body {
    first: Bytes,
    rest: BytesMut,
}

impl Body {
    fn len(&self) -> usize {
        self.first.len() + self.rest.len()
    }

    fn add(&mut self, chunk: Bytes, announced: u64) {
        if self.len() == 0 {
            self.first = chunk;
            return;
        }
        if self.rest.is_empty() {
            // What is announced was held against the limit, but a server can still announce more than it sends.
            let announced = usize::try_from(announced).unwrap_or(0).min(LARGEST_RESERVE);
            self.rest.reserve(announced.max(self.first.len() + chunk.len()));
            self.rest.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.rest.extend_from_slice(&chunk);
    }

    fn finish(self) -> Bytes {
        if self.rest.is_empty() { self.first } else { self.rest.freeze() }
    }
}

/// Not more than this is reserved on a server's word, in bytes.
const LARGEST_RESERVE: usize = 1024 * 1024;

/// The innermost cause: "Connection refused" tells more than "error sending request".
fn cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn StdError = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    // An error without a cause is reqwest's own, whose text may hold the URL.
    if error.source().is_none() { "the HTTP client refused it".to_owned() } else { cause.to_string() }
}

fn limit(name: &str, limit: Option<Duration>) -> String {
    limit.map_or_else(|| format!("{name} of the HTTP client"), |limit| format!("{name} of {limit:?}"))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::time::Duration;

    use bytes::Bytes;
    use http::{Request, Response};

    use super::{Body, HttpTransport, Transport, TransportError, TransportErrorKind};

    fn send(transport: &HttpTransport, url: &str) -> Result<Response<Bytes>, TransportError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("tokio starts");
        let request = Request::get(url).body(Bytes::new()).expect("it is a request");
        runtime.block_on(transport.send(request))
    }

    /// Answers one connection with these bytes, keeps it for a while, and closes it.
    fn serve(answer: &'static [u8], keep: Duration) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
        let address = listener.local_addr().expect("it has an address");
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("somebody connects");
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer);
            let _ = stream.write_all(answer);
            std::thread::sleep(keep);
        });
        format!("http://{address}/path?X-Secret=hush")
    }

    fn transport() -> HttpTransport {
        HttpTransport::lazy(Some(Duration::from_secs(5)), Some(Duration::from_millis(200)))
    }

    fn fault(answer: &'static [u8], keep: u64, limit: usize) -> TransportError {
        let url = serve(answer, Duration::from_millis(keep));
        let error = send(&transport().response_limit(limit), &url).expect_err("there is no whole answer");
        assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
        error
    }

    #[test]
    fn reads_an_answer_and_follows_no_redirect() {
        let url = serve(b"HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 2\r\n\r\n{}", Duration::ZERO);
        let answer = send(&transport(), &url).expect("it answers");
        assert_eq!((answer.status().as_u16(), answer.body().as_ref()), (302, b"{}".as_ref()));
        assert_eq!(answer.headers().get("location").map(|value| value.as_bytes()), Some(b"/x".as_ref()));
    }

    #[test]
    fn faults_have_their_kinds() {
        let refused = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
        let error = send(&transport(), &format!("http://{refused}/?hush")).expect_err("nobody listens");
        assert_eq!((error.kind(), error.sent()), (TransportErrorKind::Connect, false));
        assert!(error.message().contains("refused") && !format!("{error:?}").contains("hush"), "{error:?}");

        let error = fault(b"", 0, 100);
        assert_eq!((error.kind(), error.sent()), (TransportErrorKind::Interrupted, true), "{error}");

        let error = fault(b"", 1000, 100);
        assert_eq!((error.kind(), error.sent()), (TransportErrorKind::Timeout, true));
        assert!(error.message().contains("read timeout of 200ms"), "{error}");

        let error = fault(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"a\"", 0, 100);
        assert_eq!(error.kind(), TransportErrorKind::Interrupted);
        assert!(error.message().contains("cut off after 4 of 10 bytes"), "{error}");
        assert_eq!(error.answer().map(|answer| answer.body().clone()), Some(Bytes::from_static(b"{\"a\"")));

        let error = fault(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"a\"", 1000, 100);
        assert_eq!(error.kind(), TransportErrorKind::Timeout);
    }

    #[test]
    fn long_bodies_are_refused_with_the_limit() {
        let announced = b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n0123456789a";
        let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nb\r\n0123456789a\r\n0\r\n\r\n";
        for answer in [announced.as_ref(), chunked.as_ref()] {
            let error = fault(answer, 0, 10);
            assert_eq!(error.kind(), TransportErrorKind::TooLarge);
            assert!(error.message().contains("the limit of 10 bytes"), "{error}");
            assert_eq!(error.answer().map(|answer| answer.status().as_u16()), Some(200));
        }
    }

    #[cfg(not(any(feature = "tls-ring", feature = "tls-aws-lc", feature = "tls-native")))]
    #[test]
    fn https_without_tls_names_the_features() {
        let error = send(&transport(), "https://localhost:1/").expect_err("there is no TLS");
        assert_eq!(error.kind(), TransportErrorKind::Configuration);
        assert!(error.message().contains("tls-ring"), "{error}");
    }

    #[cfg(any(feature = "tls-ring", feature = "tls-aws-lc", feature = "tls-native"))]
    #[test]
    fn tls_is_set_up_without_a_provider_for_the_process() {
        // Something answers in plain text, which no TLS client takes for a handshake.
        let url = serve(b"HTTP/1.1 200 OK\r\n\r\n", Duration::ZERO).replace("http://", "https://");
        let error = send(&transport(), &url).expect_err("there is no TLS at the other end");
        // A machine without root certificates cannot set TLS up, and says so.
        let known = [TransportErrorKind::Connect, TransportErrorKind::Configuration];
        assert!(known.contains(&error.kind()) && !format!("{error:?}").contains("hush"), "{error:?}");
    }

    #[test]
    fn one_chunk_is_not_copied() {
        let chunk = Bytes::from(vec![1, 2, 3]);
        let mut body = Body::default();
        body.add(chunk.clone(), 3);
        assert_eq!(body.finish().as_ptr(), chunk.as_ptr());

        let mut body = Body::default();
        body.add(chunk.clone(), u64::MAX);
        body.add(chunk, u64::MAX);
        assert_eq!(body.finish().as_ref(), [1, 2, 3, 1, 2, 3]);
    }
}
