//! What is asked and what is told: the question and the answer of a discovery operation, as every service has them.

use std::collections::BTreeMap;
use std::time::Duration;

use http::uri::Authority;

use super::{Discovery, Key};
use crate::endpoint::{Value, told_authority};

/// How long an endpoint holds when the answer does not say so, or says a time that is none.
const SHORTEST_PERIOD: Duration = Duration::from_secs(60);

/// No endpoint is held longer, whatever the answer says.
const LONGEST_PERIOD: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The input. What is absent does not go out, so that it fits discovery operations without these members.
#[derive(Clone, PartialEq)]
pub(super) struct Question {
    operation: Option<String>,
    identifiers: Option<BTreeMap<String, String>>,
}

crate::structure_value! {
    Question "DescribeEndpointsRequest" {
        0 operation = "Operation";
        1 identifiers = "Identifiers";
    } {}
}

impl Question {
    /// The question for what an endpoint depends on; the operation is only told along with identifiers, as botocore
    /// does it.
    pub(super) fn new(discovery: &Discovery, key: &Key) -> Self {
        let has_identifiers = !key.identifiers.is_empty();
        let identifiers = || key.identifiers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Self {
            operation: (has_identifiers && discovery.takes_operation).then(|| key.operation.to_owned()),
            identifiers: (has_identifiers && discovery.takes_identifiers).then(identifiers),
        }
    }
}

/// The output.
#[derive(Clone, PartialEq)]
pub(super) struct Answer {
    endpoints: Vec<Endpoint>,
}

crate::structure_value! {
    Answer "DescribeEndpointsResponse" {
        0 endpoints = "Endpoints";
    } {}
}

/// One endpoint of the answer.
#[derive(Clone, PartialEq)]
struct Endpoint {
    address: Option<String>,
    cache_period_in_minutes: Option<i64>,
}

crate::structure_value! {
    Endpoint "Endpoint" {
        0 address = "Address";
        1 cache_period_in_minutes = "CachePeriodInMinutes";
    } {}
}

impl Answer {
    /// The first endpoint that can be used, and how long it holds.
    ///
    /// # Errors
    ///
    /// Tells what is wrong with the answer.
    pub(super) fn first(&self) -> Result<(Authority, Duration), String> {
        let mut problem = None;
        for endpoint in &self.endpoints {
            match endpoint.address.as_deref().map(told_authority) {
                Some(Ok(authority)) => return Ok((authority, endpoint.period())),
                Some(Err(reason)) => {
                    // User info may hold a password.
                    let shown = endpoint.address.as_deref().filter(|address| !address.contains('@'));
                    let shown = shown.map(|address| format!(" {}", Value::from(address))).unwrap_or_default();
                    problem.get_or_insert_with(|| format!("the address{shown} {reason}"));
                }
                None => {
                    problem.get_or_insert_with(|| "an endpoint has no address".to_owned());
                }
            }
        }
        Err(problem.unwrap_or_else(|| "the answer has no endpoints".to_owned()))
    }
}

impl Endpoint {
    fn period(&self) -> Duration {
        let minutes = self.cache_period_in_minutes.and_then(|minutes| u64::try_from(minutes).ok()).unwrap_or(0);
        Duration::from_secs(minutes.saturating_mul(60)).clamp(SHORTEST_PERIOD, LONGEST_PERIOD)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Answer, Endpoint, LONGEST_PERIOD, SHORTEST_PERIOD};

    fn endpoint(address: &str, minutes: Option<i64>) -> Endpoint {
        Endpoint { address: Some(address.to_owned()), cache_period_in_minutes: minutes }
    }

    #[test]
    fn periods() {
        for (minutes, wanted) in [
            (Some(1440), Duration::from_secs(86_400)),
            (Some(1), SHORTEST_PERIOD),
            (None, SHORTEST_PERIOD),
            (Some(0), SHORTEST_PERIOD),
            (Some(-1), SHORTEST_PERIOD),
            (Some(i64::MIN), SHORTEST_PERIOD),
            (Some(i64::MAX), LONGEST_PERIOD),
        ] {
            assert_eq!(endpoint("a.b", minutes).period(), wanted, "{minutes:?}");
        }
    }

    #[test]
    fn the_first_that_can_be_used_counts() {
        let absent = || Endpoint { address: None, cache_period_in_minutes: None };
        let told = Answer { endpoints: vec![absent(), endpoint("a/b", None), endpoint("a.b", Some(5))] }.first();
        assert_eq!(told.map(|(authority, _)| authority.to_string()).as_deref(), Ok("a.b"));
        for (endpoints, wanted) in [
            (vec![], "no endpoints"),
            (vec![absent(), endpoint("a/b", None)], "no address"),
            (vec![endpoint("me:hush@a.b", None)], "user info"),
        ] {
            let told = Answer { endpoints }.first().expect_err("none can be used");
            assert!(told.contains(wanted) && !told.contains("hush"), "{told}");
        }
    }
}
