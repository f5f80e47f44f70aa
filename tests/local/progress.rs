//! How things move on: ticks are counted down by what is looked at, and what has none left comes to its end at the
//! beginning of the next request.

use crate::{
    engine::{Engine, pem},
    error::ServiceError,
    identifiers::backup_id,
    state::{BackupRecord, BackupStatus, State, WorkKind},
    status::ServerStatus,
    tags::Tags,
};

/// What makes a node's association fail, so that a test can see a failure.
const FAILING_NODE: &str = "fail";

impl State {
    /// Brings everything to its end that has no ticks left.
    pub fn settle(&mut self, now: u64) {
        let done: Vec<(String, WorkKind)> = self
            .servers
            .values_mut()
            .filter(|server| server.work.as_ref().is_some_and(|work| work.remaining == 0))
            .filter_map(|server| Some((server.name.clone(), server.work.take()?.kind)))
            .collect();
        for (name, kind) in done {
            self.finish(&name, kind, now);
        }
        self.backups.retain(|backup| backup.status != BackupStatus::Deleting { remaining: 0 });
        self.settle_nodes(now);
    }

    fn finish(&mut self, name: &str, kind: WorkKind, now: u64) {
        let message = match kind {
            WorkKind::Delete => {
                // Its events go with it; its backups stay.
                self.servers.remove(name);
                return;
            }
            WorkKind::Create => "Server creation completed.".to_owned(),
            WorkKind::Restore(id) => format!("Restoration from backup '{id}' completed."),
            WorkKind::Modify(attribute) => format!("Engine attribute '{attribute}' updated."),
            WorkKind::Backup(id) => {
                self.finish_backup(name, &id, now);
                format!("Backup '{id}' completed.")
            }
            WorkKind::Maintenance(id) => {
                if let Some(id) = id {
                    self.finish_backup(name, &id, now);
                }
                if let Ok(server) = self.server_mut(name) {
                    server.maintenance_status = Some("SUCCESS");
                }
                "Maintenance completed successfully.".to_owned()
            }
        };
        if let Ok(server) = self.server_mut(name) {
            server.status = ServerStatus::Healthy;
        }
        self.event(name, now, message, None);
    }

    fn finish_backup(&mut self, server_name: &str, id: &str, now: u64) {
        if let Ok(backup) = self.backup_mut(id) {
            backup.status = BackupStatus::Ok;
        }
        self.trim_automated_backups(server_name, now);
    }

    /// Deletes the oldest automated backups beyond the number that the server keeps.
    fn trim_automated_backups(&mut self, server_name: &str, now: u64) {
        let Ok(server) = self.server(server_name) else { return };
        let keep = usize::try_from(server.backup_retention_count).unwrap_or(usize::MAX);
        let newest_first = self.backups.iter().rev();
        let surplus: Vec<String> = newest_first
            .filter(|backup| backup.server_name == server_name && backup.automated && backup.status == BackupStatus::Ok)
            .skip(keep)
            .map(|backup| backup.id.clone())
            .collect();
        self.backups.retain(|backup| !surplus.contains(&backup.id));
        for id in surplus {
            self.event(server_name, now, format!("Automated backup '{id}' deleted: a newer one took its place."), None);
        }
    }

    fn settle_nodes(&mut self, now: u64) {
        let mut messages = Vec::new();
        for server in self.servers.values_mut() {
            for association in &mut server.associations {
                if association.status != "IN_PROGRESS" || association.remaining > 0 {
                    continue;
                }
                let node = association.node_name.clone();
                // A node that is not there cannot leave.
                let known = server.nodes.contains(&node);
                let succeeds = !node.to_ascii_lowercase().contains(FAILING_NODE) && (association.joins || known);
                association.status = if succeeds { "SUCCESS" } else { "FAILED" };
                let what = if association.joins { "association" } else { "disassociation" };
                let end = if succeeds { "succeeded" } else { "failed" };
                messages.push((server.name.clone(), format!("The {what} of node '{node}' {end}.")));
                match (succeeds, association.joins) {
                    (true, true) => {
                        server.nodes.insert(node);
                        if server.settings.engine == Engine::Puppet {
                            let certificate = pem("CERTIFICATE", &mut self.rng);
                            association.attributes.push(("PUPPET_NODE_CERT".to_owned(), certificate));
                        }
                    }
                    (true, false) => {
                        server.nodes.remove(&node);
                    }
                    (false, _) => {}
                }
            }
        }
        for (name, message) in messages {
            self.event(&name, now, message, None);
        }
    }

    /// Counts a look at a server.
    pub fn tick_server(&mut self, name: &str) {
        if let Some(work) = self.servers.get_mut(name).and_then(|server| server.work.as_mut()) {
            work.remaining = work.remaining.saturating_sub(1);
        }
    }

    /// Counts a look at a backup: at its deletion, or at the server that makes it.
    pub fn tick_backup(&mut self, id: &str) {
        if let Ok(backup) = self.backup_mut(id)
            && let BackupStatus::Deleting { remaining } = &mut backup.status
        {
            *remaining = remaining.saturating_sub(1);
        }
    }

    /// Begins a backup: its settings are the server's as they are now.
    pub fn begin_backup(
        &mut self,
        server_name: &str,
        manual: Option<(Option<String>, String)>,
        tags: Tags,
        now: u64,
    ) -> Result<String, ServiceError> {
        let server = self.server(server_name)?;
        let (name, settings) = (server.name.clone(), server.settings.clone());
        // Ids have milliseconds; a second backup within one takes the next.
        let created_millis = (now..).find(|millis| self.backup(&backup_id(&name, *millis)).is_err()).unwrap_or(now);
        let id = backup_id(&name, created_millis);
        let automated = manual.is_none();
        let (description, user_arn) =
            manual.map_or((None, None), |(description, user_arn)| (description, Some(user_arn)));
        let record = BackupRecord {
            sequence: self.number(),
            arn: self.place.backup_arn(&id),
            log_url: self.place.log_url(&id),
            id: id.clone(),
            automated,
            created_millis,
            description,
            user_arn,
            server_name: name,
            settings,
            status: BackupStatus::InProgress,
            tags,
        };
        self.backups.push(record);
        Ok(id)
    }

    /// Makes an automated backup at once, as the schedule would; `None` if the server does not exist, is not in a
    /// status for it, or has automated backups off.
    pub fn automated_backup(&mut self, server_name: &str, now: u64) -> Option<String> {
        self.settle(now);
        let fitting = [ServerStatus::Running, ServerStatus::Healthy, ServerStatus::Unhealthy];
        let server = self.server_that_is(server_name, &fitting).ok()?;
        if server.disable_automated_backup {
            return None;
        }
        let id = self.begin_backup(server_name, None, Tags::default(), now).ok()?;
        let log_url = self.backup(&id).ok().map(|backup| backup.log_url.clone());
        self.event(server_name, now, format!("Automated backup '{id}' completed."), log_url);
        self.finish_backup(server_name, &id, now);
        Some(id)
    }
}
