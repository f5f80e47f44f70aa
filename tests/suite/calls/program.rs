//! Calls each operation of the crate that `model.json` becomes, and looks at what would be sent.

use std::collections::VecDeque;
use std::future::Future;
use std::io::Read;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use calls::tinsmith::ConfigBuilder;
use calls::tinsmith::credentials::Credentials;
use calls::tinsmith::time::BoxFuture;
use calls::tinsmith::transport::{Transport, TransportError};
use calls::{Client, Error};
use http::{Request, Response};

/// Answers from a list and keeps the requests.
#[derive(Clone, Debug, Default)]
struct Script {
    answers: Arc<Mutex<VecDeque<&'static str>>>,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Transport for Script {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        self.requests.lock().unwrap().push(request);
        let body = self.answers.lock().unwrap().pop_front().unwrap_or("{}");
        Box::pin(async move { Ok(Response::new(Bytes::from(body))) })
    }
}

/// Drives a future that never has to wait.
fn run<T>(future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("nothing here waits"),
    }
}

fn credentials() -> Credentials {
    Credentials::new("AKID", "hush", Some("quiet".to_owned()), None, "test")
}

fn bare(script: &Script) -> ConfigBuilder<Client> {
    Client::builder().region("eu-west-1").transport(script.clone())
}

/// Makes a client, calls it, and gives the requests that it sent.
fn sent<T>(
    signs: bool,
    answers: &[&'static str],
    set: impl FnOnce(ConfigBuilder<Client>) -> ConfigBuilder<Client>,
    call: impl AsyncFnOnce(Client) -> Result<T, Error>,
) -> Vec<Request<Bytes>> {
    let script = Script { answers: Arc::new(Mutex::new(answers.iter().copied().collect())), ..Script::default() };
    let builder = if signs { bare(&script).credentials(credentials()) } else { bare(&script) };
    let client = set(builder).build().unwrap();
    run(call(client)).unwrap_or_else(|error| panic!("{error}"));
    let requests = script.requests.lock().unwrap().clone();
    requests
}

fn header<'a>(request: &'a Request<Bytes>, name: &str) -> &'a str {
    request.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

/// That a request goes out as from somebody who has no credentials at all.
fn assert_unsigned(request: &Request<Bytes>) {
    for name in ["authorization", "x-amz-security-token", "x-amz-date"] {
        assert_eq!(header(request, name), "", "{name}");
    }
}

fn assert_signed(request: &Request<Bytes>) {
    assert!(header(request, "authorization").contains("/eu-west-1/calls/aws4_request"), "{request:?}");
    assert_eq!(header(request, "x-amz-security-token"), "quiet");
}

fn main() {
    auth();
    bodies();
    discovery();
    println!("all is as the model says");
}

fn auth() {
    for signs in [true, false] {
        let get_id = sent(signs, &[], |builder| builder, async |client| client.get_id().name("a").send().await);
        assert_unsigned(&get_id[0]);
        let look = sent(signs, &[], |builder| builder, async |client| client.look().name("a").send().await);
        if signs { assert_signed(&look[0]) } else { assert_unsigned(&look[0]) }
    }
    let bear = sent(true, &[], |builder| builder, async |client| client.bear().name("a").send().await);
    assert_signed(&bear[0]);
}

fn bodies() {
    let long = "a".repeat(20_000);
    let plain = format!(r#"{{"Name":"{long}"}}"#);
    let put = sent(true, &[], |builder| builder, async |client| client.put().name(long.as_str()).send().await);
    assert_eq!(header(&put[0], "content-encoding"), "gzip");
    let mut text = String::new();
    flate2::read::GzDecoder::new(put[0].body().as_ref()).read_to_string(&mut text).unwrap();
    assert_eq!(text, plain);
    assert_eq!(header(&put[0], "content-length"), put[0].body().len().to_string());
    assert_eq!(header(&put[0], "content-md5").len(), 24);
    assert_signed(&put[0]);
    assert!(header(&put[0], "authorization").contains("content-encoding;content-md5;"));

    let off = |builder: ConfigBuilder<Client>| builder.disable_request_compression(true);
    let put = sent(true, &[], off, async |client| client.put().name("a").send().await);
    assert_eq!((header(&put[0], "content-encoding"), put[0].body().as_ref()), ("", &br#"{"Name":"a"}"#[..]));
    // printf '{"Name":"a"}' | openssl md5 -binary | base64
    assert_eq!(header(&put[0], "content-md5"), "Eemj9s8lvmcfRQP240odeg==");

    // The only encoding that the service takes is one that we do not know.
    let send = sent(true, &[], |builder| builder, async |client| client.send().name(long.as_str()).send().await);
    assert_eq!((header(&send[0], "content-encoding"), send[0].body().len()), ("", plain.len()));
    assert_eq!(header(&send[0], "x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
    assert_eq!(header(&send[0], "content-md5").len(), 24);
    assert_signed(&send[0]);
}

fn discovery() {
    const TOLD: &str = r#"{"Endpoints":[{"Address":"cell1.example.com","CachePeriodInMinutes":10}]}"#;
    let hosts = |requests: &[Request<Bytes>]| {
        requests.iter().map(|request| header(request, "host").to_owned()).collect::<Vec<_>>()
    };
    let query = async |client: Client| {
        client.query().name("a").send().await?;
        client.query().name("b").send().await
    };
    let requests = sent(true, &[TOLD], |builder| builder, query);
    assert_eq!(hosts(&requests), ["calls.eu-west-1.example.com", "cell1.example.com", "cell1.example.com"]);
    assert_eq!(header(&requests[0], "x-amz-target"), "Calls.DescribeEndpoints");
    assert_eq!(requests[0].body(), "{}");
    requests.iter().for_each(assert_signed);

    let find = async |client: Client| client.find().table("t").send().await;
    let requests = sent(true, &[], |builder| builder, find);
    assert_eq!(hosts(&requests), ["calls.eu-west-1.example.com"]);
    let requests = sent(true, &[TOLD], |builder| builder.endpoint_discovery(true), find);
    assert_eq!(hosts(&requests), ["calls.eu-west-1.example.com", "cell1.example.com"]);
    assert_eq!(requests[0].body(), r#"{"Operation":"Find","Identifiers":{"Table":"t"}}"#);
}
