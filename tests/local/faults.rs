//! Faults that a test orders, so that a client meets what goes wrong between it and a service.

use std::{collections::VecDeque, time::Duration};

/// Something that goes wrong with a request.
///
/// Except for [`Fault::DropAfter`] and [`Fault::Delay`], the request is not performed. Signatures are not checked
/// first: whatever stands in front of a service fails without looking at them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An answer of this status without a body, such as a load balancer gives.
    Status(u16),
    /// An error in the service's form, which the model does not have.
    Error {
        /// The HTTP status.
        status: u16,
        /// The error's name, as `__type`.
        code: String,
        /// The text for a person.
        message: String,
        /// `x-amz-retry-after`: how long the service asks to wait, in milliseconds.
        retry_after: Option<Duration>,
    },
    /// The connection is closed without an answer.
    DropConnection,
    /// The request is performed, but the connection is closed after the answer's head and this many bytes of its body.
    DropAfter(usize),
    /// A page of a proxy instead of an answer.
    Html(u16),
    /// Exactly this answer.
    RawBody {
        /// The HTTP status.
        status: u16,
        /// The headers; the length of the body is added to them.
        headers: Vec<(String, String)>,
        /// The body.
        body: Vec<u8>,
    },
    /// The request is performed after this time.
    Delay(Duration),
    /// 307, on to another address.
    Redirect(String),
}

impl Fault {
    /// 400 with `ThrottlingException`.
    pub fn throttling() -> Fault {
        Fault::error(400, "ThrottlingException", "Rate exceeded")
    }

    /// An error in the service's form.
    pub fn error(status: u16, code: impl Into<String>, message: impl Into<String>) -> Fault {
        Fault::Error { status, code: code.into(), message: message.into(), retry_after: None }
    }

    /// The same error with an `x-amz-retry-after` header; other faults stay as they are.
    pub fn retry_after(mut self, wait: Duration) -> Fault {
        if let Fault::Error { retry_after, .. } = &mut self {
            *retry_after = Some(wait);
        }
        self
    }
}

/// The faults that are still to come, in order.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    next: VecDeque<(Option<String>, Fault)>,
    lasting: Vec<(Option<String>, Fault)>,
}

impl Faults {
    /// Orders a fault for one request: the next of this operation, or the next of any.
    pub fn order(&mut self, operation: Option<String>, fault: Fault) {
        self.next.push_back((operation, fault));
    }

    /// Orders a fault for every request of this operation, or for all.
    pub fn order_lasting(&mut self, operation: Option<String>, fault: Fault) {
        self.lasting.push((operation, fault));
    }

    /// Takes back all orders.
    pub fn clear(&mut self) {
        self.next.clear();
        self.lasting.clear();
    }

    /// The fault for a request of this operation. What was ordered for one request comes before what lasts.
    pub fn take(&mut self, operation: Option<&str>) -> Option<Fault> {
        let meant = |wanted: &Option<String>| wanted.is_none() || wanted.as_deref() == operation;
        if let Some(index) = self.next.iter().position(|(wanted, _)| meant(wanted)) {
            return self.next.remove(index).map(|(_, fault)| fault);
        }
        self.lasting.iter().find(|(wanted, _)| meant(wanted)).map(|(_, fault)| fault.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Faults};

    #[test]
    fn faults_come_in_order_and_for_their_operation() {
        let mut faults = Faults::default();
        faults.order(Some("CreateServer".to_owned()), Fault::Status(500));
        faults.order(None, Fault::Status(503));
        faults.order_lasting(Some("DescribeServers".to_owned()), Fault::DropConnection);
        assert_eq!(faults.take(Some("DescribeBackups")), Some(Fault::Status(503)));
        assert_eq!(faults.take(Some("DescribeBackups")), None);
        assert_eq!(faults.take(None), None);
        assert_eq!(faults.take(Some("CreateServer")), Some(Fault::Status(500)));
        assert_eq!(faults.take(Some("CreateServer")), None);
        assert_eq!(faults.take(Some("DescribeServers")), Some(Fault::DropConnection));
        assert_eq!(faults.take(Some("DescribeServers")), Some(Fault::DropConnection));
        faults.clear();
        assert_eq!(faults.take(Some("DescribeServers")), None);
    }
}
