//! Making one call of the client: what cases do once their input and answer are ready.

use crate::glue::{Answer, Fill, Setup, Suite};

/// Calls an operation and waits for what comes of it.
pub(crate) fn call(suite: &Suite, operation: &str, setup: &Setup, fill: Fill<'_>) -> Result<Answer, String> {
    let found = suite.operation(operation).ok_or_else(|| format!("the client has no operation {operation}"))?;
    let future = (found.call)(setup, fill)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    Ok(runtime.map_err(|error| format!("tokio cannot be started: {error}"))?.block_on(future))
}
