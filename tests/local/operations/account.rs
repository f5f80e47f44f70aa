//! `DescribeAccountAttributes`.

use serde_json::Value;

use crate::{render::Object, state::State};

/// The quotas and how much of them is used.
pub(crate) fn describe(state: &State) -> Value {
    let attribute = |name: &str, maximum: usize, used: usize| -> Value {
        Object::default().put("Name", name).put("Maximum", maximum).put("Used", used).into()
    };
    let attributes = vec![
        attribute("ServerLimit", state.limits.servers, state.servers.len()),
        attribute("ManualBackupLimit", state.limits.manual_backups, manual_backups(state)),
    ];
    Object::default().put("Attributes", attributes).into()
}

/// How many manual backups there are; one counts until it is gone.
pub(crate) fn manual_backups(state: &State) -> usize {
    state.backups.iter().filter(|backup| !backup.automated).count()
}
