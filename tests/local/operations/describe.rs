//! The listings: `DescribeServers`, `DescribeBackups` and `DescribeEvents`. What an answer shows ticks afterwards.

use serde_json::Value;

use super::Call;
use crate::{
    error::ServiceError,
    paging::{Page, Wanted},
    render::{self, Object},
    state::{BackupStatus, State, WorkKind},
};

impl<'a> Call<'a> {
    /// What the call says about the page it wants of a listing.
    pub(super) fn wanted<'s>(&self, scope: &'s str) -> Wanted<'s>
    where
        'a: 's,
    {
        let (max_results, token) = (self.integer("MaxResults"), self.text("NextToken"));
        Wanted { scope, max_results, token, now_millis: self.now }
    }
}

/// Servers, oldest first.
pub(crate) fn servers(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let name = call.text("ServerName");
    let only = name.map(|name| state.server(name)).transpose()?;
    let scope = format!("DescribeServers {:?}", only.map(|server| &server.arn));
    let mut listed: Vec<_> = state
        .servers
        .values()
        .filter(|server| name.is_none_or(|name| server.name == name))
        .map(|server| (server.sequence, server))
        .collect();
    listed.sort_by_key(|(sequence, _)| *sequence);
    let Page { items, next_token } = state.pager.page(&call.wanted(&scope), listed)?;
    let shown: Vec<Value> = items.iter().map(|server| render::server(server, Vec::new())).collect();
    let names: Vec<String> = items.iter().map(|server| server.name.clone()).collect();
    for name in names {
        state.tick_server(&name);
    }
    Ok(Object::default().put("Servers", shown).maybe("NextToken", next_token).into())
}

/// Backups, newest first. A server's name finds its backups even when the server is gone.
pub(crate) fn backups(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let (id, name) = (call.text("BackupId"), call.text("ServerName"));
    if let Some(id) = id {
        let backup = state.backup(id)?;
        if name.is_some_and(|name| name != backup.server_name) {
            return Err(ServiceError::not_found(format!("Backup with id '{id}' is not of that server.")));
        }
    } else if let Some(name) = name
        && !state.backups.iter().any(|backup| backup.server_name == name)
    {
        state.server(name)?;
    }
    let scope = format!("DescribeBackups {id:?} {name:?}");
    let listed = state
        .backups
        .iter()
        .rev()
        .filter(|backup| id.is_none_or(|id| backup.id == id) && name.is_none_or(|name| backup.server_name == name))
        .map(|backup| (u64::MAX - backup.sequence, backup));
    let Page { items, next_token } = state.pager.page(&call.wanted(&scope), listed)?;
    let shown: Vec<Value> = items.iter().map(|backup| render::backup(backup)).collect();
    let passing: Vec<String> =
        items.iter().filter(|backup| backup.status != BackupStatus::Ok).map(|backup| backup.id.clone()).collect();
    for id in passing {
        state.tick_backup(&id);
        if let Some(name) = server_that_makes(state, &id) {
            state.tick_server(&name);
        }
    }
    Ok(Object::default().put("Backups", shown).maybe("NextToken", next_token).into())
}

/// A server's events, newest first.
pub(crate) fn events(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let name = call.required("ServerName")?;
    let server = state.server(name)?;
    // The ARN, so that a token does not outlive the server when another takes its name.
    let scope = format!("DescribeEvents {}", server.arn);
    let listed = server.events.iter().rev().map(|event| (u64::MAX - event.sequence, event));
    let Page { items, next_token } = state.pager.page(&call.wanted(&scope), listed)?;
    let shown: Vec<Value> = items.iter().map(|event| render::event(name, event)).collect();
    state.tick_server(name);
    Ok(Object::default().put("ServerEvents", shown).maybe("NextToken", next_token).into())
}

fn server_that_makes(state: &State, backup_id: &str) -> Option<String> {
    let makes =
        |kind: &WorkKind| matches!(kind, WorkKind::Backup(id) | WorkKind::Maintenance(Some(id)) if id == backup_id);
    let server = state.servers.values().find(|server| server.work.as_ref().is_some_and(|work| makes(&work.kind)))?;
    Some(server.name.clone())
}
