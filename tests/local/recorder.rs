//! The requests as they came in, for tests that look at literal bytes.

use std::collections::VecDeque;

use hyper::{HeaderMap, body::Bytes};

/// What all kept bodies may take together; the oldest requests go first.
const KEPT_BYTES: usize = 64 * 1024 * 1024;

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Request {
    /// The operation out of `X-Amz-Target`, known or not.
    pub operation: Option<String>,
    /// The HTTP method.
    pub method: String,
    /// The path and query.
    pub target: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// Which attempt of its call it is, from 1, if the client tells in `amz-sdk-request`.
    pub attempt: Option<u32>,
    /// The connection that it came on, counted from 1.
    pub connection: u64,
}

impl Request {
    /// The first value of a header, if it is there and text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Keeps the latest requests.
#[derive(Debug)]
pub(crate) struct Recorder {
    requests: VecDeque<Request>,
    bytes: usize,
    limit: usize,
}

impl Recorder {
    /// A recorder that keeps so many requests.
    pub fn new(limit: usize) -> Recorder {
        Recorder { requests: VecDeque::new(), bytes: 0, limit }
    }

    /// Keeps a request.
    pub fn record(&mut self, request: Request) {
        self.bytes += request.body.len();
        self.requests.push_back(request);
        while self.requests.len() > self.limit || self.bytes > KEPT_BYTES {
            let Some(oldest) = self.requests.pop_front() else { break };
            self.bytes -= oldest.body.len();
        }
    }

    /// What is kept, oldest first.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.iter().cloned().collect()
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.requests.clear();
        self.bytes = 0;
    }
}

/// The attempt number within `amz-sdk-request: attempt=2; max=3`.
pub(crate) fn attempt(headers: &HeaderMap) -> Option<u32> {
    let text = headers.get("amz-sdk-request")?.to_str().ok()?;
    text.split(';').find_map(|part| part.trim().strip_prefix("attempt=")?.parse().ok())
}
