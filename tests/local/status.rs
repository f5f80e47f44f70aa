//! The statuses of servers, with their names on the wire.

use std::fmt;

/// A server's status, as the model names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerStatus {
    /// `BACKING_UP`: a backup is being made.
    BackingUp,
    /// `CONNECTION_LOST`: the service has lost sight of the instance.
    ConnectionLost,
    /// `CREATING`: the server is being created.
    Creating,
    /// `DELETING`: the server is being deleted.
    Deleting,
    /// `MODIFYING`: an engine attribute is being changed.
    Modifying,
    /// `FAILED`: the server could not be created.
    Failed,
    /// `HEALTHY`: the server works.
    Healthy,
    /// `RUNNING`: the server runs, and its health is not known.
    Running,
    /// `RESTORING`: the server is being restored from a backup.
    Restoring,
    /// `SETUP`: the engine is being set up.
    Setup,
    /// `UNDER_MAINTENANCE`: maintenance is under way.
    UnderMaintenance,
    /// `UNHEALTHY`: the server runs, and a health check fails.
    Unhealthy,
    /// `TERMINATED`: the instance is gone.
    Terminated,
}

impl ServerStatus {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            ServerStatus::BackingUp => "BACKING_UP",
            ServerStatus::ConnectionLost => "CONNECTION_LOST",
            ServerStatus::Creating => "CREATING",
            ServerStatus::Deleting => "DELETING",
            ServerStatus::Modifying => "MODIFYING",
            ServerStatus::Failed => "FAILED",
            ServerStatus::Healthy => "HEALTHY",
            ServerStatus::Running => "RUNNING",
            ServerStatus::Restoring => "RESTORING",
            ServerStatus::Setup => "SETUP",
            ServerStatus::UnderMaintenance => "UNDER_MAINTENANCE",
            ServerStatus::Unhealthy => "UNHEALTHY",
            ServerStatus::Terminated => "TERMINATED",
        }
    }
}

impl fmt::Display for ServerStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
