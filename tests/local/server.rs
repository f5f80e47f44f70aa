//! The stand-in on its socket: accepting connections, reading requests, stopping.

use std::{
    fmt,
    future::Future,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use http_body_util::{BodyExt, Full};
use hyper::{
    Request as HttpRequest, Response,
    body::{Body, Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::{JoinHandle, JoinSet},
    time::{sleep, timeout},
};

use crate::{
    answer::Answer,
    error::ServiceError,
    faults::Fault,
    options::Options,
    recorder::Request,
    service::{Outcome, Service},
    status::ServerStatus,
    stream::{Connection, Scissors},
};

/// How long a client may take over a request's head or body.
const READ_TIMEOUT: Duration = Duration::from_secs(30);
/// How long open requests may take after the server was told to stop.
const STOP_TIMEOUT: Duration = Duration::from_secs(5);
/// How much of a body that is too large is read all the same: a client that is still writing would not see the answer.
const DISCARDED_BYTES: usize = 64 * 1024 * 1024;

/// A running stand-in. Dropping it stops it.
pub struct Server {
    service: Arc<Service>,
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a stand-in on a loopback port.
    ///
    /// # Errors
    ///
    /// When the port is taken, or the model that is built in cannot be read.
    pub async fn start(options: Options) -> io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let address = listener.local_addr()?;
        let service =
            Arc::new(Service::new(options).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?);
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(accept(listener, Arc::clone(&service), stopped));
        Ok(Server { service, address, stop, task: Some(task) })
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The endpoint for clients.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it was started with.
    pub fn options(&self) -> &Options {
        &self.service.options
    }

    /// Makes the next request fail.
    pub fn fail_next(&self, fault: Fault) {
        self.service.faults().order(None, fault);
    }

    /// Makes the next request of one operation fail.
    pub fn fail_next_of(&self, operation: impl Into<String>, fault: Fault) {
        self.service.faults().order(Some(operation.into()), fault);
    }

    /// Makes every request fail until [`Server::clear_faults`].
    pub fn fail_all(&self, fault: Fault) {
        self.service.faults().order_lasting(None, fault);
    }

    /// Makes every request of one operation fail until [`Server::clear_faults`].
    pub fn fail_all_of(&self, operation: impl Into<String>, fault: Fault) {
        self.service.faults().order_lasting(Some(operation.into()), fault);
    }

    /// Takes back every fault that has not come up yet.
    pub fn clear_faults(&self) {
        self.service.faults().clear();
    }

    /// The latest requests, oldest first.
    pub fn requests(&self) -> Vec<Request> {
        self.service.recorder().requests()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.service.recorder().clear();
    }

    /// Puts a server into any status, such as those that no operation leads to; what was under way is called off.
    /// Tells whether there is such a server.
    pub fn set_server_status(&self, server_name: &str, status: ServerStatus) -> bool {
        let mut state = self.service.state();
        let Ok(server) = state.server_mut(server_name) else { return false };
        server.status = status;
        server.work = None;
        true
    }

    /// Makes an automated backup at once, as the schedule of the real service would, and gives back its id. `None`
    /// if there is no such server, it has automated backups off, or its status does not allow it.
    pub fn make_automated_backup(&self, server_name: &str) -> Option<String> {
        let now = self.service.now();
        self.service.state().automated_backup(server_name, now)
    }

    /// Serves until the future ends, then stops as [`Server::shutdown`] does.
    pub async fn serve_until(self, end: impl Future<Output = ()>) {
        end.await;
        self.shutdown().await;
    }

    /// Stops: no new connections, open requests are answered, and then the port is free.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        if let Some(task) = self.task.take() {
            // The task ends by itself within the stop timeout; if it panicked, it has ended too.
            drop(task.await);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Waits until the server is told to stop.
async fn told(stopped: &mut watch::Receiver<bool>) {
    // An error means that the server is gone, which tells the same.
    drop(stopped.wait_for(|stop| *stop).await);
}

async fn accept(listener: TcpListener, service: Arc<Service>, mut stopped: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    let watched = stopped.clone();
    let mut count = 0;
    loop {
        tokio::select! {
            _ = told(&mut stopped) => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    count += 1;
                    connections.spawn(serve(stream, Arc::clone(&service), count, watched.clone()));
                }
                // Out of file descriptors, or the client has gone again: another moment, another try.
                Err(_) => sleep(Duration::from_millis(10)).await,
            },
        }
    }
    drop(listener);
    let rest = async { while connections.join_next().await.is_some() {} };
    if timeout(STOP_TIMEOUT, rest).await.is_err() {
        connections.shutdown().await;
    }
}

async fn serve(stream: TcpStream, service: Arc<Service>, number: u64, mut stopped: watch::Receiver<bool>) {
    // Small answers go out at once; where that cannot be set, they go out a little later.
    drop(stream.set_nodelay(true));
    let scissors = Scissors::default();
    let io = TokioIo::new(Connection::new(stream, scissors.clone()));
    let handler = service_fn(|request| respond(&service, &scissors, number, request));
    let connection =
        http1::Builder::new().timer(TokioTimer::new()).header_read_timeout(READ_TIMEOUT).serve_connection(io, handler);
    let mut connection = std::pin::pin!(connection);
    // Whatever ends a connection early is the client's to see.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = told(&mut stopped) => connection.as_mut().graceful_shutdown(),
    }
    drop(connection.await);
}

/// The reason for which hyper closes a connection without an answer.
#[derive(Debug)]
struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is dropped")
    }
}

impl std::error::Error for Dropped {}

async fn respond(
    service: &Service,
    scissors: &Scissors,
    connection: u64,
    request: HttpRequest<Incoming>,
) -> Result<Response<Full<Bytes>>, Dropped> {
    let (head, body) = request.into_parts();
    let body = match timeout(READ_TIMEOUT, collect(body, service.options.body_limit)).await {
        Err(_) => Err(ServiceError::front(408, "RequestTimeoutException", "The body did not arrive in time.")),
        Ok(Err(_)) => return Err(Dropped),
        Ok(Ok(None)) => Err(ServiceError::front(
            413,
            "RequestEntityTooLargeException",
            format!("The body has more than {} bytes.", service.options.body_limit),
        )),
        Ok(Ok(Some(body))) => Ok(body),
    };
    let answer = match body {
        Err(error) => Answer::error(&error, &service.request_id()).header("connection", "close"),
        Ok(body) => match service.take(&head, body, connection).await {
            Outcome::Answer(answer) => answer,
            Outcome::Cut(answer, bytes) => {
                scissors.cut_after(bytes);
                answer
            }
            Outcome::Drop => return Err(Dropped),
        },
    };
    let mut response = Response::new(Full::new(answer.body));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    Ok(response)
}

/// The whole body, or `None` when it is too large.
async fn collect(mut body: Incoming, limit: usize) -> Result<Option<Bytes>, hyper::Error> {
    let announced = body.size_hint().lower();
    if announced > u64::try_from(DISCARDED_BYTES.max(limit)).unwrap_or(u64::MAX) {
        return Ok(None);
    }
    let (mut bytes, mut count) = (Vec::new(), 0_usize);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        count = count.saturating_add(data.len());
        if count <= limit {
            bytes.extend_from_slice(&data);
        } else if count > DISCARDED_BYTES {
            return Ok(None);
        }
    }
    Ok((count <= limit).then(|| bytes.into()))
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;
