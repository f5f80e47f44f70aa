//! Whole calls over a transport that answers from a script, on a clock that only moves when somebody sleeps.

mod body;
mod discovery;
mod discovery_together;
mod endpoints;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use super::Handle;
use crate::config::{Config, ConfigBuilder};
use crate::credentials::Credentials;
use crate::endpoint::rules::{
    Condition, Expression, Function, Literal, Outcome, Parameter, ParameterKind, Rule, RuleSet,
};
use crate::error::{Error, ErrorKind};
use crate::operation::{
    Auth, EndpointParameter, ErrorShape, HostPart, Http, Operation, ParameterSource, Retryable, Service,
};
use crate::protocol::AWS_JSON_1_1;
use crate::service_error::{ErrorAnswer, Failure};
use crate::time::BoxFuture;
use crate::time::fake::{FakeTime, block_on};
use crate::transport::{Transport, TransportError, TransportErrorKind};

const fn parameter(name: &'static str, kind: ParameterKind, built_in: Option<&'static str>) -> Parameter {
    Parameter { name, kind, built_in, required: false, default: None }
}

pub(crate) static SERVICE: Service = Service {
    name: "Test_V1",
    sdk_id: "Test Service",
    version: "2020-02-02",
    signing_name: "test",
    protocol: &AWS_JSON_1_1,
    endpoint_rules: &RuleSet {
        parameters: &[
            parameter("Region", ParameterKind::String, Some("AWS::Region")),
            parameter("Endpoint", ParameterKind::String, Some("SDK::Endpoint")),
            parameter("Stage", ParameterKind::String, None),
            parameter("Name", ParameterKind::String, None),
            parameter("Name4a", ParameterKind::String, None),
        ],
        rules: &[
            Rule {
                conditions: &[Condition::If(Expression::Call(Function::IsSet, &[Expression::Reference("Endpoint")]))],
                outcome: Outcome::Endpoint { url: Expression::Reference("Endpoint"), properties: &[], headers: &[] },
            },
            Rule {
                conditions: &[Condition::If(Expression::Call(Function::IsSet, &[Expression::Reference("Stage")]))],
                outcome: Outcome::Endpoint {
                    url: Expression::Template(&[
                        Expression::Text("https://"),
                        Expression::Reference("Name"),
                        Expression::Text("."),
                        Expression::Reference("Stage"),
                        Expression::Text(".example.com"),
                    ]),
                    properties: &[(
                        "authSchemes",
                        Expression::List(&[Expression::Record(&[
                            ("name", Expression::Text("sigv4")),
                            ("signingName", Expression::Text("other")),
                            ("signingRegion", Expression::Text("us-gov-west-1")),
                        ])]),
                    )],
                    headers: &[("x-amz-stage", &[Expression::Text("seen")])],
                },
            },
            Rule {
                conditions: &[Condition::If(Expression::Call(Function::IsSet, &[Expression::Reference("Name4a")]))],
                outcome: Outcome::Endpoint {
                    url: Expression::Template(&[
                        Expression::Text("https://"),
                        Expression::Reference("Name4a"),
                        Expression::Text(".example.com"),
                    ]),
                    properties: &[(
                        "authSchemes",
                        Expression::List(&[Expression::Record(&[("name", Expression::Text("sigv4a"))])]),
                    )],
                    headers: &[],
                },
            },
            Rule {
                conditions: &[],
                outcome: Outcome::Endpoint {
                    url: Expression::Template(&[
                        Expression::Text("https://test."),
                        Expression::Reference("Region"),
                        Expression::Text(".amazonaws.com"),
                    ]),
                    properties: &[],
                    headers: &[],
                },
            },
        ],
    },
    errors: &[
        ErrorShape { name: "NotFound", retryable: None },
        ErrorShape { name: "Busy", retryable: Some(Retryable { throttling: false }) },
    ],
};

pub(crate) const fn operation(auth: Auth, endpoint_parameters: &'static [EndpointParameter]) -> Operation {
    Operation {
        name: "Get",
        service: &SERVICE,
        sensitive: false,
        auth,
        http: Http::RPC,
        endpoint_parameters,
        host_prefix: &[],
        body: &[],
        discovery: None,
    }
}

static GET: Operation = operation(Auth::SigV4, &[]);
static GET_UNSIGNED: Operation = operation(Auth::None, &[]);
static GET_OPTIONAL: Operation = operation(Auth::Optional, &[]);
static GET_PREFIXED: Operation = Operation {
    host_prefix: &[HostPart::Text("data-"), HostPart::Label("Name"), HostPart::Text(".")],
    ..operation(Auth::SigV4, &[])
};
static GET_STAGED: Operation = operation(
    Auth::SigV4,
    &[
        EndpointParameter { name: "Stage", source: ParameterSource::Static(Literal::String("beta")) },
        EndpointParameter { name: "Name", source: ParameterSource::Member("Name") },
    ],
);

/// The parameters with which the endpoint names a scheme that we do not have.
const STAGE_4A: &[EndpointParameter] = &[EndpointParameter { name: "Name4a", source: ParameterSource::Member("Name") }];

/// Serves as input and output.
#[derive(Clone, PartialEq)]
pub(crate) struct Item {
    pub(crate) name: Option<String>,
    pub(crate) token: Option<String>,
}

crate::structure! {
    Item "Item" {
        0 name: String = "Name" [Required];
        1 token: String = "Token" [IdempotencyToken];
    }
}

pub(crate) type Answer = Result<Response<Bytes>, TransportError>;

/// Answers from a script and keeps the requests; when the script is at its end, it never answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Script {
    pub(crate) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.into_iter().collect())), ..Self::default() }
    }

    pub(crate) fn requests(&self) -> Vec<Request<Bytes>> {
        self.requests.lock().expect("nobody panics with it").clone()
    }
}

impl Transport for Script {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Answer> {
        self.requests.lock().expect("nobody panics with it").push(request);
        let answer = self.answers.lock().expect("nobody panics with it").pop_front();
        Box::pin(async move {
            match answer {
                Some(answer) => answer,
                None => std::future::pending().await,
            }
        })
    }
}

pub(crate) fn answer(status: u16, body: &'static str) -> Answer {
    let answer = Response::builder().status(status).header("x-amzn-requestid", "id-1").body(Bytes::from(body));
    Ok(answer.expect("it is an answer"))
}

fn broken(kind: TransportErrorKind) -> Answer {
    Err(TransportError::new(kind, "it broke"))
}

fn credentials() -> Credentials {
    Credentials::new("AKID", "hush", Some("quiet".to_owned()), None, "test")
}

pub(crate) fn builder(script: &Script) -> ConfigBuilder {
    let time = FakeTime::at(1_440_938_160);
    let builder = Config::builder().region("eu-west-1").transport(script.clone());
    builder.credentials(credentials()).clock(time.clone()).sleep(time)
}

pub(super) fn call_with(builder: ConfigBuilder, operation: &'static Operation, input: Item) -> Result<Item, Failure> {
    let handle = Handle::new(&SERVICE, &builder.build().expect("the settings are right"));
    assert!(!format!("{handle:?}").contains("hush"));
    let (mut input, mut output) = (input, Item::default());
    let result = block_on(handle.call(operation, &mut input, &mut output));
    let shown = format!("{result:?}");
    assert!(!shown.contains("hush") && !shown.contains("quiet"), "{shown}");
    result.map(|()| output)
}

fn call(script: &Script) -> Result<Item, Failure> {
    call_with(builder(script), &GET, Item::default().name("a"))
}

fn error(result: Result<Item, Failure>) -> Error {
    match result {
        Err(Failure::Call(error)) => error,
        other => panic!("an error of our own was wanted: {other:?}"),
    }
}

fn refusal(result: Result<Item, Failure>) -> ErrorAnswer {
    match result {
        Err(Failure::Answer(answer)) => *answer,
        other => panic!("an error answer was wanted: {other:?}"),
    }
}

fn header<'a>(request: &'a Request<Bytes>, name: &str) -> &'a str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[test]
fn a_call_that_works() {
    let script = Script::new([answer(200, r#"{"Name":"b"}"#)]);
    assert_eq!(call(&script).ok().and_then(|item| item.name).as_deref(), Some("b"));
    let requests = script.requests();
    let [request] = requests.as_slice() else { panic!("one request was wanted: {requests:?}") };
    assert_eq!(request.uri(), "https://test.eu-west-1.amazonaws.com/");
    assert_eq!(header(request, "host"), "test.eu-west-1.amazonaws.com");
    assert_eq!(header(request, "content-length"), request.body().len().to_string());
    assert_eq!(header(request, "x-amz-date"), "20150830T123600Z");
    assert_eq!(header(request, "x-amz-security-token"), "quiet");
    assert_eq!(header(request, "amz-sdk-request"), "attempt=1; max=3");
    assert_eq!(header(request, "amz-sdk-invocation-id").len(), 36);
    assert!(header(request, "user-agent").starts_with("aws-sdk-tinsmith/0.1.0 ua/2.1 api/test_service#2020-02-02 os/"));
    let authorization = header(request, "authorization");
    let wanted = "AWS4-HMAC-SHA256 Credential=AKID/20150830/eu-west-1/test/aws4_request, SignedHeaders=\
                  amz-sdk-invocation-id;amz-sdk-request;content-type;host;x-amz-date;x-amz-security-token;\
                  x-amz-target, Signature=";
    assert!(authorization.starts_with(wanted), "{authorization}");
    assert!(!format!("{request:?}").contains("quiet"));
}

#[test]
fn retries_sign_anew_and_keep_the_rest() {
    let script = Script::new([
        broken(TransportErrorKind::Interrupted),
        answer(400, r#"{"__type":"ThrottlingException"}"#),
        answer(200, "{}"),
    ]);
    assert!(call(&script).is_ok());
    let requests = script.requests();
    let all = |name| requests.iter().map(|request| header(request, name)).collect::<Vec<_>>();
    assert_eq!(all("amz-sdk-request"), ["attempt=1; max=3", "attempt=2; max=3", "attempt=3; max=3"]);
    assert!(all("amz-sdk-invocation-id").windows(2).all(|pair| pair[0] == pair[1]));
    assert!(all("authorization").windows(2).all(|pair| pair[0] != pair[1]));
    assert!(requests.windows(2).all(|pair| pair[0].body() == pair[1].body()));
    let token = String::from_utf8_lossy(requests[0].body()).into_owned();
    assert!(token.contains(r#""Token":""#), "{token}");
}

#[test]
fn the_last_failure_is_what_the_caller_sees() {
    let refused = || answer(503, r#"{"__type":"ns#Busy:http://x","message":"later"}"#);
    let told = refusal(call(&Script::new([broken(TransportErrorKind::Connect), refused(), refused()])));
    assert_eq!((told.meta.code.as_deref(), told.meta.message.as_deref()), (Some("Busy"), Some("later")));
    assert_eq!((told.meta.operation, told.meta.status, told.meta.attempts), ("Get", 503, 3));
    assert_eq!(told.meta.request_id.as_deref(), Some("id-1"));
    assert!(told.meta.retryable && !told.meta.throttling);

    let script = Script::new([refused(), refused(), broken(TransportErrorKind::Connect)]);
    let told = error(call(&script));
    assert_eq!((told.kind(), told.attempts(), told.operation()), (ErrorKind::Connection, 3, Some("Get")));
    assert_eq!(told.to_string(), "Get: it broke (3 attempts)");
}

#[test]
fn what_cannot_help_is_not_tried_again() {
    let told = refusal(call(&Script::new([answer(400, r#"{"__type":"NotFound"}"#)])));
    assert_eq!((told.meta.code.as_deref(), told.meta.attempts, told.meta.retryable), (Some("NotFound"), 1, false));

    let kinds = [
        (TransportErrorKind::Configuration, ErrorKind::Configuration, 0),
        (TransportErrorKind::TooLarge, ErrorKind::Decoding, 1),
        (TransportErrorKind::Other, ErrorKind::Connection, 1),
    ];
    for (from, to, attempts) in kinds {
        let told = error(call(&Script::new([broken(from)])));
        assert_eq!((told.kind(), told.attempts()), (to, attempts));
    }

    let script = Script::new([answer(500, ""), answer(500, "")]);
    let told = refusal(call_with(builder(&script).max_attempts(1), &GET, Item::default().name("a")));
    assert_eq!((told.meta.attempts, told.meta.code), (1, None));
}

#[test]
fn broken_answers_tell_status_request_id_and_body() {
    let told = error(call(&Script::new([answer(200, "<html>no</html>")])));
    assert_eq!((told.kind(), told.status(), told.request_id()), (ErrorKind::Decoding, Some(200), Some("id-1")));
    assert_eq!((told.operation(), told.attempts()), (Some("Get"), 1));

    let partial = || {
        TransportError::new(TransportErrorKind::Interrupted, "cut off")
            .with_answer(answer(200, "{\"Na").expect("it is an answer"))
    };
    let told = error(call(&Script::new([Err(partial()), Err(partial()), Err(partial())])));
    assert_eq!((told.kind(), told.status(), told.request_id()), (ErrorKind::Connection, Some(200), Some("id-1")));
    assert!(told.message().starts_with("cut off; the body begins"), "{told}");
}

#[test]
fn nothing_is_sent_when_something_is_missing() {
    let script = Script::default();
    let bare = || Config::builder().region("eu-west-1").transport(script.clone());
    let named = || Item::default().name("a");

    let told = error(call_with(bare(), &GET, named()));
    assert_eq!((told.kind(), told.attempts()), (ErrorKind::Credentials, 0));
    assert!(told.to_string().starts_with("Get: no credentials were found"), "{told}");
    let told = error(call_with(bare(), &GET, Item::default()));
    assert_eq!((told.kind(), told.operation()), (ErrorKind::Validation, Some("Get")));
    let variables = [("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL_TEST_SERVICE", "nowhere")];
    let told = error(call_with(bare().environment(variables.into_iter().collect()), &GET, named()));
    assert_eq!(told.kind(), ErrorKind::Configuration);
    assert!(told.message().contains("AWS_ENDPOINT_URL_TEST_SERVICE"), "{told}");
    let told = error(call_with(builder(&script), &GET_STAGED, Item::default().name("a b")));
    assert_eq!(told.kind(), ErrorKind::Endpoint);
    assert!(script.requests().is_empty());
}

#[test]
fn a_token_that_is_given_stays() {
    let script = Script::new([answer(200, "")]);
    assert!(call_with(builder(&script), &GET, Item::default().name("a").token("mine")).is_ok());
    assert_eq!(script.requests()[0].body().as_ref(), br#"{"Name":"a","Token":"mine"}"#);
}

#[test]
fn a_caller_may_give_the_tokens_and_leave_out_the_check() {
    let script = Script::new([answer(200, "")]);
    let builder = builder(&script).idempotency_token_source(|| "given".to_owned()).parameter_validation(false);
    assert!(call_with(builder, &GET, Item::default()).is_ok());
    assert_eq!(script.requests()[0].body().as_ref(), br#"{"Token":"given"}"#);
}

#[test]
fn unsigned_where_the_operation_says_so() {
    // A provider that is never to be asked.
    let script = Script::new([answer(200, "")]);
    let environment = [("AWS_ACCESS_KEY_ID", "half")].into_iter().collect();
    let bare = Config::builder().region("eu-west-1").transport(script.clone()).environment(environment);
    assert!(call_with(bare, &GET_UNSIGNED, Item::default().name("a")).is_ok());
    let request = &script.requests()[0];
    assert!(
        ["authorization", "x-amz-date", "x-amz-security-token"].iter().all(|name| header(request, name).is_empty())
    );

    for (operation, has_credentials, signed) in
        [(&GET_UNSIGNED, true, false), (&GET_OPTIONAL, true, true), (&GET_OPTIONAL, false, false)]
    {
        let script = Script::new([answer(200, "")]);
        let bare = Config::builder().region("eu-west-1").transport(script.clone());
        let builder = if has_credentials { bare.credentials(credentials()) } else { bare };
        assert!(call_with(builder, operation, Item::default().name("a")).is_ok());
        assert_eq!(!header(&script.requests()[0], "authorization").is_empty(), signed);
    }
}

#[test]
fn endpoints_from_settings_rules_and_input() {
    let script = Script::new([answer(200, ""), answer(200, "")]);
    let custom = builder(&script).endpoint_url("http://localhost:8000/base/");
    assert!(call_with(custom, &GET, Item::default().name("a")).is_ok());
    assert!(call_with(builder(&script), &GET_STAGED, Item::default().name("mine")).is_ok());
    let requests = script.requests();
    assert_eq!(requests[0].uri(), "http://localhost:8000/base/");
    assert_eq!(header(&requests[0], "host"), "localhost:8000");
    assert_eq!(requests[1].uri(), "https://mine.beta.example.com/");
    assert_eq!(header(&requests[1], "x-amz-stage"), "seen");
    let authorization = header(&requests[1], "authorization");
    assert!(authorization.contains("/us-gov-west-1/other/aws4_request"), "{authorization}");
    assert!(authorization.contains("x-amz-stage"), "{authorization}");
}

#[test]
fn an_endpoint_that_wants_another_scheme_is_named() {
    let script = Script::new([answer(200, "")]);
    let staged = |auth| Box::leak(Box::new(operation(auth, STAGE_4A)));
    let told = error(call_with(builder(&script), staged(Auth::SigV4), Item::default().name("a")));
    assert_eq!((told.kind(), told.attempts()), (ErrorKind::Signing, 0));
    let wanted = "https://a.example.com wants requests signed with sigv4a, and only sigv4 is supported";
    assert!(told.message().contains(wanted), "{told}");
    assert!(script.requests().is_empty());
    assert!(call_with(builder(&script), staged(Auth::None), Item::default().name("a")).is_ok());
}

#[test]
fn a_host_prefix_goes_before_the_host() {
    let script = Script::new([answer(200, ""), answer(200, "")]);
    let custom = builder(&script).endpoint_url("http://127.0.0.1:8000");
    assert!(call_with(builder(&script), &GET_PREFIXED, Item::default().name("mine")).is_ok());
    assert!(call_with(custom, &GET_PREFIXED, Item::default().name("mine")).is_ok());
    let requests = script.requests();
    assert_eq!(requests[0].uri(), "https://data-mine.test.eu-west-1.amazonaws.com/");
    assert_eq!(header(&requests[0], "host"), "data-mine.test.eu-west-1.amazonaws.com");
    // An address takes no prefix.
    assert_eq!(requests[1].uri(), "http://127.0.0.1:8000/");
    for label in ["a.b", "evil.com/", "", "-"] {
        let told = error(call_with(builder(&script), &GET_PREFIXED, Item::default().name(label)));
        assert_eq!((told.kind(), told.attempts()), (ErrorKind::Endpoint, 0), "{label}");
    }
    assert_eq!(script.requests().len(), 2);
}

#[test]
fn time_limits_name_themselves() {
    let second = Duration::from_secs(1);
    let script = Script::default();
    let told = error(call_with(builder(&script).attempt_timeout(second), &GET, Item::default().name("a")));
    assert_eq!((told.kind(), told.attempts()), (ErrorKind::Timeout, 3));
    assert!(told.message().contains("the attempt timeout of 1s"), "{told}");

    let script = Script::default();
    let told = error(call_with(builder(&script).operation_timeout(second), &GET, Item::default().name("a")));
    assert_eq!((told.kind(), told.attempts()), (ErrorKind::Timeout, 1));
    assert!(told.message().contains("the operation timeout of 1s"), "{told}");
}

#[test]
fn one_config_serves_many_clients() {
    let script = Script::new([answer(200, ""), answer(200, "")]);
    let config = builder(&script).build().expect("the settings are right");
    for _ in 0..2 {
        let handle = Handle::new(&SERVICE, &config);
        assert!(handle.check().is_ok());
        assert!(block_on(handle.clone().call(&GET, &mut Item::default().name("a"), &mut Item::default())).is_ok());
    }
    assert_eq!(script.requests().len(), 2);
}
