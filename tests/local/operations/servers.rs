//! What changes servers: creation, deletion, restoration, maintenance and updates.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Call, nothing};
use crate::{
    engine::{Attributes, Engine, value},
    error::ServiceError,
    identifiers::ec2_id,
    render::{self, Object},
    state::{BackupRecord, BackupStatus, ServerRecord, Settings, State, WorkKind},
    status::ServerStatus::{
        self, ConnectionLost, Creating, Deleting, Failed, Healthy, Modifying, Restoring, Running, Setup, Terminated,
        UnderMaintenance, Unhealthy,
    },
    tags::Tags,
};

/// Creates a server, from a backup if one is named.
pub(crate) fn create(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let name = call.required("ServerName")?;
    let engine = Engine::parse(call.required("Engine")?)?;
    let custom = ["CustomDomain", "CustomCertificate", "CustomPrivateKey"].map(|member| call.text(member).is_some());
    if custom.contains(&true) && custom.contains(&false) {
        return Err(ServiceError::validation(
            "CustomDomain, CustomCertificate and CustomPrivateKey must be given together.",
        ));
    }
    if state.servers.contains_key(name) {
        return Err(ServiceError::already_exists(format!("Server with name '{name}' already exists.")));
    }
    let backup = call.text("BackupId").map(|id| state.backup(id)).transpose()?;
    if let Some(backup) = backup
        && (backup.status != BackupStatus::Ok || backup.settings.engine != engine)
    {
        return Err(ServiceError::validation(format!(
            "Backup '{}' cannot be used: it is not complete, or it is of another engine.",
            backup.id
        )));
    }
    let inherited = backup.map(|backup| backup.settings.clone());
    let settings = new_settings(state, call, engine, inherited)?;
    let mut tags = Tags::default();
    tags.set(&call.tags(), state.limits.tags, || state.number())?;
    let endpoint = state.place.endpoint(name, &mut state.rng);
    let given = call.attributes("EngineAttributes")?;
    let shown = engine.create(&given, &endpoint, &mut state.rng)?;
    if state.servers.len() >= state.limits.servers {
        return Err(ServiceError::limit_exceeded(format!(
            "The limit of {} servers is reached. Delete one first.",
            state.limits.servers
        )));
    }
    let record = ServerRecord {
        sequence: state.number(),
        name: name.to_owned(),
        arn: state.place.server_arn(name, &mut state.rng),
        stack_arn: state.place.stack_arn(name, &mut state.rng),
        endpoint,
        created_millis: call.now,
        settings,
        associate_public_ip_address: call.flag("AssociatePublicIpAddress").unwrap_or(true),
        custom_domain: call.text("CustomDomain").map(str::to_owned),
        disable_automated_backup: call.flag("DisableAutomatedBackup").unwrap_or(false),
        backup_retention_count: retention_count(call)?.unwrap_or(1),
        status: Creating,
        status_reason: None,
        maintenance_status: None,
        described_attributes: engine.described(&mut state.rng),
        work: None,
        events: Vec::new(),
        tags,
        nodes: BTreeSet::new(),
        associations: Vec::new(),
    };
    state.servers.insert(name.to_owned(), record);
    state.start(name, Creating, WorkKind::Create, call.now, "Server creation started.")?;
    answer(state, name, shown)
}

/// Settings out of the request, then out of the backup, then by default.
fn new_settings(
    state: &mut State,
    call: &Call<'_>,
    engine: Engine,
    inherited: Option<Settings>,
) -> Result<Settings, ServiceError> {
    let inherited = inherited.as_ref();
    let (maintenance_window, backup_window) = windows(call)?;
    let maintenance_window = maintenance_window.or_else(|| inherited.map(|from| from.maintenance_window.clone()));
    let backup_window = backup_window.or_else(|| inherited.map(|from| from.backup_window.clone()));
    let groups = call.texts("SecurityGroupIds").or_else(|| inherited.map(|from| from.security_group_ids.clone()));
    let subnets = call.texts("SubnetIds").or_else(|| inherited.map(|from| from.subnet_ids.clone()));
    let version = call.text("EngineVersion").or_else(|| inherited.map(|from| from.engine_version));
    let days = ["Tue", "Wed", "Fri"];
    Ok(Settings {
        engine,
        engine_model: engine.model(call.text("EngineModel"))?,
        engine_version: engine.version(version)?,
        instance_profile_arn: call.required("InstanceProfileArn")?.to_owned(),
        instance_type: instance_type(call.required("InstanceType")?)?,
        key_pair: call.text("KeyPair").map(str::to_owned).or_else(|| inherited.and_then(|from| from.key_pair.clone())),
        backup_window: backup_window.unwrap_or_else(|| format!("{:02}:00", state.rng.u8(..24))),
        maintenance_window: maintenance_window.unwrap_or_else(|| {
            format!("{}:{:02}:00", days.get(state.rng.usize(..3)).unwrap_or(&"Tue"), state.rng.u8(..24))
        }),
        security_group_ids: non_empty(groups).unwrap_or_else(|| vec![ec2_id("sg", &mut state.rng)]),
        service_role_arn: call.required("ServiceRoleArn")?.to_owned(),
        subnet_ids: non_empty(subnets).unwrap_or_else(|| vec![ec2_id("subnet", &mut state.rng)]),
    })
}

/// Begins a server's deletion. Its events go with it, its backups stay.
pub(crate) fn delete(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let name = call.required("ServerName")?;
    state.server_that_is(name, &SETTLED)?;
    state.start(name, Deleting, WorkKind::Delete, call.now, "Server deletion started.")?;
    Ok(nothing())
}

/// Begins a server's restoration from a backup.
pub(crate) fn restore(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let (name, id) = (call.required("ServerName")?, call.required("BackupId")?);
    let server = state.server_that_is(name, &[ConnectionLost, Healthy, Running, Unhealthy, Terminated])?;
    let backup = state.backup(id)?;
    refuse_unfit(server, backup)?;
    let instance_type =
        call.text("InstanceType").map_or_else(|| Ok(backup.settings.instance_type.clone()), instance_type)?;
    let key_pair = call.text("KeyPair").map(str::to_owned);
    let server = state.server_mut(name)?;
    server.settings.instance_type = instance_type;
    server.settings.key_pair = key_pair.or(server.settings.key_pair.take());
    let event = format!("Restoration from backup '{id}' started.");
    state.start(name, Restoring, WorkKind::Restore(id.to_owned()), call.now, event)?;
    answer(state, name, Attributes::new())
}

fn refuse_unfit(server: &ServerRecord, backup: &BackupRecord) -> Result<(), ServiceError> {
    if backup.status != BackupStatus::Ok {
        return Err(ServiceError::invalid_state(format!("Backup '{}' is not complete or being deleted.", backup.id)));
    }
    if backup.settings.engine != server.settings.engine {
        return Err(ServiceError::validation(format!(
            "Backup '{}' is of {}, the server is of {}.",
            backup.id,
            backup.settings.engine.name(),
            server.settings.engine.name()
        )));
    }
    Ok(())
}

/// Begins maintenance, which backs the server up first unless automated backups are off.
pub(crate) fn start_maintenance(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let name = call.required("ServerName")?;
    let server = state.server_that_is(name, &[Healthy, Unhealthy])?;
    let (engine, backs_up) = (server.settings.engine, !server.disable_automated_backup);
    let attributes = call.attributes("EngineAttributes")?;
    engine.refuse_unknown(&attributes, &["CHEF_MAJOR_UPGRADE"], &[])?;
    match value(&attributes, "CHEF_MAJOR_UPGRADE") {
        None | Some("false") => {}
        Some("true") => {
            return Err(ServiceError::validation("The server runs Chef Automate 2 already and cannot be upgraded."));
        }
        Some(_) => return Err(ServiceError::validation("CHEF_MAJOR_UPGRADE must be true or false.")),
    }
    let backup_id = if backs_up { Some(state.begin_backup(name, None, Tags::default(), call.now)?) } else { None };
    let kind = WorkKind::Maintenance(backup_id);
    state.start(name, UnderMaintenance, kind, call.now, "Maintenance started.")?;
    answer(state, name, Attributes::new())
}

/// Updates settings at once.
pub(crate) fn update(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let name = call.required("ServerName")?;
    state.server_that_is(name, &[ConnectionLost, Healthy, Running, Unhealthy])?;
    let (maintenance_window, backup_window) = windows(call)?;
    let retention_count = retention_count(call)?;
    let server = state.server_mut(name)?;
    if let Some(window) = maintenance_window {
        server.settings.maintenance_window = window;
    }
    if let Some(window) = backup_window {
        server.settings.backup_window = window;
    }
    server.backup_retention_count = retention_count.unwrap_or(server.backup_retention_count);
    server.disable_automated_backup = call.flag("DisableAutomatedBackup").unwrap_or(server.disable_automated_backup);
    state.event(name, call.now, "Server settings updated.", None);
    answer(state, name, Attributes::new())
}

/// Begins to update an engine attribute.
pub(crate) fn update_engine_attributes(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let (name, attribute) = (call.required("ServerName")?, call.required("AttributeName")?);
    let engine = state.server_that_is(name, &[Healthy, Unhealthy])?.settings.engine;
    let shown = engine.update(attribute, call.text("AttributeValue"), &mut state.rng)?;
    let event = format!("Update of engine attribute '{attribute}' started.");
    state.start(name, Modifying, WorkKind::Modify(attribute.to_owned()), call.now, event)?;
    answer(state, name, shown)
}

/// The statuses in which nothing is under way.
const SETTLED: [ServerStatus; 7] = [ConnectionLost, Failed, Healthy, Running, Setup, Unhealthy, Terminated];

fn answer(state: &State, name: &str, shown: Attributes) -> Result<Value, ServiceError> {
    Ok(Object::default().put("Server", render::server(state.server(name)?, shown)).into())
}

/// `PreferredMaintenanceWindow` and `PreferredBackupWindow`. The first is weekly, and both begin at a full hour.
fn windows(call: &Call<'_>) -> Result<(Option<String>, Option<String>), ServiceError> {
    let window = |member: &str, weekly: bool| match call.text(member) {
        // `DDD:` before the hour makes a weekly window.
        Some(window) if !window.ends_with(":00") || (weekly && window.len() != "DDD:HH:MM".len()) => {
            let form = if weekly { "DDD:HH:00" } else { "HH:00 or DDD:HH:00" };
            Err(ServiceError::validation(format!("{member} '{window}' must have the form {form}.")))
        }
        window => Ok(window.map(str::to_owned)),
    };
    Ok((window("PreferredMaintenanceWindow", true)?, window("PreferredBackupWindow", false)?))
}

/// `BackupRetentionCount`; `UpdateServer` has no range for it in the model.
fn retention_count(call: &Call<'_>) -> Result<Option<u64>, ServiceError> {
    match call.integer("BackupRetentionCount").map(u64::try_from) {
        None => Ok(None),
        Some(Ok(count @ 1..)) => Ok(Some(count)),
        Some(_) => Err(ServiceError::validation("BackupRetentionCount must be at least 1.")),
    }
}

fn instance_type(given: &str) -> Result<String, ServiceError> {
    // A family and a size, such as m5.large; EC2 knows which there are, the stand-in does not.
    match given.split_once('.') {
        Some((family, size)) if !family.is_empty() && !size.is_empty() => Ok(given.to_owned()),
        _ => Err(ServiceError::validation(format!("InstanceType '{given}' is not valid; m5.large would be."))),
    }
}

fn non_empty(list: Option<Vec<String>>) -> Option<Vec<String>> {
    list.filter(|items| !items.is_empty())
}
