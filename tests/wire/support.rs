//! What the wire tests have in common: a stand-in, a client for it, and pauses that take no time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use opsworkscm::operations::CreateServer;
use opsworkscm::tinsmith::credentials::Credentials;
use opsworkscm::tinsmith::time::{BoxFuture, Sleep};
use opsworkscm::tinsmith::{ConfigBuilder, Error as OwnError};
use opsworkscm::types::Backup;
use opsworkscm::{Client, Error};
use tinsmith_tests::{ACCESS_KEY_ID, Fault, Options, REGION, SECRET_ACCESS_KEY, Server, Ticks};

/// A pause of the wire tests takes no time and is written down.
#[derive(Clone, Debug, Default)]
pub(crate) struct NoSleep(Arc<Mutex<Vec<Duration>>>);

impl NoSleep {
    /// The pauses so far.
    pub(crate) fn pauses(&self) -> Vec<Duration> {
        self.0.lock().unwrap().clone()
    }
}

impl Sleep for NoSleep {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.lock().unwrap().push(duration);
        Box::pin(std::future::ready(()))
    }
}

/// A pause that takes a tenth of the time, for tests whose time limits have to pass for real.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hurry;

impl Sleep for Hurry {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration / 10))
    }
}

/// Options with which every change of status has passed when the next request comes.
pub(crate) fn options() -> Options {
    Options { ticks: Ticks::all(0), ..Options::default() }
}

/// A stand-in in which everything is done at once.
pub(crate) async fn start() -> Server {
    Server::start(options()).await.unwrap()
}

/// The key that the stand-in knows.
pub(crate) fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None, None, "test")
}

/// The builder of a client of the stand-in, whose pauses take real time.
pub(crate) fn builder(server: &Server) -> ConfigBuilder<Client> {
    Client::builder().region(REGION).endpoint_url(server.url()).credentials(credentials())
}

/// A client of the stand-in, whose pauses take no time.
pub(crate) fn client(server: &Server) -> Client {
    builder(server).sleep(NoSleep::default()).build().unwrap()
}

/// `CreateServer` with what it requires.
pub(crate) fn new_server(client: &Client, name: &str) -> CreateServer {
    client
        .create_server()
        .server_name(name)
        .engine("ChefAutomate")
        .instance_type("m5.large")
        .instance_profile_arn("arn:aws:iam::123456789012:instance-profile/opsworks")
        .service_role_arn("arn:aws:iam::123456789012:role/opsworks")
}

/// Creates a server and so many backups of it, the oldest first; the descriptions are `1`, `2` and so on.
pub(crate) async fn with_backups(client: &Client, name: &str, count: usize) -> Vec<Backup> {
    new_server(client, name).send().await.unwrap();
    let mut backups = Vec::new();
    for number in 1..=count {
        let answer = client.create_backup().server_name(name).description(number.to_string()).send().await.unwrap();
        backups.push(answer.backup.unwrap());
    }
    backups
}

/// An answer with these headers.
pub(crate) fn raw(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Fault {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Fault::RawBody { status, headers, body: body.as_ref().to_vec() }
}

/// An answer in the service's form, with the request id `id-1`.
pub(crate) fn answer(status: u16, body: impl AsRef<[u8]>) -> Fault {
    raw(status, &[("content-type", "application/x-amz-json-1.1"), ("x-amzn-requestid", "id-1")], body)
}

/// The runtime's own error out of a client's.
pub(crate) fn own(error: Error) -> OwnError {
    match error {
        Error::Call(error) => error,
        other => panic!("the service answered with an error: {other:?}"),
    }
}

/// Everything that an error and its causes show.
pub(crate) fn shown(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        text.push_str(&format!("{error}\n{error:?}\n{error:#?}\n"));
        next = error.source();
    }
    text
}
