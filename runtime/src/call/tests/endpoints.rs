//! Where the parameters of endpoint rules come from, and which source goes first.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aws_credential_types::provider::{error::CredentialsError, future};

use super::{Item, SERVICE, Script, answer, builder, credentials, error, header};
use crate::call::Handle;
use crate::config::{AccountIdEndpointMode, ConfigBuilder};
use crate::credentials::{Credentials, ProvideCredentials};
use crate::endpoint::rules::Condition::If;
use crate::endpoint::rules::Expression::{Attribute, Call, Reference, Template, Text};
use crate::endpoint::rules::Function::{BooleanEquals, IsSet, StringEquals};
use crate::endpoint::rules::{Condition, Expression, Literal, Outcome, Parameter, ParameterKind, Rule, RuleSet, Step};
use crate::error::ErrorKind;
use crate::operation::{Auth, EndpointParameter, Http, Operation, ParameterSource, Service};
use crate::service_error::Failure;
use crate::time::fake::block_on;
use crate::value::Structure;

const fn rule(conditions: &'static [Condition], url: Expression) -> Rule {
    Rule { conditions, outcome: Outcome::Endpoint { url, properties: &[], headers: &[] } }
}

const fn service(endpoint_rules: &'static RuleSet) -> Service {
    Service {
        name: SERVICE.name,
        sdk_id: SERVICE.sdk_id,
        version: SERVICE.version,
        signing_name: SERVICE.signing_name,
        protocol: SERVICE.protocol,
        endpoint_rules,
        errors: &[],
    }
}

const fn operation(service: &'static Service, auth: Auth, parameters: &'static [EndpointParameter]) -> Operation {
    Operation {
        name: "Get",
        service,
        sensitive: false,
        auth,
        http: Http::RPC,
        endpoint_parameters: parameters,
        host_prefix: &[],
        body: &[],
        discovery: None,
    }
}

fn send(handle: &Handle, operation: &'static Operation, input: &mut dyn Structure) -> Result<(), Failure> {
    block_on(handle.call(operation, input, &mut Item::default()))
}

fn hosts(script: &Script) -> Vec<String> {
    script.requests().iter().map(|request| header(request, "host").to_owned()).collect()
}

fn works(times: usize) -> Script {
    Script::new((0..times).map(|_| answer(200, "")))
}

static PLACED: Service = service(&RuleSet {
    parameters: &[Parameter {
        name: "Where",
        kind: ParameterKind::String,
        built_in: Some("SDK::Endpoint"),
        required: true,
        default: Some(Literal::String("https://default.example.com")),
    }],
    rules: &[rule(&[], Reference("Where"))],
});
static PLAIN: Operation = operation(&PLACED, Auth::SigV4, &[]);
static BY_MEMBER: Operation =
    operation(&PLACED, Auth::SigV4, &[EndpointParameter { name: "Where", source: ParameterSource::Member("Name") }]);
static BY_MODEL: Operation = operation(
    &PLACED,
    Auth::SigV4,
    &[
        EndpointParameter { name: "Where", source: ParameterSource::Member("Name") },
        EndpointParameter {
            name: "Where",
            source: ParameterSource::Static(Literal::String("https://static.example.com")),
        },
    ],
);

#[test]
fn the_most_specific_source_goes_first() {
    let script = works(5);
    let handle = |builder: ConfigBuilder| Handle::new(&PLACED, &builder.build().expect("the settings are right"));
    let default = handle(builder(&script));
    let built_in = handle(builder(&script).endpoint_url("https://built-in.example.com"));
    let client = built_in.clone().with_endpoint_parameter("Where", "https://client.example.com");
    let input = || Item::default().name("https://member.example.com");
    let calls =
        [(&default, &PLAIN), (&built_in, &PLAIN), (&client, &PLAIN), (&client, &BY_MEMBER), (&client, &BY_MODEL)];
    for (handle, operation) in calls {
        assert!(send(handle, operation, &mut input()).is_ok());
    }
    let wanted = ["default", "built-in", "client", "member", "static"].map(|name| format!("{name}.example.com"));
    assert_eq!(hosts(&script), wanted);
}

#[test]
fn clients_with_other_parameters_remember_other_endpoints() {
    let script = works(6);
    let first = Handle::new(&PLACED, &builder(&script).build().expect("the settings are right"));
    let second = first.clone().with_endpoint_parameter("Where", "https://second.example.com");
    let third = second.clone().with_endpoint_parameter("Where", "https://third.example.com");
    for handle in [&first, &second, &third, &first, &second, &third] {
        assert!(send(handle, &PLAIN, &mut Item::default().name("a")).is_ok());
    }
    let wanted = ["default", "second", "third"].map(|name| format!("{name}.example.com"));
    assert_eq!(hosts(&script), [wanted.clone(), wanted].concat());

    let wrong = first.with_endpoint_parameter("Where", true);
    let told = error(send(&wrong, &PLAIN, &mut Item::default().name("a")).map(|()| Item::default()));
    assert_eq!((told.kind(), told.attempts()), (ErrorKind::Endpoint, 0));
    assert!(told.message().contains("the endpoint parameter Where wants String, and it is a boolean"), "{told}");
}

/// An input whose members decide the endpoint.
#[derive(Clone, PartialEq)]
struct Choice {
    preview: Option<bool>,
    tables: Option<Vec<String>>,
}

crate::structure! {
    Choice "Choice" {
        0 preview: bool = "Preview" [];
        1 tables: Vec<String> = "Tables" [];
    }
}

static CHOSEN: Service = service(&RuleSet {
    parameters: &[
        Parameter {
            name: "Preview",
            kind: ParameterKind::Boolean,
            built_in: None,
            required: true,
            default: Some(Literal::Boolean(false)),
        },
        Parameter { name: "Tables", kind: ParameterKind::Strings, built_in: None, required: false, default: None },
    ],
    rules: &[
        rule(
            &[If(Call(BooleanEquals, &[Reference("Preview"), Expression::Boolean(true)]))],
            Text("https://preview.example.com"),
        ),
        rule(
            &[
                If(Call(IsSet, &[Reference("Tables")])),
                Condition::Let("Second", Attribute(&Reference("Tables"), &[Step::Index(1)])),
            ],
            Template(&[Text("https://"), Reference("Second"), Text(".example.com")]),
        ),
        rule(&[], Text("https://other.example.com")),
    ],
});
static BY_CHOICE: Operation = operation(
    &CHOSEN,
    Auth::SigV4,
    &[
        EndpointParameter { name: "Preview", source: ParameterSource::Member("Preview") },
        EndpointParameter { name: "Tables", source: ParameterSource::Member("Tables") },
    ],
);

#[test]
fn booleans_and_lists_of_the_input() {
    let script = works(4);
    let handle = Handle::new(&CHOSEN, &builder(&script).build().expect("the settings are right"));
    let tables = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let inputs = [
        Choice::default().preview(true).tables(tables(&["a", "b"])),
        Choice::default().preview(false).tables(tables(&["a", "b"])),
        Choice::default().tables(tables(&["a"])),
        Choice::default(),
    ];
    for mut input in inputs {
        assert!(send(&handle, &BY_CHOICE, &mut input).is_ok());
    }
    assert_eq!(hosts(&script), ["preview", "b", "other", "other"].map(|name| format!("{name}.example.com")));
}

#[test]
fn a_required_member_that_decides_the_endpoint_is_not_blank() {
    let script = works(1);
    let handle = Handle::new(&PLACED, &builder(&script).build().expect("the settings are right"));
    for name in ["", " ", "\t\n\u{a0}"] {
        let told = send(&handle, &BY_MEMBER, &mut Item::default().name(name)).map(|()| Item::default());
        let told = error(told);
        assert_eq!((told.kind(), told.attempts()), (ErrorKind::Validation, 0), "{name:?}");
        assert!(told.message().starts_with("Name is blank"), "{told}");
    }
    // Where the endpoint does not depend on it, the service may judge by itself.
    assert!(send(&handle, &PLAIN, &mut Item::default().name("")).is_ok());
}

static ACCOUNTS: Service = service(&RuleSet {
    parameters: &[
        Parameter {
            name: "Account",
            kind: ParameterKind::String,
            built_in: Some("AWS::Auth::AccountId"),
            required: false,
            default: None,
        },
        Parameter {
            name: "Mode",
            kind: ParameterKind::String,
            built_in: Some("AWS::Auth::AccountIdEndpointMode"),
            required: true,
            default: None,
        },
    ],
    rules: &[
        rule(
            &[If(Call(IsSet, &[Reference("Account")]))],
            Template(&[Text("https://"), Reference("Account"), Text("."), Reference("Mode"), Text(".example.com")]),
        ),
        Rule {
            conditions: &[If(Call(StringEquals, &[Reference("Mode"), Text("required")]))],
            outcome: Outcome::Error(Text("an account is required")),
        },
        rule(&[], Template(&[Text("https://"), Reference("Mode"), Text(".example.com")])),
    ],
});
static BY_ACCOUNT: Operation = operation(&ACCOUNTS, Auth::SigV4, &[]);
static BY_NO_ACCOUNT: Operation = operation(&ACCOUNTS, Auth::None, &[]);
static STUCK: Service = service(&RuleSet {
    parameters: &[],
    rules: &[Rule { conditions: &[], outcome: Outcome::Error(Text("there is none")) }],
});
static BY_STUCK: Operation = operation(&STUCK, Auth::SigV4, &[]);

/// Counts how often it is asked.
#[derive(Clone, Debug)]
struct Counting {
    asked: Arc<AtomicUsize>,
    account: Option<&'static str>,
    fails: bool,
    hangs: bool,
}

impl Counting {
    fn new(account: Option<&'static str>) -> Self {
        Self { asked: Arc::default(), account, fails: false, hangs: false }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl ProvideCredentials for Counting {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if self.hangs {
            return future::ProvideCredentials::new(std::future::pending());
        }
        let mut found = Credentials::builder().access_key_id("AKID").secret_access_key("hush").provider_name("test");
        found.set_account_id(self.account.map(Into::into));
        future::ProvideCredentials::ready(match self.fails {
            true => Err(CredentialsError::provider_error("the vault is shut")),
            false => Ok(found.build()),
        })
    }
}

fn accounts(script: &Script, provider: &Counting, mode: AccountIdEndpointMode) -> Handle {
    let builder = builder(script).credentials(provider.clone()).account_id_endpoint_mode(mode);
    Handle::new(&ACCOUNTS, &builder.build().expect("the settings are right"))
}

#[test]
fn the_account_of_the_credentials_goes_into_the_endpoint() {
    let script = Script::new([answer(200, ""), answer(500, ""), answer(200, ""), answer(200, ""), answer(200, "")]);
    let (known, unknown) = (Counting::new(Some("111122223333")), Counting::new(None));
    let modes = [AccountIdEndpointMode::Preferred, AccountIdEndpointMode::Required, AccountIdEndpointMode::Disabled];
    for mode in modes {
        let asked = known.asked();
        assert!(send(&accounts(&script, &known, mode), &BY_ACCOUNT, &mut Item::default().name("a")).is_ok());
        // The first attempt signs with what was found for the endpoint; a second one asks anew.
        let attempts = if mode == AccountIdEndpointMode::Required { 2 } else { 1 };
        assert_eq!(known.asked() - asked, attempts);
    }
    let handle = accounts(&script, &unknown, AccountIdEndpointMode::Preferred);
    assert!(send(&handle, &BY_ACCOUNT, &mut Item::default().name("a")).is_ok());
    let required = "111122223333.required.example.com";
    let wanted =
        ["111122223333.preferred.example.com", required, required, "disabled.example.com", "preferred.example.com"];
    assert_eq!(hosts(&script), wanted);
    assert!(script.requests().iter().all(|request| header(request, "authorization").contains("Credential=AKID/")));

    let handle = accounts(&script, &unknown, AccountIdEndpointMode::Required);
    let told = error(send(&handle, &BY_ACCOUNT, &mut Item::default().name("a")).map(|()| Item::default()));
    assert_eq!((told.kind(), told.attempts()), (ErrorKind::Endpoint, 0));
    assert!(told.message().starts_with("an account is required"), "{told}");
}

#[test]
fn an_account_that_is_given_needs_no_credentials() {
    let script = works(2);
    let provider = Counting::new(Some("111122223333"));
    let handle = accounts(&script, &provider, AccountIdEndpointMode::Preferred);
    // An unsigned request has no account.
    assert!(send(&handle, &BY_NO_ACCOUNT, &mut Item::default().name("a")).is_ok());
    assert_eq!(provider.asked(), 0);
    let handle = handle.with_endpoint_parameter("Account", "444455556666");
    assert!(send(&handle, &BY_NO_ACCOUNT, &mut Item::default().name("a")).is_ok());
    assert_eq!(hosts(&script), ["preferred.example.com", "444455556666.preferred.example.com"]);
}

#[test]
fn credentials_are_looked_for_early_only_where_an_account_is_wanted() {
    let script = Script::default();
    let provider = Counting { fails: true, ..Counting::new(None) };
    let config = builder(&script).credentials(provider.clone()).build().expect("the settings are right");
    let told = |service, operation| {
        let handle = Handle::new(service, &config);
        error(send(&handle, operation, &mut Item::default().name("a")).map(|()| Item::default()))
    };
    assert_eq!((told(&STUCK, &BY_STUCK).kind(), provider.asked()), (ErrorKind::Endpoint, 0));
    let failed = told(&ACCOUNTS, &BY_ACCOUNT);
    assert_eq!((failed.kind(), failed.attempts(), provider.asked()), (ErrorKind::Credentials, 0, 1));
    assert_eq!(failed.operation(), Some("Get"));

    let hanging = Counting { hangs: true, ..Counting::new(None) };
    let builder = builder(&script).credentials(hanging).operation_timeout(Duration::from_secs(2));
    let handle = Handle::new(&ACCOUNTS, &builder.build().expect("the settings are right"));
    let told = error(send(&handle, &BY_ACCOUNT, &mut Item::default().name("a")).map(|()| Item::default()));
    assert_eq!((told.kind(), told.attempts()), (ErrorKind::Timeout, 0));
    assert!(told.message().contains("the operation timeout of 2s"), "{told}");
    assert!(script.requests().is_empty());

    // The time limit of the call still holds for the attempts, and is told as it was set.
    let handle = Handle::new(
        &ACCOUNTS,
        &super::builder(&script)
            .credentials(credentials())
            .operation_timeout(Duration::from_secs(2))
            .build()
            .expect("the settings are right"),
    );
    let told = error(send(&handle, &BY_ACCOUNT, &mut Item::default().name("a")).map(|()| Item::default()));
    assert_eq!((told.kind(), told.attempts()), (ErrorKind::Timeout, 1));
    assert!(told.message().contains("the operation timeout of 2s"), "{told}");
}
