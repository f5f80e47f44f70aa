//! The literal bytes of `DescribeBackups` requests, as they come in at the stand-in.

use opsworkscm::Client;
use opsworkscm::operations::DescribeBackups;
use opsworkscm::tinsmith::credentials::Credentials;
use opsworkscm::types::{DescribeBackupsRequest, EngineAttribute};
use tinsmith_tests::{ACCESS_KEY_ID, Fault, Options, SECRET_ACCESS_KEY, Server};

use crate::support::{answer, builder, client, new_server, options, start};

/// The body that a request is sent with.
async fn body(ask: impl FnOnce(DescribeBackups) -> DescribeBackups) -> String {
    let server = start().await;
    server.fail_all(answer(200, "{}"));
    ask(client(&server).describe_backups()).send().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    String::from_utf8(requests[0].body.to_vec()).unwrap()
}

#[tokio::test]
async fn each_member_by_itself() {
    assert_eq!(body(|ask| ask).await, "{}");
    assert_eq!(body(|ask| ask.backup_id("a-1")).await, r#"{"BackupId":"a-1"}"#);
    assert_eq!(body(|ask| ask.server_name("automate-06")).await, r#"{"ServerName":"automate-06"}"#);
    assert_eq!(body(|ask| ask.next_token("")).await, r#"{"NextToken":""}"#);
    assert_eq!(body(|ask| ask.max_results(1)).await, r#"{"MaxResults":1}"#);
    assert_eq!(body(|ask| ask.max_results(i32::MAX)).await, r#"{"MaxResults":2147483647}"#);
}

#[tokio::test]
async fn all_members_in_the_models_order() {
    let wanted = r#"{"BackupId":"a-1","ServerName":"a","NextToken":"t","MaxResults":10}"#;
    assert_eq!(body(|ask| ask.max_results(10).next_token("t").server_name("a").backup_id("a-1")).await, wanted);
    let input = DescribeBackupsRequest::default().max_results(10).next_token("t").server_name("a").backup_id("a-1");
    assert_eq!(body(|ask| ask.with_input(input)).await, wanted);
}

#[tokio::test]
async fn text_of_every_kind() {
    let cases = [
        ("größe 日本語 🚀", r#"{"NextToken":"größe 日本語 🚀"}"#),
        ("\"\\/", r#"{"NextToken":"\"\\/"}"#),
        ("\u{8}\u{c}\n\r\t", r#"{"NextToken":"\b\f\n\r\t"}"#),
        ("\0\u{1}\u{1f}\u{7f}\u{2028}", "{\"NextToken\":\"\\u0000\\u0001\\u001f\u{7f}\u{2028}\"}"),
        ("</script>&'", r#"{"NextToken":"</script>&'"}"#),
    ];
    for (text, wanted) in cases {
        assert_eq!(body(|ask| ask.next_token(text)).await, wanted);
    }
}

#[tokio::test]
async fn absent_and_empty_lists_differ() {
    let server = start().await;
    server.fail_all(answer(200, "{}"));
    let client = client(&server);
    let node = || client.associate_node().server_name("a").node_name("n");
    node().engine_attributes([]).send().await.unwrap();
    node().engine_attributes([EngineAttribute::default().name("A").value("v")]).send().await.unwrap();
    client.disassociate_node().server_name("a").node_name("n").send().await.unwrap();
    new_server(&client, "a").associate_public_ip_address(false).security_group_ids([]).send().await.unwrap();
    let bodies: Vec<_> = server.requests().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies[0], r#"{"ServerName":"a","NodeName":"n","EngineAttributes":[]}"#);
    assert_eq!(bodies[1], r#"{"ServerName":"a","NodeName":"n","EngineAttributes":[{"Name":"A","Value":"v"}]}"#);
    assert_eq!(bodies[2], r#"{"ServerName":"a","NodeName":"n"}"#);
    let wanted = r#"{"AssociatePublicIpAddress":false,"Engine":"ChefAutomate","ServerName":"a","InstanceProfileArn":"#;
    assert!(bodies[3].starts_with(wanted.as_bytes()), "{:?}", bodies[3]);
    assert!(String::from_utf8_lossy(&bodies[3]).contains(r#","SecurityGroupIds":[],"#), "{:?}", bodies[3]);
}

#[tokio::test]
async fn headers() {
    let server = start().await;
    client(&server).describe_backups().send().await.unwrap();
    let request = server.requests().remove(0);
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/"));
    let mut names: Vec<_> = request.headers.keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    let wanted = [
        "accept",
        "amz-sdk-invocation-id",
        "amz-sdk-request",
        "authorization",
        "content-length",
        "content-type",
        "host",
        "user-agent",
        "x-amz-date",
        "x-amz-target",
    ];
    assert_eq!(names, wanted);
    assert_eq!(request.headers.len(), wanted.len(), "a header comes twice");
    let header = |name: &str| request.header(name).unwrap();
    assert_eq!(header("accept"), "*/*");
    assert_eq!(header("content-type"), "application/x-amz-json-1.1");
    assert_eq!(header("content-length"), "2");
    assert_eq!(header("host"), server.address().to_string());
    assert_eq!(header("x-amz-target"), "OpsWorksCM_V2016_11_01.DescribeBackups");
    assert_eq!(header("amz-sdk-request"), "attempt=1; max=3");
    let system = std::env::consts::OS;
    let agent = format!("aws-sdk-tinsmith/0.1.0 ua/2.1 api/opsworkscm#2016-11-01 os/{system} lang/rust");
    assert_eq!(header("user-agent"), agent);
    let id = header("amz-sdk-invocation-id");
    assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{id}");
    let date = header("x-amz-date");
    assert!(date.len() == 16 && date.ends_with('Z') && date.as_bytes()[8] == b'T', "{date}");
    let authorization = header("authorization");
    let scope = format!(
        "AWS4-HMAC-SHA256 Credential={ACCESS_KEY_ID}/{}/us-east-1/opsworks-cm/aws4_request, SignedHeaders=\
         amz-sdk-invocation-id;amz-sdk-request;content-type;host;x-amz-date;x-amz-target, Signature=",
        &date[..8]
    );
    let signature = authorization.strip_prefix(&scope).unwrap_or_else(|| panic!("{authorization}"));
    assert!(signature.len() == 64 && signature.bytes().all(|byte| byte.is_ascii_hexdigit()), "{signature}");
}

#[tokio::test]
async fn a_session_token_is_one_header_more() {
    let known = tinsmith_tests::Credentials::new("AKID", SECRET_ACCESS_KEY).with_session_token("token==");
    let server = Server::start(Options { credentials: vec![known], ..options() }).await.unwrap();
    let given = Credentials::new("AKID", SECRET_ACCESS_KEY, Some("token==".to_owned()), None, "test");
    builder(&server).credentials(given).build().unwrap().describe_backups().send().await.unwrap();
    let request = server.requests().remove(0);
    assert_eq!((request.header("x-amz-security-token"), request.headers.len()), (Some("token=="), 11));
    assert!(request.header("authorization").unwrap().contains(";x-amz-security-token;x-amz-target, "));
}

#[tokio::test]
async fn a_path_of_the_endpoint_stands_before_the_operations() {
    let server = start().await;
    server.fail_all(answer(200, "{}"));
    for base in ["/", "/base", "/base/"] {
        let client: Client = builder(&server).endpoint_url(server.url() + base).build().unwrap();
        client.describe_backups().send().await.unwrap();
    }
    let targets: Vec<_> = server.requests().into_iter().map(|request| request.target).collect();
    assert_eq!(targets, ["/", "/base/", "/base/"]);
}

#[tokio::test]
async fn connections_are_used_again() {
    let server = start().await;
    let client = client(&server);
    for _ in 0..3 {
        client.describe_backups().send().await.unwrap();
    }
    server.fail_next(Fault::Status(500));
    client.clone().describe_servers().send().await.unwrap();
    let connections: Vec<_> = server.requests().into_iter().map(|request| request.connection).collect();
    assert_eq!(connections, [1; 5]);
}
