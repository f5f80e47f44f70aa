//! Endpoint discovery: when it is done, how long it holds, and what follows from its failures.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http::uri::Authority;

use super::{Answer, GET, Item, SERVICE, Script, answer, broken, builder, error, header, operation, refusal};
use crate::call::Handle;
use crate::config::ConfigBuilder;
use crate::discovery::{Discovery, ENGINE};
use crate::error::ErrorKind;
use crate::operation::{Auth, Discovered, Operation};
use crate::service_error::Failure;
use crate::time::Sleep;
use crate::time::fake::{FakeTime, block_on};
use crate::transport::TransportErrorKind;

static DESCRIBE_ENDPOINTS: Operation = Operation { name: "DescribeEndpoints", ..operation(Auth::SigV4, &[]) };

static DISCOVERY: Discovery = Discovery {
    operation: &DESCRIBE_ENDPOINTS,
    error: Some("InvalidEndpointException"),
    takes_operation: true,
    takes_identifiers: true,
    engine: &ENGINE,
};

const fn discovered(required: bool, identifiers: &'static [&'static str]) -> Operation {
    let discovery = Some(Discovered { by: &DISCOVERY, required, identifiers });
    Operation { discovery, ..operation(Auth::SigV4, &[]) }
}

pub(super) static REQUIRED: Operation = discovered(true, &[]);
pub(super) static OPTIONAL: Operation = discovered(false, &[]);
static BY_NAME: Operation = discovered(true, &["Name"]);

pub(super) const TOLD: &str = r#"{"Endpoints":[{"Address":"cell1.example.com","CachePeriodInMinutes":10}]}"#;
const TOLD_ANOTHER: &str = r#"{"Endpoints":[{"Address":"cell2.example.com","CachePeriodInMinutes":10}]}"#;

/// One client on a script, and its time.
struct Client {
    handle: Handle,
    script: Script,
    time: FakeTime,
}

impl Client {
    fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self::with(answers, |builder| builder)
    }

    fn with(answers: impl IntoIterator<Item = Answer>, set: impl FnOnce(ConfigBuilder) -> ConfigBuilder) -> Self {
        let (script, time) = (Script::new(answers), FakeTime::at(1_440_938_160));
        let config = set(builder(&script).clock(time.clone()).sleep(time.clone())).max_attempts(2);
        let handle = Handle::new(&SERVICE, &config.build().expect("the settings are right"));
        Self { handle, script, time }
    }

    fn call(&self, operation: &'static Operation) -> Result<Item, Failure> {
        block_on(call(&self.handle, operation))
    }

    fn pass(&self, seconds: u64) {
        block_on(self.time.sleep(Duration::from_secs(seconds)));
    }

    /// The requests so far, as operation and host.
    fn trail(&self) -> Vec<String> {
        self.script.requests().iter().map(place).collect()
    }
}

pub(super) async fn call(handle: &Handle, operation: &'static Operation) -> Result<Item, Failure> {
    let (mut input, mut output) = (Item::default().name("a").token("t"), Item::default());
    handle.call(operation, &mut input, &mut output).await.map(|()| output)
}

pub(super) fn place(request: &Request<Bytes>) -> String {
    let operation = header(request, "x-amz-target").trim_start_matches("Test_V1.");
    assert_eq!(request.uri().authority().map(Authority::as_str), Some(header(request, "host")));
    format!("{operation} {}", header(request, "host"))
}

pub(super) const ASKED: &str = "DescribeEndpoints test.eu-west-1.amazonaws.com";
pub(super) const REGULAR: &str = "Get test.eu-west-1.amazonaws.com";
pub(super) const CELL_1: &str = "Get cell1.example.com";
const CELL_2: &str = "Get cell2.example.com";

#[test]
fn asked_once_and_held_as_long_as_the_answer_says() {
    let client = Client::new([answer(200, TOLD), answer(200, ""), answer(200, ""), answer(200, TOLD), answer(200, "")]);
    assert!(client.call(&REQUIRED).is_ok());
    client.pass(599);
    assert!(client.call(&REQUIRED).is_ok());
    client.pass(1);
    assert!(client.call(&REQUIRED).is_ok());
    assert_eq!(client.trail(), [ASKED, CELL_1, CELL_1, ASKED, CELL_1]);
    let requests = client.script.requests();
    assert_eq!(requests[0].body().as_ref(), b"{}");
    assert_eq!(requests[1].uri(), "https://cell1.example.com/");
    // The address changes neither the signing name nor the region.
    for request in &requests {
        assert!(header(request, "authorization").contains("/eu-west-1/test/aws4_request"));
    }
}

#[test]
fn only_where_it_is_wanted() {
    for (set, operation, wanted) in [
        (None, &OPTIONAL, &[REGULAR][..]),
        (Some(false), &OPTIONAL, &[REGULAR]),
        (Some(true), &OPTIONAL, &[ASKED, CELL_1]),
        (Some(true), &REQUIRED, &[ASKED, CELL_1]),
        (Some(true), &GET, &[REGULAR]),
    ] {
        let answers = [answer(200, if wanted.len() > 1 { TOLD } else { "" }), answer(200, "")];
        let client = Client::with(answers, |builder| match set {
            Some(enabled) => builder.endpoint_discovery(enabled),
            None => builder,
        });
        assert!(client.call(operation).is_ok());
        assert_eq!(client.trail(), wanted, "{set:?}");
    }
}

#[test]
fn the_environment_turns_it_on_and_off() {
    for (name, value, wanted) in [
        ("AWS_ENABLE_ENDPOINT_DISCOVERY", "true", &[ASKED, CELL_1][..]),
        ("AWS_ENDPOINT_DISCOVERY_ENABLED", "True", &[ASKED, CELL_1]),
        ("AWS_ENABLE_ENDPOINT_DISCOVERY", "auto", &[REGULAR]),
    ] {
        let answers = [answer(200, if wanted.len() > 1 { TOLD } else { "" }), answer(200, "")];
        let client = Client::with(answers, |builder| builder.environment([(name, value)].into_iter().collect()));
        assert!(client.call(&OPTIONAL).is_ok());
        assert_eq!(client.trail(), wanted, "{name}");
    }
    let off = [("AWS_ENABLE_ENDPOINT_DISCOVERY", "false")];
    let client = Client::with([], |builder| builder.environment(off.into_iter().collect()));
    let told = error(client.call(&REQUIRED));
    assert_eq!((told.kind(), told.attempts()), (ErrorKind::Configuration, 0));
    assert!(told.message().contains("needs endpoint discovery") && told.message().contains("AWS_ENABLE"), "{told}");
    assert!(client.trail().is_empty());
}

#[test]
fn a_custom_endpoint_turns_it_off() {
    for operation in [&REQUIRED, &OPTIONAL] {
        let client = Client::with([answer(200, "")], |builder| {
            builder.endpoint_discovery(true).endpoint_url("https://localhost")
        });
        assert!(client.call(operation).is_ok());
        assert_eq!(client.trail(), ["Get localhost"]);
    }
}

#[test]
fn a_failure_that_is_optional_rests_for_a_minute() {
    let refused = || answer(400, r#"{"__type":"AccessDeniedException"}"#);
    let answers = [refused(), answer(200, ""), answer(200, ""), refused(), answer(200, ""), answer(200, TOLD)];
    let client = Client::with(answers.into_iter().chain([answer(200, "")]), |builder| builder.endpoint_discovery(true));
    let calls = |number: usize| (0..number).for_each(|_| assert!(client.call(&OPTIONAL).is_ok()));
    calls(2);
    client.pass(60);
    calls(1);
    client.pass(60);
    calls(1);
    assert_eq!(client.trail(), [ASKED, REGULAR, REGULAR, ASKED, REGULAR, ASKED, CELL_1]);
}

#[test]
fn a_failure_that_is_required_is_the_calls() {
    let client = Client::new([
        answer(400, r#"{"__type":"AccessDeniedException","message":"not for you"}"#),
        broken(TransportErrorKind::Connect),
        broken(TransportErrorKind::Connect),
        answer(200, TOLD),
        answer(200, ""),
    ]);
    let told = error(client.call(&REQUIRED));
    assert_eq!((told.kind(), told.operation(), told.attempts()), (ErrorKind::Endpoint, Some("Get"), 0));
    for part in ["could not be discovered", "DescribeEndpoints: AccessDeniedException: not for you", "id-1"] {
        assert!(told.message().contains(part), "{told}");
    }
    // The call that asks is tried again like any other, and the kind of its failure is the call's.
    let told = error(client.call(&REQUIRED));
    assert_eq!((told.kind(), told.is_retryable(), client.trail().len()), (ErrorKind::Connection, true, 3));
    assert!(client.call(&REQUIRED).is_ok());
    assert_eq!(client.trail()[3..], [ASKED, CELL_1]);
}

#[test]
fn an_old_endpoint_is_better_than_none() {
    let down = || broken(TransportErrorKind::Connect);
    let answers = [answer(200, TOLD), answer(200, ""), down(), down(), answer(200, ""), answer(200, "")];
    let client = Client::new(answers);
    assert!(client.call(&REQUIRED).is_ok());
    client.pass(600);
    assert!(client.call(&REQUIRED).is_ok());
    client.pass(30);
    assert!(client.call(&REQUIRED).is_ok());
    assert_eq!(client.trail(), [ASKED, CELL_1, ASKED, ASKED, CELL_1, CELL_1]);
}

#[test]
fn an_endpoint_that_is_no_longer_valid_is_asked_for_again() {
    for invalid in [|| answer(400, r#"{"__type":"ns#InvalidEndpointException"}"#), || answer(421, "")] {
        let client = Client::new([answer(200, TOLD), invalid(), answer(200, TOLD_ANOTHER), answer(200, "")]);
        assert!(client.call(&REQUIRED).is_ok());
        assert_eq!(client.trail(), [ASKED, CELL_1, ASKED, CELL_2]);
        let client = Client::new([answer(200, TOLD), invalid(), answer(200, TOLD), invalid(), answer(200, TOLD)]);
        let told = refusal(client.call(&REQUIRED));
        assert_eq!((told.meta.attempts, told.meta.retryable), (2, true));
        assert_eq!(client.trail(), [ASKED, CELL_1, ASKED, CELL_1]);
        // Where nothing was discovered, the answer is what it always was.
        let client = Client::new([invalid()]);
        assert_eq!(refusal(client.call(&OPTIONAL)).meta.attempts, 1);
    }
}

#[test]
fn identifiers_have_endpoints_of_their_own() {
    let answers = [answer(200, TOLD), answer(200, ""), answer(200, TOLD_ANOTHER), answer(200, ""), answer(200, "")];
    let client = Client::new(answers);
    assert!(client.call(&BY_NAME).is_ok());
    assert!(client.call(&REQUIRED).is_ok());
    assert!(client.call(&BY_NAME).is_ok());
    assert_eq!(client.trail(), [ASKED, CELL_1, ASKED, CELL_2, CELL_1]);
    let asked = client.script.requests()[0].body().clone();
    assert_eq!(asked.as_ref(), br#"{"Operation":"Get","Identifiers":{"Name":"a"}}"#);
}

#[test]
fn another_endpoint_tells_for_itself() {
    let client = Client::new([answer(200, TOLD), answer(200, ""), answer(200, TOLD_ANOTHER), answer(200, "")]);
    assert!(client.call(&REQUIRED).is_ok());
    let other = client.handle.clone().with_endpoint_parameter("Stage", "beta").with_endpoint_parameter("Name", "mine");
    assert!(block_on(call(&other, &REQUIRED)).is_ok());
    assert_eq!(client.trail(), [ASKED, CELL_1, "DescribeEndpoints mine.beta.example.com", CELL_2]);
}

#[test]
fn hostile_answers() {
    for (body, wanted) in [
        ("{}", "the answer has no endpoints"),
        ("", "the answer has no endpoints"),
        (r#"{"Endpoints":null}"#, "the answer has no endpoints"),
        (r#"{"Endpoints":[]}"#, "the answer has no endpoints"),
        (r#"{"Endpoints":[{}]}"#, "an endpoint has no address"),
        (r#"{"Endpoints":[{"Address":null}]}"#, "an endpoint has no address"),
        (r#"{"Endpoints":[{"Address":7}]}"#, "not what the model says"),
        (r#"{"Endpoints":"cell1"}"#, "not what the model says"),
        (r#"{"Endpoints":[{"Address":"a.b","CachePeriodInMinutes":1e99}]}"#, "not what the model says"),
        (r#"{"Endpoints":[{"Address":""}]}"#, "neither an address nor host labels"),
        (r#"{"Endpoints":[{"Address":"evil.com/x"}]}"#, "has a path"),
        (r#"{"Endpoints":[{"Address":"me:hush@evil.com"}]}"#, "user info"),
        (r#"{"Endpoints":[{"Address":"evil.com:99999"}]}"#, "port"),
        (r#"{"Endpoints":[{"Address":"169.254.169.254"}]}"#, "no host name"),
        (r#"{"Endpoints":[{"Address":"a.b\r\nx-evil: 1"}]}"#, "port"),
    ] {
        let client = Client::new([answer(200, body)]);
        let told = error(client.call(&REQUIRED));
        assert!(told.message().contains(wanted) && !format!("{told:?}").contains("hush"), "{body}: {told}");
        assert_eq!(client.trail(), [ASKED], "{body}");
    }
    // A period that is absurd does not keep an endpoint from being used.
    for (period, held) in [("-5", 59), ("0", 59), ("9223372036854775807", 7 * 24 * 3600 - 1)] {
        let body =
            format!(r#"{{"Endpoints":[{{"Address":"cell1.example.com:8443","CachePeriodInMinutes":{period}}}]}}"#);
        let body: &'static str = Box::leak(body.into_boxed_str());
        let answers = [answer(200, body), answer(200, ""), answer(200, ""), answer(200, TOLD), answer(200, "")];
        let client = Client::new(answers);
        assert!(client.call(&REQUIRED).is_ok());
        client.pass(held);
        assert!(client.call(&REQUIRED).is_ok());
        let hosts: Vec<_> = client.script.requests().iter().map(|request| header(request, "host").to_owned()).collect();
        assert_eq!(hosts[1..], ["cell1.example.com:8443"; 2]);
        client.pass(1);
        assert!(client.call(&REQUIRED).is_ok());
        assert_eq!(client.trail()[3..], [ASKED, CELL_1], "{period}");
    }
}
