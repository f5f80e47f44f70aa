//! The choice of TLS, by features: ring before aws-lc before the platform's own where several are on.

use reqwest::ClientBuilder;

/// A client builder with TLS set up, and why https cannot work when it could not be.
pub(super) struct Prepared {
    pub(super) builder: ClientBuilder,
    pub(super) https: Result<(), String>,
}

/// Hands the builder a ready rustls configuration. No provider is installed for the whole process, and without one
/// reqwest would panic when it makes its own configuration.
#[cfg(any(feature = "tls-ring", feature = "tls-aws-lc"))]
pub(super) fn prepare(builder: ClientBuilder) -> Prepared {
    match platform_configuration() {
        Ok(configuration) => Prepared { builder: builder.tls_backend_preconfigured(configuration), https: Ok(()) },
        Err(error) => {
            // A machine without root certificates can still speak plain http: with a configuration that trusts nobody.
            let https = Err(format!("https cannot be used, since TLS could not be set up: {error}"));
            match empty_configuration() {
                Ok(configuration) => Prepared { builder: builder.tls_backend_preconfigured(configuration), https },
                Err(_) => Prepared { builder, https },
            }
        }
    }
}

#[cfg(any(feature = "tls-ring", feature = "tls-aws-lc"))]
fn provider() -> std::sync::Arc<rustls::crypto::CryptoProvider> {
    #[cfg(feature = "tls-ring")]
    use rustls::crypto::ring::default_provider;

    #[cfg(not(feature = "tls-ring"))]
    use rustls::crypto::aws_lc_rs::default_provider;

    std::sync::Arc::new(default_provider())
}

#[cfg(any(feature = "tls-ring", feature = "tls-aws-lc"))]
fn platform_configuration() -> Result<rustls::ClientConfig, rustls::Error> {
    use rustls_platform_verifier::BuilderVerifierExt;

    Ok(rustls::ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth())
}

#[cfg(any(feature = "tls-ring", feature = "tls-aws-lc"))]
fn empty_configuration() -> Result<rustls::ClientConfig, rustls::Error> {
    Ok(rustls::ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth())
}

#[cfg(all(feature = "tls-native", not(any(feature = "tls-ring", feature = "tls-aws-lc"))))]
pub(super) fn prepare(builder: ClientBuilder) -> Prepared {
    Prepared { builder: builder.tls_backend_native(), https: Ok(()) }
}

#[cfg(not(any(feature = "tls-ring", feature = "tls-aws-lc", feature = "tls-native")))]
pub(super) fn prepare(builder: ClientBuilder) -> Prepared {
    let message = "https needs TLS, and this program is built without it: turn on one of the features tls-ring (the \
                   default), tls-aws-lc and tls-native, or give the client a reqwest::Client that has TLS";
    Prepared { builder, https: Err(message.to_owned()) }
}
