//! The 19 operations, and how they read their checked input.

mod account;
mod backups;
mod describe;
mod nodes;
mod servers;
mod tagging;

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

use serde_json::{Map, Value};

use crate::{engine::Attributes, error::ServiceError, paging::BadToken, state::State};

/// One call, whose input has passed the model's constraints.
pub(crate) struct Call<'a> {
    /// The operation's name.
    pub operation: &'a str,
    /// The input.
    pub input: &'a Map<String, Value>,
    /// The time.
    pub now: u64,
    /// The access key of whoever calls.
    pub access_key_id: &'a str,
}

/// Does what the call asks for.
pub(crate) fn perform(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    state.settle(call.now);
    match call.operation {
        "AssociateNode" => nodes::associate(state, call),
        "CreateBackup" => backups::create(state, call),
        "CreateServer" => servers::create(state, call),
        "DeleteBackup" => backups::delete(state, call),
        "DeleteServer" => servers::delete(state, call),
        "DescribeAccountAttributes" => Ok(account::describe(state)),
        "DescribeBackups" => describe::backups(state, call),
        "DescribeEvents" => describe::events(state, call),
        "DescribeNodeAssociationStatus" => nodes::status(state, call),
        "DescribeServers" => describe::servers(state, call),
        "DisassociateNode" => nodes::disassociate(state, call),
        "ExportServerEngineAttribute" => nodes::export(state, call),
        "ListTagsForResource" => tagging::list(state, call),
        "RestoreServer" => servers::restore(state, call),
        "StartMaintenance" => servers::start_maintenance(state, call),
        "TagResource" => tagging::tag(state, call),
        "UntagResource" => tagging::untag(state, call),
        "UpdateServer" => servers::update(state, call),
        "UpdateServerEngineAttributes" => servers::update_engine_attributes(state, call),
        other => Err(ServiceError::unknown_operation(400, format!("The operation '{other}' is not known."))),
    }
}

impl<'a> Call<'a> {
    fn text(&self, name: &str) -> Option<&'a str> {
        self.input.get(name).and_then(Value::as_str)
    }

    /// A member that the model requires; the constraint check has seen to it.
    fn required(&self, name: &str) -> Result<&'a str, ServiceError> {
        self.text(name).ok_or_else(|| ServiceError::validation(format!("{name} is required.")))
    }

    fn integer(&self, name: &str) -> Option<i64> {
        self.input.get(name).and_then(Value::as_i64)
    }

    fn flag(&self, name: &str) -> Option<bool> {
        self.input.get(name).and_then(Value::as_bool)
    }

    fn texts(&self, name: &str) -> Option<Vec<String>> {
        let items = self.input.get(name)?.as_array()?;
        Some(items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    fn pairs(&self, list: &str, key: &str, value: &str) -> Vec<(String, String)> {
        let items = self.input.get(list).and_then(Value::as_array).into_iter().flatten();
        let text = |item: &Value, name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        items.map(|item| (text(item, key), text(item, value))).collect()
    }

    /// A list of engine attributes; each needs a name, though the model leaves that open.
    fn attributes(&self, list: &str) -> Result<Attributes, ServiceError> {
        let attributes = self.pairs(list, "Name", "Value");
        if attributes.iter().any(|(name, _)| name.is_empty()) {
            return Err(ServiceError::validation(format!("Every item of {list} needs a Name.")));
        }
        Ok(attributes)
    }

    fn tags(&self) -> Vec<(String, String)> {
        self.pairs("Tags", "Key", "Value")
    }
}

impl From<BadToken> for ServiceError {
    fn from(bad: BadToken) -> ServiceError {
        ServiceError::invalid_next_token(bad.0)
    }
}

/// The answer of an operation that has nothing to say.
fn nothing() -> Value {
    Value::Object(Map::new())
}
