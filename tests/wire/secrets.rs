//! Secrets appear nowhere: not in what is logged at any level, not in `Debug`, not in errors.

use std::time::Duration;

use opsworkscm::tinsmith::credentials::Credentials;
use opsworkscm::tinsmith::{Config, ConfigBuilder};
use opsworkscm::types::{EngineAttribute, ServerStatus};
use opsworkscm::{Client, Error};
use tinsmith_tests::{Fault, Options, Server};

use crate::capture::{Capture, listen_to_log, logged};
use crate::support::{NoSleep, answer, new_server, options, shown};

const SECRET_KEY: &str = "hush/the-secret-access-key";
const TOKEN: &str = "hush/the-session-token==";
const PRIVATE_KEY: &str = "-----BEGIN PRIVATE KEY-----\nhush/the-private-key\n-----END PRIVATE KEY-----";
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----";
const ATTRIBUTE: &str = "hush/the-attribute";

/// Nothing secret begins otherwise; as text, and as bytes that `Debug` lists.
#[track_caller]
fn check(text: &str) {
    for secret in ["hush/", "104, 117, 115, 104", "68757368"] {
        if let Some(index) = text.find(secret) {
            let start = text.floor_char_boundary(index.saturating_sub(300));
            panic!("a secret is shown: {}", &text[start..text.len().min(index + 100)]);
        }
    }
}

async fn secretive() -> (Server, ConfigBuilder<Client>) {
    let known = tinsmith_tests::Credentials::new("AKID", SECRET_KEY).with_session_token(TOKEN);
    let server = Server::start(Options { credentials: vec![known], ..options() }).await.unwrap();
    let builder = Client::builder()
        .region("us-east-1")
        .endpoint_url(server.url())
        .credentials(Credentials::new("AKID", SECRET_KEY, Some(TOKEN.to_owned()), None, "test"))
        .sleep(NoSleep::default());
    (server, builder)
}

fn full(client: &Client, name: &str) -> opsworkscm::operations::CreateServer {
    let attribute = EngineAttribute::default().name("CHEF_AUTOMATE_PIVOTAL_KEY").value(ATTRIBUTE);
    new_server(client, name)
        .custom_domain("example.com")
        .custom_certificate(CERTIFICATE)
        .custom_private_key(PRIVATE_KEY)
        .engine_attributes([attribute])
}

#[tokio::test]
async fn nothing_shows_secrets() {
    listen_to_log();
    let (capture, _guard) = Capture::listen();
    let (server, builder) = secretive().await;
    let mut seen = format!("{builder:?} {builder:#?}");
    let client: Client = builder.clone().build().unwrap();
    seen += &format!("{client:?} {client:#?} {:?}", full(&client, "a"));
    seen += &format!("{:#?} {:?}", full(&client, "a").input, full(&client, "a").input);
    seen += &format!("{:?} {:?}", client.describe_servers().pages(), client.describe_servers().items());
    let credentials = Credentials::new("AKID", SECRET_KEY, Some(TOKEN.to_owned()), None, "test");
    let config = Config::builder().region("us-east-1").credentials(credentials).build().unwrap();
    seen += &format!("{config:?} {config:#?}");

    let made = full(&client, "a").send().await.unwrap();
    seen += &format!("{made:?} {made:#?}");
    assert_eq!(made.server.as_ref().and_then(|server| server.status.clone()), Some(ServerStatus::Creating));
    check(&seen);
    for attribute in made.server.unwrap().engine_attributes {
        assert!(!seen.contains(&attribute.value.unwrap()), "{:?} is shown", attribute.name);
    }
    assert_eq!(server.requests()[0].header("x-amz-security-token"), Some(TOKEN), "the secrets were at work");
    assert!(String::from_utf8_lossy(&server.requests()[0].body).contains(ATTRIBUTE));

    let text = capture.text();
    assert!(text.contains("span tinsmith::call call") && text.contains("event aws_sigv4"), "{text}");
    check(&text);
    assert!(logged().contains("127.0.0.1"), "{}", logged());
    check(&logged());
}

#[tokio::test]
async fn errors_show_no_secrets() {
    listen_to_log();
    let (capture, _guard) = Capture::listen();
    let (server, builder) = secretive().await;
    let client: Client = builder.clone().build().unwrap();
    let mut errors: Vec<Error> = Vec::new();

    let wrong = Credentials::new("AKID", "hush/wrong", Some(TOKEN.to_owned()), None, "test");
    let refused: Client = builder.clone().credentials(wrong).build().unwrap();
    errors.push(full(&refused, "a").send().await.unwrap_err());
    let odd = Credentials::new("AKID", SECRET_KEY, Some(format!("{TOKEN}\n")), None, "test");
    let unsigned: Client = builder.clone().credentials(odd).build().unwrap();
    errors.push(full(&unsigned, "a").send().await.unwrap_err());
    // Too long, and forbidden by a pattern.
    errors.push(full(&client, "a").custom_private_key("hush/".repeat(1_000)).send().await.unwrap_err());
    errors.push(full(&client, "a").custom_private_key("hush/no-key").send().await.unwrap_err());

    let attributes = r#"[{"Name":"A","Value":"hush/1"},{"Name":"B","Value":"hush/2"}]"#;
    let output = format!(r#"{{"Server":{{"EngineAttributes":{attributes},"Status":"hush/3","ServerName":7}}}}"#);
    let faults = [
        Fault::Status(400),
        Fault::error(400, "AccessDeniedException", "no"),
        answer(200, &output),
        answer(200, output.split_at(60).0),
        answer(400, &output),
        answer(400, r#"{"__type":"ValidationException","Message":["hush/4"],"Value":"hush/5"}"#),
        answer(400, r#"{"__type":"OddException","Value":"hush/6"}"#),
        answer(200, r#"{"Server":{"EngineAttributes":[{"Value":{"hush/7":1}}]}}"#),
        answer(200, r#"{"Server":{"EngineAttributes":"hush/8"}}"#),
        answer(200, r#"{"Server":{"CreatedAt":"hush/9"}}"#),
        answer(200, "hush/10"),
    ];
    for fault in faults {
        server.fail_next(fault);
        errors.push(full(&client, "a").send().await.unwrap_err());
    }
    full(&client, "a").send().await.unwrap();
    for fault in [Fault::DropConnection, Fault::Status(503), Fault::DropAfter(200)] {
        server.fail_all(fault);
        errors.push(client.describe_servers().send().await.unwrap_err());
        server.clear_faults();
    }
    let hasty: Client = builder.clone().operation_timeout(Duration::from_millis(50)).build().unwrap();
    server.fail_next(Fault::Delay(Duration::from_secs(9)));
    errors.push(hasty.describe_servers().send().await.unwrap_err());
    let nowhere: Client = builder.endpoint_url("http://127.0.0.1:1").build().unwrap();
    errors.push(full(&nowhere, "a").send().await.unwrap_err());

    assert_eq!(errors.len(), 20);
    for error in &errors {
        check(&shown(error));
        check(error.message().unwrap_or_default());
    }
    check(&capture.text());
    check(&logged());
}
