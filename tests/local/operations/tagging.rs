//! `TagResource`, `UntagResource` and `ListTagsForResource`, on servers and backups alike.

use serde_json::Value;

use super::{Call, nothing};
use crate::{
    error::ServiceError,
    render::{self, Object},
    state::{BackupStatus, State},
    status::ServerStatus,
    tags::Tags,
};

/// Sets tags.
pub(crate) fn tag(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let arn = call.required("ResourceArn")?;
    let limit = state.limits.tags;
    // The numbers are taken in advance, since the tags are borrowed while they are set.
    let given = call.tags();
    let numbers: Vec<u64> = given.iter().map(|_| state.number()).collect();
    let mut numbers = numbers.into_iter();
    let (tags, deleting) = tags_of(state, arn)?;
    refuse_deleting(arn, deleting)?;
    tags.set(&given, limit, || numbers.next().unwrap_or_default())?;
    Ok(nothing())
}

/// Removes tags.
pub(crate) fn untag(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let arn = call.required("ResourceArn")?;
    let (tags, deleting) = tags_of(state, arn)?;
    refuse_deleting(arn, deleting)?;
    tags.remove(&call.texts("TagKeys").unwrap_or_default())?;
    Ok(nothing())
}

/// Lists tags in the order they were first set.
pub(crate) fn list(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let arn = call.required("ResourceArn")?;
    let listed = render::tags(tags_of(state, arn)?.0);
    let scope = format!("ListTagsForResource {arn}");
    // This operation has no InvalidNextTokenException in the model.
    let page = state
        .pager
        .page(&call.wanted(&scope), listed)
        .map_err(|bad| ServiceError::validation(format!("NextToken: {}", bad.0)))?;
    Ok(Object::default().put("Tags", page.items).maybe("NextToken", page.next_token).into())
}

/// The tags of a resource, and whether it is about to go.
fn tags_of<'s>(state: &'s mut State, arn: &str) -> Result<(&'s mut Tags, bool), ServiceError> {
    if let Some(server) = state.servers.values_mut().find(|server| server.arn == arn) {
        return Ok((&mut server.tags, server.status == ServerStatus::Deleting));
    }
    match state.backups.iter_mut().find(|backup| backup.arn == arn) {
        Some(backup) => Ok((&mut backup.tags, matches!(backup.status, BackupStatus::Deleting { .. }))),
        None => Err(ServiceError::not_found(format!("Resource '{arn}' does not exist."))),
    }
}

fn refuse_deleting(arn: &str, deleting: bool) -> Result<(), ServiceError> {
    if deleting {
        return Err(ServiceError::invalid_state(format!("Resource '{arn}' is being deleted.")));
    }
    Ok(())
}
