//! `CreateBackup` and `DeleteBackup`.

use serde_json::Value;

use super::{Call, account::manual_backups, nothing};
use crate::{
    error::ServiceError,
    render::{self, Object},
    state::{BackupStatus, State, WorkKind},
    status::ServerStatus::{BackingUp, Healthy, Running, Unhealthy},
    tags::Tags,
};

/// Begins a manual backup; the server is `BACKING_UP` until it is done.
pub(crate) fn create(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let name = call.required("ServerName")?;
    state.server_that_is(name, &[Running, Healthy, Unhealthy])?;
    if manual_backups(state) >= state.limits.manual_backups {
        return Err(ServiceError::limit_exceeded(format!(
            "The limit of {} manual backups is reached. Delete one first.",
            state.limits.manual_backups
        )));
    }
    let mut tags = Tags::default();
    tags.set(&call.tags(), state.limits.tags, || state.number())?;
    let description = call.text("Description").map(str::to_owned);
    let user_arn = state.place.user_arn(call.access_key_id);
    let id = state.begin_backup(name, Some((description, user_arn)), tags, call.now)?;
    state.start(name, BackingUp, WorkKind::Backup(id.clone()), call.now, format!("Backup '{id}' started."))?;
    Ok(Object::default().put("Backup", render::backup(state.backup(&id)?)).into())
}

/// Begins a backup's deletion.
pub(crate) fn delete(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let id = call.required("BackupId")?;
    let remaining = state.ticks.backup;
    let in_use = state.servers.values().any(
        |server| matches!(server.work.as_ref().map(|work| &work.kind), Some(WorkKind::Restore(used)) if used == id),
    );
    let backup = state.backup_mut(id)?;
    match backup.status {
        BackupStatus::InProgress => {
            Err(ServiceError::invalid_state(format!("Backup '{id}' is IN_PROGRESS and cannot be deleted yet.")))
        }
        BackupStatus::Deleting { .. } => {
            Err(ServiceError::invalid_state(format!("The deletion of backup '{id}' is already in progress.")))
        }
        BackupStatus::Ok if in_use => {
            Err(ServiceError::invalid_state(format!("A server is being restored from backup '{id}'.")))
        }
        BackupStatus::Ok => {
            backup.status = BackupStatus::Deleting { remaining };
            let server_name = backup.server_name.clone();
            state.event(&server_name, call.now, format!("Deletion of backup '{id}' started."), None);
            Ok(nothing())
        }
    }
}
