//! How an operation's requests are authenticated: the schemes that Smithy's traits leave, and the one that we sign with.

use crate::model::{Model, Shape};

/// The scheme that we sign with.
const SIGV4: &str = "aws.auth#sigv4";

/// What the traits of an operation and its service come to (Smithy, "auth trait" and "optionalAuth trait").
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Signed with SigV4.
    Signed,
    /// Signed with SigV4, or unsigned where there are no credentials.
    Either,
    /// Unsigned, whatever credentials there are.
    Unsigned,
    /// None but these schemes, which we do not have.
    Unsupported(Vec<String>),
}

/// What an operation needs. `@optionalAuth` adds a scheme without credentials, after all others, which is the only one
/// where there are no others: AWS's models say `@auth([])` beside it for operations that are never signed.
pub(crate) fn need(model: &Model, operation: &Shape) -> Need {
    let service = &model.shape(model.service).facts;
    let optional = operation.facts.optional_auth;
    let signs = if optional { Need::Either } else { Need::Signed };
    let Some(schemes) = operation.facts.auth.as_ref().or(service.auth.as_ref()) else {
        // Without the trait it is the service's own schemes. One that should have been there is told elsewhere.
        let signed = service.service.as_ref().is_some_and(|service| service.signing_name.is_some());
        return if optional && !signed { Need::Unsigned } else { signs };
    };
    if schemes.iter().any(|scheme| scheme == SIGV4) {
        signs
    } else if schemes.is_empty() || optional {
        Need::Unsigned
    } else {
        Need::Unsupported(schemes.clone())
    }
}
