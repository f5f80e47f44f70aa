//! What the stand-in remembers: servers with their events, tags and nodes, and backups.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;

use crate::{
    engine::{Attributes, Engine},
    error::ServiceError,
    identifiers::Place,
    options::{Limits, Options, Ticks},
    paging::Pager,
    status::ServerStatus,
    tags::Tags,
};

/// Events that a server keeps; the oldest go first.
const KEPT_EVENTS: usize = 1_000;

/// Everything that one stand-in remembers.
pub(crate) struct State {
    pub place: Place,
    pub limits: Limits,
    pub ticks: Ticks,
    pub pager: Pager,
    pub rng: Rng,
    pub servers: BTreeMap<String, ServerRecord>,
    /// Oldest first.
    pub backups: Vec<BackupRecord>,
    sequence: u64,
}

/// What a server and the backups of it have in common.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub engine: Engine,
    pub engine_model: &'static str,
    pub engine_version: &'static str,
    pub instance_profile_arn: String,
    pub instance_type: String,
    pub key_pair: Option<String>,
    pub backup_window: String,
    pub maintenance_window: String,
    pub security_group_ids: Vec<String>,
    pub service_role_arn: String,
    pub subnet_ids: Vec<String>,
}

/// A server.
#[derive(Debug)]
pub(crate) struct ServerRecord {
    pub sequence: u64,
    pub name: String,
    pub arn: String,
    pub stack_arn: String,
    pub endpoint: String,
    pub created_millis: u64,
    pub settings: Settings,
    pub associate_public_ip_address: bool,
    pub custom_domain: Option<String>,
    pub disable_automated_backup: bool,
    pub backup_retention_count: u64,
    pub status: ServerStatus,
    pub status_reason: Option<String>,
    pub maintenance_status: Option<&'static str>,
    /// What every description shows; the credentials of a new server are not among it.
    pub described_attributes: Attributes,
    pub work: Option<Work>,
    /// Oldest first.
    pub events: Vec<EventRecord>,
    pub tags: Tags,
    pub nodes: BTreeSet<String>,
    /// Oldest first.
    pub associations: Vec<Association>,
}

/// What goes on at a server, and for how many more ticks.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    pub kind: WorkKind,
    pub remaining: u32,
}

/// The kinds of work. Backups are named by id; maintenance makes one unless automated backups are off.
#[derive(Clone, Debug)]
pub(crate) enum WorkKind {
    Create,
    Backup(String),
    Restore(String),
    Maintenance(Option<String>),
    Modify(String),
    Delete,
}

/// Something that happened at a server.
#[derive(Clone, Debug)]
pub(crate) struct EventRecord {
    pub sequence: u64,
    pub created_millis: u64,
    pub message: String,
    pub log_url: Option<String>,
}

/// A request to associate or disassociate a node.
#[derive(Clone, Debug)]
pub(crate) struct Association {
    pub token: String,
    pub node_name: String,
    /// Whether the node comes or goes.
    pub joins: bool,
    pub status: &'static str,
    pub remaining: u32,
    pub attributes: Attributes,
}

/// A backup.
#[derive(Debug)]
pub(crate) struct BackupRecord {
    pub sequence: u64,
    pub id: String,
    pub arn: String,
    pub automated: bool,
    pub created_millis: u64,
    pub description: Option<String>,
    pub user_arn: Option<String>,
    pub server_name: String,
    pub settings: Settings,
    pub status: BackupStatus,
    pub tags: Tags,
    pub log_url: String,
}

/// A backup's status; a deletion counts its own ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BackupStatus {
    InProgress,
    Ok,
    Deleting { remaining: u32 },
}

impl State {
    /// An account without servers.
    pub fn new(options: &Options) -> State {
        let mut rng = options.seed.map_or_else(Rng::new, Rng::with_seed);
        let key = std::array::from_fn(|_| rng.u8(..));
        let lifetime = u64::try_from(options.token_lifetime.as_millis()).unwrap_or(u64::MAX);
        State {
            place: Place { region: options.region.clone(), account_id: options.account_id.clone() },
            limits: options.limits,
            ticks: options.ticks,
            pager: Pager::new(key, options.page_size, lifetime),
            rng,
            servers: BTreeMap::new(),
            backups: Vec::new(),
            sequence: 0,
        }
    }

    /// The next number of the sequence that orders everything.
    pub fn number(&mut self) -> u64 {
        self.sequence += 1;
        self.sequence
    }

    /// The server of this name.
    pub fn server(&self, name: &str) -> Result<&ServerRecord, ServiceError> {
        self.servers.get(name).ok_or_else(|| no_server(name))
    }

    /// The server of this name, to be changed.
    pub fn server_mut(&mut self, name: &str) -> Result<&mut ServerRecord, ServiceError> {
        self.servers.get_mut(name).ok_or_else(|| no_server(name))
    }

    /// The server of this name, if its status is one of `fitting`.
    pub fn server_that_is(&self, name: &str, fitting: &[ServerStatus]) -> Result<&ServerRecord, ServiceError> {
        let server = self.server(name)?;
        if fitting.contains(&server.status) {
            return Ok(server);
        }
        let fitting: Vec<&str> = fitting.iter().map(|status| status.as_str()).collect();
        Err(ServiceError::invalid_state(format!(
            "Server '{name}' is in status {}. This needs one of: {}.",
            server.status,
            fitting.join(", ")
        )))
    }

    /// The backup of this id.
    pub fn backup(&self, id: &str) -> Result<&BackupRecord, ServiceError> {
        self.backups.iter().find(|backup| backup.id == id).ok_or_else(|| no_backup(id))
    }

    /// The backup of this id, to be changed.
    pub fn backup_mut(&mut self, id: &str) -> Result<&mut BackupRecord, ServiceError> {
        self.backups.iter_mut().find(|backup| backup.id == id).ok_or_else(|| no_backup(id))
    }

    /// Writes an event, if the server is there.
    pub fn event(&mut self, server_name: &str, now: u64, message: impl Into<String>, log_url: Option<String>) {
        let sequence = self.number();
        if let Some(server) = self.servers.get_mut(server_name) {
            server.events.push(EventRecord { sequence, created_millis: now, message: message.into(), log_url });
            let surplus = server.events.len().saturating_sub(KEPT_EVENTS);
            server.events.drain(..surplus);
        }
    }

    /// Puts a server to work: its status until the work is done, and the event that tells of it.
    pub fn start(
        &mut self,
        server_name: &str,
        status: ServerStatus,
        kind: WorkKind,
        now: u64,
        event: impl Into<String>,
    ) -> Result<(), ServiceError> {
        let remaining = self.ticks.server;
        let server = self.server_mut(server_name)?;
        server.status = status;
        server.status_reason = None;
        server.work = Some(Work { kind, remaining });
        self.event(server_name, now, event, None);
        Ok(())
    }
}

fn no_server(name: &str) -> ServiceError {
    ServiceError::not_found(format!("Server with name '{name}' does not exist."))
}

fn no_backup(id: &str) -> ServiceError {
    ServiceError::not_found(format!("Backup with id '{id}' does not exist."))
}
