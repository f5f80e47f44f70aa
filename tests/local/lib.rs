//! The local stand-in for AWS OpsWorks CM, which has been retired: it speaks awsJson 1.1 over HTTP/1.1 on a loopback
//! socket, verifies signatures, checks the model's constraints and keeps servers, backups, events, tags and nodes in
//! memory. The tests and `cargo xtask demo` run against it; boto3 can talk to it as well.
//!
//! ```
//! use tinsmith_tests::{Options, Server};
//!
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
//! # runtime.block_on(async {
//! let server = Server::start(Options::default()).await?;
//! assert!(server.url().starts_with("http://127.0.0.1:"));
//! server.shutdown().await;
//! # std::io::Result::Ok(())
//! # })?;
//! # std::io::Result::Ok(())
//! ```
//!
//! How statuses move on is told at [`Ticks`]. Beyond the API reference there are these rules:
//!
//! - A node whose name contains `fail` cannot be associated: the association ends `FAILED`. So does the
//!   disassociation of a node that is not associated.
//! - `StartMaintenance` makes an automated backup first, unless automated backups are off. Otherwise automated
//!   backups are made by [`Server::make_automated_backup`]; there is no schedule.
//! - A server's backups stay when it is deleted.
//! - Servers and tags are listed in the order they were made, backups and events newest first.
//! - What the reference calls "not currently implemented", paging of servers and backups, works.
//! - Requests are not throttled, unless by [`Fault::throttling`].

/// The examples of README.md, which are compiled as any other.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

// The socket.
mod answer;
mod server;
mod stream;

// The way of a request, and what a test asks of it.
mod faults;
mod recorder;
mod service;

// Who asks?
mod canonical;
mod signature;

// Is it well formed?
mod constraints;
mod model;
mod pattern;

// What is done.
mod operations;
mod paging;
mod progress;
mod render;
mod state;

// What the service knows of its own.
mod engine;
mod error;
mod identifiers;
mod starter_kit;
mod status;
mod tags;

// What can be set, and the time.
mod calendar;
mod clock;
mod options;

pub use clock::{Clock, ManualClock, SystemClock};
pub use faults::Fault;
pub use options::{ACCESS_KEY_ID, ACCOUNT_ID, Credentials, Limits, Options, REGION, SECRET_ACCESS_KEY, Ticks};
pub use recorder::Request;
pub use server::Server;
pub use status::ServerStatus;
