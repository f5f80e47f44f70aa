//! What can be set before the stand-in starts.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use crate::clock::{Clock, SystemClock};

/// The access key id that the stand-in knows unless told otherwise.
pub const ACCESS_KEY_ID: &str = "AKIDTINSMITHLOCAL";
/// The secret that belongs to [`ACCESS_KEY_ID`]. It opens nothing but this stand-in.
pub const SECRET_ACCESS_KEY: &str = "tinsmith-local-secret-which-is-no-secret";
/// The region that the stand-in plays unless told otherwise.
pub const REGION: &str = "us-east-1";
/// The account that the stand-in plays unless told otherwise.
pub const ACCOUNT_ID: &str = "123456789012";

/// Everything that can be set. `Options::default()` suits most tests.
#[derive(Clone, Debug)]
pub struct Options {
    /// The loopback port; 0 takes any free one.
    pub port: u16,
    /// The region: the only one that signatures may be scoped to, and part of every ARN.
    pub region: String,
    /// The account number in every ARN.
    pub account_id: String,
    /// Who may call.
    pub credentials: Vec<Credentials>,
    /// The account's quotas.
    pub limits: Limits,
    /// How long things take.
    pub ticks: Ticks,
    /// How many items a page holds when the request sets no `MaxResults`.
    pub page_size: usize,
    /// How long a `NextToken` can be used.
    pub token_lifetime: Duration,
    /// The largest request body in bytes; a larger one is answered with 413.
    pub body_limit: usize,
    /// How many of the latest requests [`Server::requests`](crate::Server::requests) can show.
    pub recorded_requests: usize,
    /// The clock for signatures, timestamps and token lifetimes.
    pub clock: Arc<dyn Clock>,
    /// With a seed, the same requests at the same times give the same identifiers and tokens; without, they are
    /// random, and a token of one stand-in is refused by the next.
    pub seed: Option<u64>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            port: 0,
            region: REGION.to_owned(),
            account_id: ACCOUNT_ID.to_owned(),
            credentials: vec![Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY)],
            limits: Limits::default(),
            ticks: Ticks::default(),
            page_size: 100,
            token_lifetime: Duration::from_secs(24 * 60 * 60),
            body_limit: 6 * 1024 * 1024,
            recorded_requests: 1_000,
            clock: Arc::new(SystemClock),
            seed: None,
        }
    }
}

/// An access key that the stand-in knows.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The access key id.
    pub access_key_id: String,
    /// The secret access key.
    pub secret_access_key: String,
    /// The session token that must come with the key, for temporary credentials.
    pub session_token: Option<String>,
    /// When the session token ends; from then on the answer is `ExpiredTokenException`.
    pub expires: Option<SystemTime>,
}

impl Credentials {
    /// A key that lasts, without a session token.
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Credentials {
        Credentials {
            access_key_id: access_key_id.into(),
            secret_access_key: secret_access_key.into(),
            session_token: None,
            expires: None,
        }
    }

    /// The same key with a session token that must be presented.
    pub fn with_session_token(mut self, token: impl Into<String>) -> Credentials {
        self.session_token = Some(token.into());
        self
    }

    /// The same key with an end.
    pub fn with_expiry(mut self, expires: SystemTime) -> Credentials {
        self.expires = Some(expires);
        self
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .field("secret_access_key", &"*** redacted ***")
            .field("session_token", &self.session_token.as_ref().map(|_| "*** redacted ***"))
            .field("expires", &self.expires)
            .finish()
    }
}

/// The account's quotas; the defaults are those that the API reference names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many servers there may be: `ServerLimit`, 10.
    pub servers: usize,
    /// How many manual backups there may be: `ManualBackupLimit`, 50.
    pub manual_backups: usize,
    /// How many tags a server or backup may carry: 50.
    pub tags: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { servers: 10, manual_backups: 50, tags: 50 }
    }
}

/// How long things take, in ticks.
///
/// Nothing moves by itself: a passing status (`CREATING`, `BACKING_UP`, `IN_PROGRESS` and so on) is shown by that many
/// `Describe...` answers, and has passed when the next request arrives. What is not looked at stays as it is. With
/// 0 ticks it has passed when the next request of any kind arrives. No time is involved, so a test sees the same
/// sequence each time, and a person who polls sees progress.
///
/// - A server's tick is a `DescribeServers` or `DescribeEvents` answer about it, or a `DescribeBackups` answer that
///   shows a backup of it in progress.
/// - A backup's deletion ticks with each `DescribeBackups` answer that shows it.
/// - A node's tick is a `DescribeNodeAssociationStatus` answer for that request token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticks {
    /// For servers: creation, backup, restoration, maintenance, modification, deletion.
    pub server: u32,
    /// For the deletion of backups.
    pub backup: u32,
    /// For the association and disassociation of nodes.
    pub node: u32,
}

impl Ticks {
    /// The same number for all.
    pub const fn all(ticks: u32) -> Ticks {
        Ticks { server: ticks, backup: ticks, node: ticks }
    }
}

impl Default for Ticks {
    fn default() -> Ticks {
        Ticks { server: 2, backup: 1, node: 1 }
    }
}
