//! Writes records in the wire's form: absent members are left out, timestamps are seconds with milliseconds.

use serde_json::{Map, Number, Value};

use crate::{
    engine::Attributes,
    state::{BackupRecord, BackupStatus, EventRecord, ServerRecord, Settings},
    tags::Tags,
};

/// A JSON object in the making.
#[derive(Default)]
pub(crate) struct Object(Map<String, Value>);

impl Object {
    /// Adds a member.
    pub fn put(mut self, name: &str, value: impl Into<Value>) -> Object {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a member if there is a value.
    pub fn maybe(self, name: &str, value: Option<impl Into<Value>>) -> Object {
        match value {
            Some(value) => self.put(name, value),
            None => self,
        }
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Value {
        Value::Object(object.0)
    }
}

/// A timestamp: seconds since 1970 with three decimal places.
#[expect(clippy::cast_precision_loss, reason = "milliseconds stay below 2^53 for 285,000 years")]
fn timestamp(epoch_millis: u64) -> Value {
    Number::from_f64(epoch_millis as f64 / 1_000.0).map_or(Value::Null, Value::Number)
}

/// Engine attributes, or none at all.
pub(crate) fn attributes(attributes: &Attributes) -> Option<Value> {
    let items = attributes.iter().map(|(name, value)| attribute(name, value));
    (!attributes.is_empty()).then(|| items.collect())
}

/// One engine attribute.
pub(crate) fn attribute(name: &str, value: &str) -> Value {
    Object::default().put("Name", name).put("Value", value).into()
}

/// Tags with the numbers that order them.
pub(crate) fn tags(tags: &Tags) -> Vec<(u64, Value)> {
    let tag = |key: &str, value: &str| Object::default().put("Key", key).put("Value", value).into();
    tags.iter().map(|(number, key, value)| (*number, tag(key, value))).collect()
}

/// A server; `shown` are attributes that only this one answer shows.
pub(crate) fn server(server: &ServerRecord, shown: Attributes) -> Value {
    let mut all = shown;
    all.extend(server.described_attributes.iter().cloned());
    let object = Object::default()
        .put("AssociatePublicIpAddress", server.associate_public_ip_address)
        .put("BackupRetentionCount", server.backup_retention_count)
        .put("ServerName", server.name.as_str())
        .put("CreatedAt", timestamp(server.created_millis))
        .put("CloudFormationStackArn", server.stack_arn.as_str())
        .maybe("CustomDomain", server.custom_domain.as_deref())
        .put("DisableAutomatedBackup", server.disable_automated_backup)
        .put("Endpoint", server.endpoint.as_str())
        .maybe("EngineAttributes", attributes(&all))
        .maybe("MaintenanceStatus", server.maintenance_status)
        .put("Status", server.status.as_str())
        .maybe("StatusReason", server.status_reason.as_deref())
        .put("ServerArn", server.arn.as_str());
    settings(object, &server.settings).into()
}

/// A backup.
pub(crate) fn backup(backup: &BackupRecord) -> Value {
    let (status, description) = match backup.status {
        BackupStatus::InProgress => ("IN_PROGRESS", "The backup is in progress."),
        BackupStatus::Ok => ("OK", "The backup is complete."),
        BackupStatus::Deleting { .. } => ("DELETING", "The backup is being deleted."),
    };
    let object = Object::default()
        .put("BackupArn", backup.arn.as_str())
        .put("BackupId", backup.id.as_str())
        .put("BackupType", if backup.automated { "AUTOMATED" } else { "MANUAL" })
        .put("CreatedAt", timestamp(backup.created_millis))
        .maybe("Description", backup.description.as_deref())
        .put("S3LogUrl", backup.log_url.as_str())
        .put("ServerName", backup.server_name.as_str())
        .put("Status", status)
        .put("StatusDescription", description)
        .put("ToolsVersion", "1.0.0")
        .maybe("UserArn", backup.user_arn.as_deref());
    settings(object, &backup.settings).into()
}

/// An event.
pub(crate) fn event(server_name: &str, event: &EventRecord) -> Value {
    Object::default()
        .put("CreatedAt", timestamp(event.created_millis))
        .put("ServerName", server_name)
        .put("Message", event.message.as_str())
        .maybe("LogUrl", event.log_url.as_deref())
        .into()
}

fn settings(object: Object, settings: &Settings) -> Object {
    object
        .put("Engine", settings.engine.name())
        .put("EngineModel", settings.engine_model)
        .put("EngineVersion", settings.engine_version)
        .put("InstanceProfileArn", settings.instance_profile_arn.as_str())
        .put("InstanceType", settings.instance_type.as_str())
        .maybe("KeyPair", settings.key_pair.as_deref())
        .put("PreferredBackupWindow", settings.backup_window.as_str())
        .put("PreferredMaintenanceWindow", settings.maintenance_window.as_str())
        .put("SecurityGroupIds", settings.security_group_ids.clone())
        .put("ServiceRoleArn", settings.service_role_arn.as_str())
        .put("SubnetIds", settings.subnet_ids.clone())
}

#[cfg(test)]
mod tests {
    use super::timestamp;

    #[test]
    fn timestamps_are_seconds_with_milliseconds() {
        assert_eq!(timestamp(1_469_799_527_520).to_string(), "1469799527.52");
        assert_eq!(timestamp(1_469_799_527_001).to_string(), "1469799527.001");
        assert_eq!(timestamp(1_469_799_527_000).to_string(), "1469799527.0");
    }
}
