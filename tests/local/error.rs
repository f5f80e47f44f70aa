//! The error answers of the service: code, HTTP status and message.

use std::fmt;

use serde_json::{Map, Value};

/// An error that the service answers with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServiceError {
    /// The HTTP status.
    pub status: u16,
    /// The error's name, which goes out as `__type`.
    pub code: &'static str,
    /// The text for a person.
    pub message: String,
    /// Which member carries the message. The model's own errors spell it `Message`; what stands in front of the
    /// service (authentication, routing, deserialisation) spells it `message`. AWS sends both, so clients read both.
    message_member: &'static str,
}

impl ServiceError {
    fn modelled(code: &'static str, message: impl Into<String>) -> ServiceError {
        ServiceError { status: 400, code, message: message.into(), message_member: "Message" }
    }

    /// An error from in front of the service: it is not in the model.
    pub fn front(status: u16, code: &'static str, message: impl Into<String>) -> ServiceError {
        ServiceError { status, code, message: message.into(), message_member: "message" }
    }

    /// `ValidationException`: a parameter is not valid.
    pub fn validation(message: impl Into<String>) -> ServiceError {
        ServiceError::modelled("ValidationException", message)
    }

    /// `ResourceNotFoundException`: no such server, backup, request token or ARN.
    pub fn not_found(message: impl Into<String>) -> ServiceError {
        ServiceError::modelled("ResourceNotFoundException", message)
    }

    /// `ResourceAlreadyExistsException`: the server name is taken.
    pub fn already_exists(message: impl Into<String>) -> ServiceError {
        ServiceError::modelled("ResourceAlreadyExistsException", message)
    }

    /// `InvalidStateException`: the resource's status does not allow this now.
    pub fn invalid_state(message: impl Into<String>) -> ServiceError {
        ServiceError::modelled("InvalidStateException", message)
    }

    /// `LimitExceededException`: an account quota is used up.
    pub fn limit_exceeded(message: impl Into<String>) -> ServiceError {
        ServiceError::modelled("LimitExceededException", message)
    }

    /// `InvalidNextTokenException`: this listing did not hand out the token.
    pub fn invalid_next_token(message: impl Into<String>) -> ServiceError {
        ServiceError::modelled("InvalidNextTokenException", message)
    }

    /// `SerializationException`: the body is not JSON, or a value has the wrong type.
    pub fn serialization(message: impl Into<String>) -> ServiceError {
        ServiceError::front(400, "SerializationException", message)
    }

    /// `UnknownOperationException`: no such operation.
    pub fn unknown_operation(status: u16, message: impl Into<String>) -> ServiceError {
        ServiceError::front(status, "UnknownOperationException", message)
    }

    /// `InternalFailure`: something that should not happen did.
    pub fn internal(message: impl Into<String>) -> ServiceError {
        ServiceError::front(500, "InternalFailure", message)
    }

    /// The body in awsJson's form.
    pub fn body(&self) -> Value {
        let mut body = Map::new();
        body.insert("__type".to_owned(), self.code.into());
        body.insert(self.message_member.to_owned(), self.message.as_str().into());
        Value::Object(body)
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.code, self.status, self.message)
    }
}
