//! The way of one request through the stand-in: recorded, made to fail if a test says so, authenticated, routed,
//! read, checked against the model, performed, answered.

use std::sync::{Mutex, MutexGuard, PoisonError};

use fastrand::Rng;
use hyper::{HeaderMap, Method, body::Bytes, header::CONTENT_TYPE, http::request::Parts};
use serde_json::{Map, Value};

use crate::{
    answer::{Answer, CONTENT_TYPE_JSON},
    clock::epoch_millis,
    constraints,
    error::ServiceError,
    faults::{Fault, Faults},
    identifiers::uuid,
    model::{Model, Operation},
    operations::{self, Call},
    options::{Credentials, Options},
    recorder::{Recorder, Request, attempt},
    signature::{self, Expected, Presented},
    state::State,
};

/// The service behind the socket.
pub(crate) struct Service {
    pub options: Options,
    model: Model,
    state: Mutex<State>,
    faults: Mutex<Faults>,
    recorder: Mutex<Recorder>,
    ids: Mutex<Rng>,
}

/// What becomes of a request.
pub(crate) enum Outcome {
    /// It is answered.
    Answer(Answer),
    /// It is answered, but the connection is cut after so many bytes of the body.
    Cut(Answer, usize),
    /// The connection is closed.
    Drop,
}

impl Service {
    /// A service with nothing in it.
    pub fn new(options: Options) -> Result<Service, String> {
        let model = Model::load()?;
        let ids = options.seed.map_or_else(Rng::new, |seed| Rng::with_seed(seed.wrapping_add(1)));
        Ok(Service {
            model,
            state: Mutex::new(State::new(&options)),
            faults: Mutex::new(Faults::default()),
            recorder: Mutex::new(Recorder::new(options.recorded_requests)),
            ids: Mutex::new(ids),
            options,
        })
    }

    /// What the service remembers.
    pub fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// The faults that are to come.
    pub fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }

    /// The requests that came.
    pub fn recorder(&self) -> MutexGuard<'_, Recorder> {
        lock(&self.recorder)
    }

    /// The current time in milliseconds.
    pub fn now(&self) -> u64 {
        epoch_millis(self.options.clock.now())
    }

    /// An id for a request.
    pub fn request_id(&self) -> String {
        uuid(&mut lock(&self.ids))
    }

    /// Takes a request.
    pub async fn take(&self, head: &Parts, body: Bytes, connection: u64) -> Outcome {
        let target = target(&head.headers);
        let operation = target.map(|target| target.rsplit('.').next().unwrap_or(target));
        self.recorder().record(Request {
            operation: operation.map(str::to_owned),
            method: head.method.to_string(),
            target: head.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned(),
            headers: head.headers.clone(),
            body: body.clone(),
            attempt: attempt(&head.headers),
            connection,
        });
        let fault = self.faults().take(operation);
        match fault {
            None => Outcome::Answer(self.answer(head, &body)),
            Some(Fault::Delay(wait)) => {
                tokio::time::sleep(wait).await;
                Outcome::Answer(self.answer(head, &body))
            }
            Some(Fault::DropAfter(bytes)) => Outcome::Cut(self.answer(head, &body), bytes),
            Some(Fault::DropConnection) => Outcome::Drop,
            Some(fault) => Outcome::Answer(Answer::fault(&fault, &self.request_id())),
        }
    }

    fn answer(&self, head: &Parts, body: &[u8]) -> Answer {
        let answer = match self.perform(head, body) {
            Ok(output) => Answer::json(200, &output, &self.request_id()),
            Err(error) => Answer::error(&error, &self.request_id()),
        };
        if head.method == Method::POST { answer } else { answer.header("allow", "POST") }
    }

    fn perform(&self, head: &Parts, body: &[u8]) -> Result<Value, ServiceError> {
        check_route(head)?;
        let now = self.now();
        let caller = self.authenticate(head, body, now)?;
        let (name, operation) = self.route(&head.headers)?;
        let input = read(body)?;
        constraints::check(&self.model, operation, &input)?;
        let call = Call { operation: name, input: &input, now, access_key_id: &caller.access_key_id };
        operations::perform(&mut self.state(), &call)
    }

    fn authenticate(&self, head: &Parts, body: &[u8], now_millis: u64) -> Result<&Credentials, ServiceError> {
        let presented = Presented {
            method: head.method.as_str(),
            path: head.uri.path(),
            query: head.uri.query().unwrap_or_default(),
            headers: &head.headers,
            body,
        };
        let expected = Expected {
            region: &self.options.region,
            service: &self.model.signing_name,
            now_millis,
            credentials: &self.options.credentials,
        };
        signature::verify(&presented, &expected)
    }

    /// Finds the operation that `X-Amz-Target` names.
    fn route<'a>(&'a self, headers: &HeaderMap) -> Result<(&'a str, &'a Operation), ServiceError> {
        let unknown = |message: String| ServiceError::unknown_operation(400, message);
        let target = target(headers).ok_or_else(|| unknown("There is no X-Amz-Target header.".to_owned()))?;
        let service = &self.model.service_name;
        let name = target.strip_prefix(service.as_str()).and_then(|rest| rest.strip_prefix('.'));
        let found = name.and_then(|name| self.model.operations.get_key_value(name));
        found.map(|(name, operation)| (name.as_str(), operation)).ok_or_else(|| {
            unknown(format!("'{target}' is no operation of this service; a target reads {service}.DescribeServers."))
        })
    }
}

fn target(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-amz-target")?.to_str().ok()
}

/// awsJson has one method, one path and one content type.
fn check_route(head: &Parts) -> Result<(), ServiceError> {
    if head.uri.path() != "/" {
        return Err(ServiceError::unknown_operation(404, "The only path is '/'."));
    }
    if head.method != Method::POST {
        return Err(ServiceError::unknown_operation(405, "The only method is POST."));
    }
    let content_type = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case(CONTENT_TYPE_JSON) {
        return Err(ServiceError::front(
            415,
            "UnsupportedMediaTypeException",
            format!("The Content-Type is '{content_type}', but must be {}.", CONTENT_TYPE_JSON),
        ));
    }
    Ok(())
}

/// Reads the body. An empty one counts as `{}`, as the protocol allows servers.
fn read(body: &[u8]) -> Result<Map<String, Value>, ServiceError> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(input)) => Ok(input),
        Ok(_) => Err(ServiceError::serialization("The body must be a JSON object.")),
        Err(error) => Err(ServiceError::serialization(format!("The body is not JSON: {error}"))),
    }
}

/// A panic elsewhere does not make the data unusable: every change is made in one go, after all checks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
