//! Which setting goes first, and what faults tell.

use std::time::Duration;

use super::{AccountIdEndpointMode, Config, ConfigBuilder, Environment};
use crate::credentials::Credentials;
use crate::error::ErrorKind;
use crate::operation::Auth;
use crate::time::fake::block_on;

fn builder(variables: &[(&str, &str)]) -> ConfigBuilder {
    Config::builder().environment(variables.iter().copied().collect())
}

fn built(variables: &[(&str, &str)]) -> Config {
    builder(variables).build().expect("the settings are right")
}

fn fault(builder: ConfigBuilder) -> String {
    let error = builder.build().expect_err("there is a fault");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    error.message().to_owned()
}

#[test]
fn regions_in_their_order() {
    let both = [("AWS_REGION", "eu-west-1"), ("AWS_DEFAULT_REGION", "eu-west-2")];
    assert_eq!(built(&both).region(), "eu-west-1");
    assert_eq!(built(&[("AWS_REGION", ""), ("AWS_DEFAULT_REGION", "eu-west-2")]).region(), "eu-west-2");
    assert_eq!(
        builder(&both).region("us-west-2").build().map(|config| config.region().to_owned()).ok(),
        Some("us-west-2".to_owned())
    );
    // A variable that is not wanted is not checked.
    assert!(builder(&[("AWS_REGION", "no region")]).region("us-west-2").build().is_ok());
}

#[test]
fn everything_else_from_the_environment() {
    let config = built(&[
        ("AWS_REGION", "eu-west-1"),
        ("AWS_MAX_ATTEMPTS", "7"),
        ("AWS_USE_FIPS_ENDPOINT", "true"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "True"),
        ("AWS_ACCESS_KEY_ID", "AKID"),
        ("AWS_SECRET_ACCESS_KEY", "hush"),
    ]);
    assert_eq!((config.0.max_attempts, config.0.use_fips, config.0.use_dual_stack), (7, true, true));
    let credentials = block_on(config.0.credentials.for_request(Auth::SigV4)).expect("they are set");
    assert_eq!(credentials.map(|credentials| credentials.access_key_id().to_owned()).as_deref(), Some("AKID"));
    assert!(!format!("{config:?}").contains("hush"));

    let plain = built(&[("AWS_REGION", "eu-west-1")]);
    assert_eq!((plain.0.max_attempts, plain.0.use_fips, plain.0.use_dual_stack), (3, false, false));
}

#[test]
fn code_goes_before_the_environment() {
    let variables = [
        ("AWS_REGION", "eu-west-1"),
        ("AWS_MAX_ATTEMPTS", "7"),
        ("AWS_USE_FIPS_ENDPOINT", "true"),
        ("AWS_ACCESS_KEY_ID", "AKID"),
        ("AWS_SECRET_ACCESS_KEY", "hush"),
    ];
    let given = Credentials::new("GIVEN", "quiet", Some("still".to_owned()), None, "test");
    let builder = builder(&variables).max_attempts(1).use_fips(false).credentials(given);
    let shown = format!("{builder:?}");
    let config = builder.build().expect("the settings are right");
    assert_eq!((config.0.max_attempts, config.0.use_fips), (1, false));
    let credentials = block_on(config.0.credentials.for_request(Auth::SigV4)).expect("they are given");
    assert_eq!(credentials.map(|credentials| credentials.access_key_id().to_owned()).as_deref(), Some("GIVEN"));
    let shown = format!("{shown} {config:?}");
    for secret in ["hush", "quiet", "still"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn endpoints_by_account() {
    let mode = |builder: ConfigBuilder| builder.build().map(|config| config.0.account_id_endpoint_mode).ok();
    let set = |value| builder(&[("AWS_REGION", "eu-west-1"), ("AWS_ACCOUNT_ID_ENDPOINT_MODE", value)]);
    assert_eq!(mode(set("")), Some(AccountIdEndpointMode::Preferred));
    assert_eq!(mode(set("preferred")), Some(AccountIdEndpointMode::Preferred));
    assert_eq!(mode(set("Disabled")), Some(AccountIdEndpointMode::Disabled));
    assert_eq!(mode(set("required")), Some(AccountIdEndpointMode::Required));
    let code = set("never").account_id_endpoint_mode(AccountIdEndpointMode::Disabled);
    assert_eq!(mode(code), Some(AccountIdEndpointMode::Disabled));
    assert_eq!(
        fault(set("never")),
        "the environment variable AWS_ACCOUNT_ID_ENDPOINT_MODE is \"never\"; set it to preferred, disabled or required"
    );
}

#[test]
fn endpoints_in_their_order() {
    let service = &crate::call::tests::SERVICE;
    let variables = [
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ENDPOINT_URL", "http://all:1"),
        ("AWS_ENDPOINT_URL_TEST_SERVICE", "http://one:2"),
        ("AWS_ENDPOINT_URL_OTHER", "no URL"),
    ];
    let url = |config: &Config| config.endpoint_url(service).map(Option::unwrap_or_default);
    assert_eq!(url(&built(&variables)).as_deref(), Ok("http://one:2"));
    assert_eq!(url(&built(&variables[..2])).as_deref(), Ok("http://all:1"));
    assert_eq!(url(&built(&variables[..1])).as_deref(), Ok(""));
    let config = builder(&variables).endpoint_url("http://code:3").build().expect("the settings are right");
    assert_eq!(url(&config).as_deref(), Ok("http://code:3"));

    let config = built(&[("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL_TEST_SERVICE", "no URL")]);
    assert!(url(&config).is_err_and(|fault| fault.contains("AWS_ENDPOINT_URL_TEST_SERVICE")));
}

#[test]
fn what_is_sent_and_where_it_is_asked_for() {
    let shown = |config: &Config| {
        let settings = &config.0;
        (settings.endpoint_discovery, settings.disable_request_compression, settings.request_min_compression_size_bytes)
    };
    let region = ("AWS_REGION", "eu-west-1");
    assert_eq!(shown(&built(&[region])), (None, false, 10_240));
    let variables = [
        region,
        ("AWS_ENABLE_ENDPOINT_DISCOVERY", "true"),
        ("AWS_ENDPOINT_DISCOVERY_ENABLED", "false"),
        ("AWS_DISABLE_REQUEST_COMPRESSION", "TRUE"),
        ("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "10485760"),
    ];
    assert_eq!(shown(&built(&variables)), (Some(true), true, 10_485_760));
    // `auto` in the first one is an answer, and the second one is not looked at.
    let auto = [region, ("AWS_ENABLE_ENDPOINT_DISCOVERY", "auto"), ("AWS_ENDPOINT_DISCOVERY_ENABLED", "true")];
    assert_eq!(shown(&built(&auto)).0, None);
    assert_eq!(shown(&built(&[region, ("AWS_ENDPOINT_DISCOVERY_ENABLED", "true")])).0, Some(true));
    let in_code = builder(&variables).endpoint_discovery(false).disable_request_compression(false);
    let in_code = in_code.request_min_compression_size_bytes(0).build().expect("the settings are right");
    assert_eq!(shown(&in_code), (Some(false), false, 0));
}

#[test]
fn faults_tell_what_to_set() {
    let told = fault(Config::builder());
    assert!(
        told.contains("no region: ConfigBuilder::region was not called") && told.contains("set AWS_REGION"),
        "{told}"
    );
    let told = fault(builder(&[]));
    assert!(told.contains("neither AWS_REGION nor AWS_DEFAULT_REGION is set"), "{told}");
    let here = || Config::builder().region("us-east-1");
    assert!(fault(Config::builder().region("a/b")).contains("\"a/b\" is not a valid host label"));
    assert!(fault(here().endpoint_url("localhost")).contains("ConfigBuilder::endpoint_url is not"));
    assert!(fault(here().max_attempts(0)).contains("ConfigBuilder::max_attempts is 0"));
    let told = fault(here().request_min_compression_size_bytes(10_485_761));
    assert!(told.contains("request_min_compression_size_bytes is 10485761; set it to 0 to 10485760"), "{told}");
    assert!(fault(here().read_timeout(Duration::ZERO)).contains("ConfigBuilder::read_timeout is zero"));
    assert!(here().read_timeout(None).build().is_ok());
}

#[test]
fn all_faults_are_told_at_once() {
    let told = fault(builder(&[
        ("AWS_DEFAULT_REGION", "a_b"),
        ("AWS_ENDPOINT_URL", "ftp://x"),
        ("AWS_MAX_ATTEMPTS", "none"),
        ("AWS_USE_FIPS_ENDPOINT", "yes"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "no"),
        ("AWS_ENABLE_ENDPOINT_DISCOVERY", "always"),
        ("AWS_DISABLE_REQUEST_COMPRESSION", "1"),
        ("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "-1"),
    ]));
    for part in [
        "a_b",
        "AWS_ENDPOINT_URL",
        "AWS_MAX_ATTEMPTS",
        "AWS_USE_FIPS_ENDPOINT",
        "AWS_USE_DUALSTACK_ENDPOINT",
        "AWS_ENABLE_ENDPOINT_DISCOVERY",
        "AWS_DISABLE_REQUEST_COMPRESSION",
        "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf_8_is_told_once() {
    use std::os::unix::ffi::OsStringExt;
    let value = std::ffi::OsString::from_vec(vec![0xff]);
    let told = fault(Config::builder().environment(Environment::from_iter([("AWS_REGION", value)])));
    assert!(told.contains("AWS_REGION is not valid UTF-8") && !told.contains("no region"), "{told}");
}
