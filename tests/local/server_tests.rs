//! Tests over the socket, byte by byte: the answers' form, the faults, and what is no good request.

#![allow(clippy::unwrap_used)]

use std::{net::SocketAddr, sync::Arc, time::Duration};

use hmac::{Hmac, KeyInit, Mac};
use hyper::{HeaderMap, header::HeaderValue};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::Server;
use crate::{
    calendar, canonical,
    clock::ManualClock,
    faults::Fault,
    options::{ACCESS_KEY_ID, Options, SECRET_ACCESS_KEY},
    signature::Presented,
    status::ServerStatus,
};

const DATE: &str = "20240526T120000Z";

async fn start(options: Options) -> Server {
    let now = Duration::from_millis(calendar::parse_basic(DATE).unwrap());
    let clock = Arc::new(ManualClock::at(std::time::UNIX_EPOCH + now));
    Server::start(Options { clock, seed: Some(1), ..options }).await.unwrap()
}

fn hmac(key: &[u8], message: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// A signed request as it goes over the wire.
fn request(address: SocketAddr, operation: &str, body: &str) -> String {
    let host = address.to_string();
    let target = format!("OpsWorksCM_V2016_11_01.{operation}");
    let mut headers = HeaderMap::new();
    headers.insert("host", HeaderValue::try_from(&host).unwrap());
    headers.insert("x-amz-date", HeaderValue::from_static(DATE));
    headers.insert("x-amz-target", HeaderValue::try_from(&target).unwrap());
    let presented = Presented { method: "POST", path: "/", query: "", headers: &headers, body: body.as_bytes() };
    let canonical = canonical::request(&presented, &["host", "x-amz-date", "x-amz-target"]).unwrap();
    let scope = "20240526/us-east-1/opsworks-cm/aws4_request";
    let hash = hex::encode(Sha256::digest(canonical.as_bytes()));
    let to_sign = format!("AWS4-HMAC-SHA256\n{DATE}\n{scope}\n{hash}");
    let first = format!("AWS4{SECRET_ACCESS_KEY}").into_bytes();
    let key = scope.split('/').fold(first, |key, part| hmac(&key, part));
    let signature = hex::encode(hmac(&key, &to_sign));
    format!(
        "POST / HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/x-amz-json-1.1\r\nx-amz-date: {DATE}\r\n\
         x-amz-target: {target}\r\namz-sdk-request: attempt=2; max=3\r\nauthorization: AWS4-HMAC-SHA256 \
         Credential={ACCESS_KEY_ID}/{scope}, SignedHeaders=host;x-amz-date;x-amz-target, Signature={signature}\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// Sends bytes and gives back everything that comes, until the connection is closed.
async fn exchange(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    // A connection that is reset has nothing more to say.
    drop(stream.read_to_end(&mut answer).await);
    String::from_utf8(answer).unwrap()
}

async fn call(server: &Server, operation: &str, body: &str) -> String {
    let address = server.address();
    exchange(address, request(address, operation, body).as_bytes()).await
}

fn body(answer: &str) -> Value {
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

const SERVER: &str = r#"{"ServerName":"a","Engine":"Puppet","InstanceType":"m5.large","InstanceProfileArn":"arn:aws:iam::123456789012:instance-profile/p","ServiceRoleArn":"arn:aws:iam::123456789012:role/r"}"#;

#[tokio::test]
async fn an_answer_has_the_form_of_the_protocol() {
    let server = start(Options::default()).await;
    let answer = call(&server, "DescribeServers", "{}").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\nx-amzn-requestid: "));
    assert!(answer.ends_with("\r\n\r\n{\"Servers\":[]}"), "{answer}");

    let answer = call(&server, "DescribeServers", r#"{"ServerName":"gone"}"#).await;
    assert!(answer.starts_with("HTTP/1.1 400 Bad Request\r\ncontent-type: application/x-amz-json-1.1\r\n"));
    let text = r#"{"__type":"ResourceNotFoundException","Message":"Server with name 'gone' does not exist."}"#;
    assert!(answer.contains("\r\nx-amzn-requestid: ") && answer.ends_with(text), "{answer}");

    let created = call(&server, "CreateServer", SERVER).await;
    assert!(created.contains("\"CreatedAt\":1716724800.0,"), "{created}");

    let requests = server.requests();
    let last = requests.last().unwrap();
    assert_eq!((last.operation.as_deref(), last.attempt, last.connection), (Some("CreateServer"), Some(2), 3));
    assert_eq!((last.body.as_ref(), last.header("x-amz-date")), (SERVER.as_bytes(), Some(DATE)));
    server.clear_requests();
    assert!(server.requests().is_empty());
    server.shutdown().await;
}

#[tokio::test]
async fn what_is_no_good_request_is_told() {
    let server = start(Options { body_limit: 1_000, ..Options::default() }).await;
    let address = server.address();
    let good = request(address, "DescribeServers", "{}");
    let deep = format!("{{\"ServerName\":{}", "[".repeat(900));
    let large = "x".repeat(100_000);
    for (bytes, status, code) in [
        (good.replace("POST / ", "GET / "), 405, "UnknownOperationException"),
        (good.replace("POST / ", "POST /a "), 404, "UnknownOperationException"),
        (good.replace("x-amz-json-1.1", "json"), 415, "UnsupportedMediaTypeException"),
        (good.replace("authorization", "x-other"), 403, "MissingAuthenticationTokenException"),
        (good.replace("Signature=", "Signature=0"), 403, "InvalidSignatureException"),
        (good.replace("{}", "[]"), 403, "InvalidSignatureException"),
        (good.replace("x-amz-date: 2024", "x-amz-date: 2023"), 403, "InvalidSignatureException"),
        (request(address, "StopServer", "{}"), 400, "UnknownOperationException"),
        (request(address, "DescribeServers", "[]"), 400, "SerializationException"),
        (request(address, "DescribeServers", "{\"Serv"), 400, "SerializationException"),
        (request(address, "DescribeServers", "\u{0}\u{7f}"), 400, "SerializationException"),
        (request(address, "DescribeServers", &deep), 400, "SerializationException"),
        (request(address, "DescribeServers", &large), 413, "RequestEntityTooLargeException"),
        (request(address, "DescribeServers", "{\"ServerName\":\"1\"}"), 400, "ValidationException"),
        (request(address, "DescribeServers", ""), 200, ""),
    ] {
        let answer = exchange(address, bytes.as_bytes()).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{code}: {answer}");
        assert!(answer.contains("x-amzn-requestid: "), "{answer}");
        assert_eq!(body(&answer)["__type"].as_str().unwrap_or_default(), code);
    }
    for noise in ["", "\r\n\r\n", "GET", "\u{1}\u{2}\u{3}\r\n\r\n", "POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n"] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(noise.as_bytes()).await.unwrap();
        drop(stream);
    }
    assert!(call(&server, "DescribeServers", "{}").await.contains("200 OK"));
}

#[tokio::test]
async fn faults_happen_as_ordered() {
    let server = start(Options::default()).await;
    server.fail_next(Fault::Status(503));
    server.fail_next(Fault::throttling().retry_after(Duration::from_millis(150)));
    server.fail_next(Fault::DropConnection);
    server.fail_next(Fault::DropAfter(5));
    server.fail_next(Fault::Html(502));
    let headers = vec![("x-one".to_owned(), "1".to_owned()), ("bad name".to_owned(), "2".to_owned())];
    server.fail_next(Fault::RawBody { status: 418, headers, body: b"raw".to_vec() });
    server.fail_next(Fault::Redirect("http://127.0.0.1:1/".to_owned()));
    server.fail_next(Fault::Delay(Duration::from_millis(30)));
    let mut answers = Vec::new();
    for _ in 0..7 {
        answers.push(call(&server, "DescribeServers", "{}").await);
    }
    assert!(answers[0].starts_with("HTTP/1.1 503 ") && answers[0].ends_with("\r\n\r\n"), "{}", answers[0]);
    assert!(answers[1].starts_with("HTTP/1.1 400 ") && answers[1].contains("\r\nx-amz-retry-after: 150\r\n"));
    assert_eq!(body(&answers[1])["__type"], "ThrottlingException");
    assert_eq!(answers[2], "");
    assert!(answers[3].contains("content-length: 14\r\n") && answers[3].ends_with("\r\n\r\n{\"Ser"), "{}", answers[3]);
    assert!(answers[4].starts_with("HTTP/1.1 502 ") && answers[4].contains("<html>"));
    assert!(answers[5].contains(" 418 ") && answers[5].contains("x-one: 1\r\n") && answers[5].ends_with("\r\n\r\nraw"));
    assert!(answers[6].starts_with("HTTP/1.1 307 ") && answers[6].contains("location: http://127.0.0.1:1/\r\n"));
    let begun = std::time::Instant::now();
    assert!(call(&server, "DescribeServers", "{}").await.contains("200 OK"));
    assert!(begun.elapsed() >= Duration::from_millis(30));

    server.fail_all_of("DescribeBackups", Fault::Status(500));
    assert!(call(&server, "DescribeServers", "{}").await.contains("200 OK"));
    assert!(call(&server, "DescribeBackups", "{}").await.contains("500 Internal"));
    assert!(call(&server, "DescribeBackups", "{}").await.contains("500 Internal"));
    server.clear_faults();
    assert!(call(&server, "DescribeBackups", "{}").await.contains("200 OK"));
}

#[tokio::test]
async fn tests_can_reach_behind_the_operations() {
    let server = start(Options { ticks: crate::Ticks::all(0), ..Options::default() }).await;
    call(&server, "CreateServer", SERVER).await;
    assert!(server.make_automated_backup("a").is_some());
    assert!(server.set_server_status("a", ServerStatus::ConnectionLost));
    assert!(!server.set_server_status("b", ServerStatus::Healthy));
    let described = body(&call(&server, "DescribeServers", "{}").await);
    assert_eq!(described["Servers"][0]["Status"], "CONNECTION_LOST");
    assert_eq!(server.make_automated_backup("a"), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_at_the_same_time_do_not_get_in_each_others_way() {
    let server = Arc::new(start(Options::default()).await);
    let tasks: Vec<_> = (0..40)
        .map(|_| {
            let server = Arc::clone(&server);
            tokio::spawn(async move { call(&server, "CreateServer", SERVER).await })
        })
        .collect();
    let mut created = 0;
    for task in tasks {
        let answer = task.await.unwrap();
        created += usize::from(answer.contains("200 OK"));
        assert!(answer.contains("200 OK") || answer.contains("ResourceAlreadyExistsException"), "{answer}");
    }
    assert_eq!((created, server.requests().len()), (1, 40));
}

#[tokio::test]
async fn shutting_down_answers_what_is_open_and_frees_the_port() {
    let server = start(Options::default()).await;
    let address = server.address();
    server.fail_next(Fault::Delay(Duration::from_millis(100)));
    let open =
        tokio::spawn(async move { exchange(address, request(address, "DescribeServers", "{}").as_bytes()).await });
    // A connection that only waits must not hold it up.
    let idle = TcpStream::connect(address).await.unwrap();
    let waiting = async {
        while server.requests().is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    waiting.await;
    let begun = std::time::Instant::now();
    server.shutdown().await;
    assert!(begun.elapsed() < Duration::from_secs(3));
    assert!(open.await.unwrap().contains("200 OK"));
    drop(idle);
    assert!(TcpStream::connect(address).await.is_err());

    let again = Server::start(Options { port: address.port(), ..Options::default() }).await.unwrap();
    assert!(Server::start(Options { port: address.port(), ..Options::default() }).await.is_err());
    again.serve_until(async {}).await;
}
