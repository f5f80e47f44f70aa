//! Settings and inputs that cannot work: told before anything is sent, with what to set.

use hyper::body::Bytes;
use hyper::{Request, Response};
use opsworkscm::tinsmith::config::Environment;
use opsworkscm::tinsmith::credentials::Credentials;
use opsworkscm::tinsmith::time::BoxFuture;
use opsworkscm::tinsmith::transport::{Transport, TransportError};
use opsworkscm::tinsmith::{Config, Error as OwnError, ErrorKind};
use opsworkscm::types::{EngineAttribute, Tag};
use opsworkscm::{Client, Error};
use tinsmith_tests::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY};

use crate::support::{builder, client, credentials, new_server, own, start};

fn refused(built: Result<Client, OwnError>, parts: &[&str]) {
    let error = built.expect_err("the settings cannot work");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Configuration, 0));
    for part in parts {
        assert!(error.message().contains(part), "{part}: {error}");
    }
}

#[tokio::test]
async fn no_region() {
    let server = start().await;
    let bare = || Client::builder().endpoint_url(server.url()).credentials(credentials());
    refused(bare().build(), &["no region", "set AWS_REGION", "ConfigBuilder::region", "us-east-1"]);
    let empty = bare().environment(Environment::from_iter([("AWS_REGION", "")]));
    refused(empty.build(), &["neither AWS_REGION nor AWS_DEFAULT_REGION is set"]);
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_region_that_is_no_host_label() {
    let server = start().await;
    for region in ["", "us_east_1", "evil.com/", "a.b", "-a", "a-", "us-east-1\r\nx: y", "größe", &"a".repeat(64)] {
        let shown = format!("the region {region:?} is not a valid host label");
        refused(builder(&server).region(region).build(), &[&shown, "AWS_REGION"]);
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn an_endpoint_that_is_no_url() {
    let server = start().await;
    for url in ["", "localhost", "localhost:8000", "ftp://localhost", "http://", "http://a b", "http://a/?b", "/"] {
        refused(builder(&server).endpoint_url(url).build(), &["ConfigBuilder::endpoint_url", "set it to one such as"]);
    }
    let variables = [("AWS_ENDPOINT_URL_OPSWORKSCM", "localhost")];
    let here = Client::builder().region(REGION).credentials(credentials());
    let client = here.environment(Environment::from_iter(variables)).build().unwrap();
    let error = own(client.describe_backups().send().await.unwrap_err());
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Configuration, 0));
    assert!(error.message().contains("AWS_ENDPOINT_URL_OPSWORKSCM"), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn all_faults_at_once() {
    let built = Client::builder().region("a b").endpoint_url("c").max_attempts(0).build();
    refused(built, &["the region", "ConfigBuilder::endpoint_url", "ConfigBuilder::max_attempts is 0"]);
}

#[tokio::test]
async fn no_credentials() {
    let server = start().await;
    let bare = || Client::builder().region(REGION).endpoint_url(server.url());
    let half = [("AWS_ACCESS_KEY_ID", "AKID")];
    let cases = [
        (bare(), "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        (bare().environment(Environment::default()), "the environment sets neither AWS_ACCESS_KEY_ID nor"),
        (bare().environment(Environment::from_iter(half)), "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not"),
    ];
    for (builder, wanted) in cases {
        let error = own(builder.build().unwrap().describe_backups().send().await.unwrap_err());
        assert_eq!((error.kind(), error.attempts(), error.status()), (ErrorKind::Credentials, 0, None));
        assert_eq!(error.operation(), Some("DescribeBackups"));
        assert!(error.message().contains(wanted) && !error.is_retryable(), "{error}");
    }
    let odd = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, Some("a\r\nb".to_owned()), None, "test");
    let error = own(bare().credentials(odd).build().unwrap().describe_backups().send().await.unwrap_err());
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Signing, 0));
    assert!(error.message().contains("session token"), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn settings_of_the_environment_work() {
    let server = start().await;
    let variables = [
        ("AWS_REGION".to_owned(), REGION.to_owned()),
        ("AWS_ACCESS_KEY_ID".to_owned(), ACCESS_KEY_ID.to_owned()),
        ("AWS_SECRET_ACCESS_KEY".to_owned(), SECRET_ACCESS_KEY.to_owned()),
        ("AWS_ENDPOINT_URL".to_owned(), "http://localhost:1".to_owned()),
        ("AWS_ENDPOINT_URL_OPSWORKSCM".to_owned(), server.url()),
        ("AWS_MAX_ATTEMPTS".to_owned(), "7".to_owned()),
    ];
    let config = Config::builder().environment(Environment::from_iter(variables)).build().unwrap();
    let client = Client::new(&config);
    assert!(client.describe_backups().send().await.unwrap().backups.is_empty());
    assert_eq!(server.requests()[0].header("amz-sdk-request"), Some("attempt=1; max=7"));
}

/// Answers with the URL that it was asked at.
#[derive(Debug)]
struct Echo;

impl Transport for Echo {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let body = format!(r#"{{"NextToken":"{}"}}"#, request.uri());
        Box::pin(async { Ok(Response::new(body.into())) })
    }
}

#[tokio::test]
async fn the_services_own_endpoint_without_a_network() {
    let url = async |region: &str| {
        let client: Client =
            Client::builder().region(region).credentials(credentials()).transport(Echo).build().unwrap();
        client.describe_backups().send().await.unwrap().next_token.unwrap()
    };
    assert_eq!(url("eu-west-1").await, "https://opsworks-cm.eu-west-1.amazonaws.com/");
    assert_eq!(url("cn-north-1").await, "https://opsworks-cm.cn-north-1.amazonaws.com.cn/");
}

fn broken(error: Error) -> String {
    let error = own(error);
    assert_eq!((error.kind(), error.attempts(), error.status()), (ErrorKind::Validation, 0, None));
    assert!(!error.is_retryable());
    error.to_string()
}

#[tokio::test]
async fn broken_constraints_all_at_once_with_their_paths() {
    let server = start().await;
    let client = client(&server);
    let ask = client.describe_backups().backup_id("b".repeat(80)).server_name("").max_results(0);
    assert_eq!(
        broken(ask.next_token("t".repeat(10_001)).send().await.unwrap_err()),
        "DescribeBackups: the input breaks 4 constraints: BackupId has 80 characters where at most 79 are allowed; \
         ServerName has 0 characters where at least 1 are wanted; NextToken has 10001 characters where at most 10000 are \
         allowed; MaxResults is out of range: at least 1 is wanted"
    );
    let tags = [Tag::default().key("a").value("b"), Tag::default().value("c".repeat(257))];
    let attributes = [EngineAttribute::default().value("s3cret".repeat(2_000))];
    let told =
        new_server(&client, "a").tags(tags).engine_attributes(attributes).security_group_ids(["g".repeat(10_001)]);
    let told = broken(told.send().await.unwrap_err());
    assert!(told.contains("the input breaks 4 constraints: EngineAttributes[0].Value has 12000 characters"), "{told}");
    assert!(told.contains("; SecurityGroupIds[0] has 10001 characters"), "{told}");
    assert!(told.contains("; Tags[1].Key is required and missing; Tags[1].Value has 257 characters"), "{told}");
    assert!(!told.contains("s3cret"), "{told}");
    assert_eq!(
        broken(client.delete_server().send().await.unwrap_err()),
        "DeleteServer: the input breaks a constraint: ServerName is required and missing"
    );
    let told = broken(client.create_server().send().await.unwrap_err());
    for member in ["Engine", "ServerName", "InstanceProfileArn", "InstanceType", "ServiceRoleArn"] {
        assert!(told.contains(&format!("{member} is required and missing")), "{told}");
    }
    assert!(server.requests().is_empty());
    // The bounds themselves are allowed, and characters are counted, not bytes.
    let ask = client.describe_backups().backup_id("b".repeat(79)).server_name("s".repeat(40)).max_results(1);
    assert!(matches!(ask.send().await.unwrap_err(), Error::ResourceNotFoundException(_)));
    let ask = client.describe_backups().backup_id("é".repeat(79));
    assert!(matches!(ask.send().await.unwrap_err(), Error::ValidationException(_)), "the service has its pattern");
}
