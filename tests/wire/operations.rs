//! All 19 operations through the generated client, and what their outputs hold.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use opsworkscm::Client;
use opsworkscm::tinsmith::DateTime;
use opsworkscm::tinsmith::time::Clock;
use opsworkscm::types::{BackupStatus, BackupType, EngineAttribute, MaintenanceStatus, ServerStatus, Tag};
use opsworkscm::types::{NodeAssociationStatus, Server as ServerType};
use tinsmith_tests::{ManualClock, Options, Server, Ticks};

use crate::support::{NoSleep, builder, client, new_server, options, start, with_backups};

/// 2016-07-29T13:38:47.520Z.
const MILLIS: u64 = 1_469_799_527_520;

#[derive(Debug)]
struct At(u64);

impl Clock for At {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(self.0)
    }
}

/// A stand-in and a client in July 2016.
async fn in_2016(ticks: Ticks) -> (Server, Client) {
    let clock = Arc::new(ManualClock::at(UNIX_EPOCH + Duration::from_millis(MILLIS)));
    let server = Server::start(Options { clock, ticks, seed: Some(1), ..Options::default() }).await.unwrap();
    let client = builder(&server).clock(At(MILLIS)).sleep(NoSleep::default()).build().unwrap();
    (server, client)
}

async fn described(client: &Client, name: &str) -> ServerType {
    let answer = client.describe_servers().server_name(name).send().await.unwrap();
    answer.servers.into_iter().next().unwrap()
}

#[tokio::test]
async fn create_server_and_describe_servers() {
    let (_server, client) = in_2016(Ticks::all(1)).await;
    let tags = [Tag::default().key("stage").value("test")];
    let made = new_server(&client, "automate-06")
        .engine_model("Single")
        .engine_version("2")
        .associate_public_ip_address(false)
        .backup_retention_count(3)
        .disable_automated_backup(true)
        .key_pair("key")
        .preferred_backup_window("Mon:02:00")
        .preferred_maintenance_window("Tue:04:00")
        .security_group_ids(["sg-1".to_owned()])
        .subnet_ids(["subnet-1".to_owned(), "subnet-2".to_owned()])
        .tags(tags)
        .send()
        .await
        .unwrap()
        .server
        .unwrap();
    assert_eq!(made.server_name.as_deref(), Some("automate-06"));
    assert_eq!(made.created_at, Some(DateTime::from_secs_and_nanos(1_469_799_527, 520_000_000)));
    assert_eq!((made.associate_public_ip_address, made.disable_automated_backup), (Some(false), Some(true)));
    assert_eq!(made.backup_retention_count, Some(3));
    assert_eq!(made.status, Some(ServerStatus::Creating));
    assert_eq!((made.maintenance_status, made.status_reason, made.custom_domain), (None, None, None));
    assert_eq!((made.engine.as_deref(), made.engine_model.as_deref()), (Some("ChefAutomate"), Some("Single")));
    assert_eq!((made.engine_version.as_deref(), made.key_pair.as_deref()), (Some("2"), Some("key")));
    assert_eq!(made.preferred_backup_window.as_deref(), Some("Mon:02:00"));
    assert_eq!(made.preferred_maintenance_window.as_deref(), Some("Tue:04:00"));
    assert_eq!((made.security_group_ids, made.subnet_ids.len()), (vec!["sg-1".to_owned()], 2));
    assert_eq!(made.instance_type.as_deref(), Some("m5.large"));
    let arn = made.server_arn.unwrap();
    assert!(arn.starts_with("arn:aws:opsworks-cm:us-east-1:123456789012:server/automate-06/"), "{arn}");
    assert!(made.endpoint.unwrap().ends_with(".us-east-1.opsworks-cm.io"));
    let names: Vec<_> = made.engine_attributes.iter().filter_map(|attribute| attribute.name.as_deref()).collect();
    assert_eq!(names, ["CHEF_AUTOMATE_ADMIN_PASSWORD", "CHEF_STARTER_KIT", "CHEF_AUTOMATE_PIVOTAL_KEY"]);
    for attribute in &made.engine_attributes {
        let shown = format!("{attribute:?}");
        assert!(shown.contains("value: *** redacted ***"), "{shown}");
        assert!(!shown.contains(attribute.value.as_deref().unwrap()), "{shown}");
    }

    assert_eq!(described(&client, "automate-06").await.status, Some(ServerStatus::Creating));
    let healthy = described(&client, "automate-06").await;
    assert_eq!(healthy.status, Some(ServerStatus::Healthy));
    assert!(healthy.engine_attributes.is_empty());
    new_server(&client, "second").send().await.unwrap();
    let all = client.describe_servers().send().await.unwrap();
    let names: Vec<_> = all.servers.iter().filter_map(|server| server.server_name.as_deref()).collect();
    assert_eq!((names, all.next_token), (vec!["automate-06", "second"], None));
}

#[tokio::test]
async fn create_describe_and_delete_backups() {
    let (server, client) = in_2016(Ticks::all(1)).await;
    new_server(&client, "automate-06").preferred_backup_window("02:00").send().await.unwrap();
    described(&client, "automate-06").await;
    let made = client
        .create_backup()
        .server_name("automate-06")
        .description("før «migration» 🚀")
        .tags([Tag::default().key("kept").value("yes")])
        .send()
        .await
        .unwrap()
        .backup
        .unwrap();
    let id = "automate-06-20160729133847520";
    assert_eq!(made.backup_id.as_deref(), Some(id));
    let arn = format!("arn:aws:opsworks-cm:us-east-1:123456789012:backup/{id}");
    assert_eq!(made.backup_arn.as_deref(), Some(arn.as_str()));
    assert_eq!((&made.backup_type, &made.status), (&Some(BackupType::Manual), &Some(BackupStatus::InProgress)));
    assert_eq!(made.created_at, Some(DateTime::from_secs_and_nanos(1_469_799_527, 520_000_000)));
    assert_eq!(made.description.as_deref(), Some("før «migration» 🚀"));
    assert_eq!(made.server_name.as_deref(), Some("automate-06"));
    assert_eq!(made.user_arn.as_deref(), Some("arn:aws:iam::123456789012:user/akidtinsmithlocal"));
    assert_eq!(made.preferred_backup_window.as_deref(), Some("02:00"));
    assert_eq!((made.engine.as_deref(), made.tools_version.as_deref()), (Some("ChefAutomate"), Some("1.0.0")));
    assert_eq!((made.security_group_ids.len(), made.subnet_ids.len()), (1, 1));
    assert!(made.s3_log_url.unwrap().starts_with("https://s3.amazonaws.com/"));
    assert_eq!(described(&client, "automate-06").await.status, Some(ServerStatus::BackingUp));
    described(&client, "automate-06").await;

    let automated = server.make_automated_backup("automate-06").unwrap();
    let listed = client.describe_backups().server_name("automate-06").send().await.unwrap().backups;
    let shown: Vec<_> =
        listed.iter().map(|backup| (backup.backup_id.as_deref(), backup.backup_type.as_ref())).collect();
    let wanted = [(automated.as_str(), &BackupType::Automated), (id, &BackupType::Manual)];
    assert_eq!(shown, wanted.map(|(id, kind)| (Some(id), Some(kind))));
    assert_eq!((listed[0].user_arn.as_deref(), listed[1].status.as_ref()), (None, Some(&BackupStatus::Ok)));

    client.delete_backup().backup_id(id).send().await.unwrap();
    let one = client.describe_backups().backup_id(id).send().await.unwrap().backups;
    assert_eq!((one.len(), one[0].status.as_ref()), (1, Some(&BackupStatus::Deleting)));
    let rest = client.describe_backups().send().await.unwrap().backups;
    assert_eq!(rest.len(), 1);
}

#[tokio::test]
async fn account_attributes_and_events() {
    let (_server, client) = in_2016(Ticks::all(0)).await;
    with_backups(&client, "automate-06", 2).await;
    let attributes = client.describe_account_attributes().send().await.unwrap().attributes;
    let shown: Vec<_> = attributes.iter().map(|a| (a.name.as_deref(), a.maximum, a.used)).collect();
    let wanted = [("ServerLimit", 10, 1), ("ManualBackupLimit", 50, 2)];
    assert_eq!(shown, wanted.map(|(name, maximum, used)| (Some(name), Some(maximum), Some(used))));

    let events = client.describe_events().server_name("automate-06").send().await.unwrap().server_events;
    assert_eq!(events.last().unwrap().message.as_deref(), Some("Server creation started."));
    let newest = events.first().unwrap();
    assert!(newest.message.as_deref().unwrap().ends_with("completed."), "{newest:?}");
    assert_eq!(newest.server_name.as_deref(), Some("automate-06"));
    assert_eq!(newest.created_at, Some(DateTime::from_secs_and_nanos(1_469_799_527, 520_000_000)));
}

#[tokio::test]
async fn nodes_come_and_go() {
    let server = start().await;
    let client = client(&server);
    new_server(&client, "automate-06").send().await.unwrap();
    let attribute = |name: &str, value: &str| EngineAttribute::default().name(name).value(value);
    let organization = attribute("CHEF_ORGANIZATION", "default");
    let token = client
        .associate_node()
        .server_name("automate-06")
        .node_name("node-1")
        .engine_attributes([organization.clone(), attribute("CHEF_NODE_PUBLIC_KEY", "-----BEGIN PUBLIC KEY-----")])
        .send()
        .await
        .unwrap()
        .node_association_status_token
        .unwrap();
    let status = |token: String| {
        client.describe_node_association_status().node_association_status_token(token).server_name("automate-06").send()
    };
    let joined = status(token).await.unwrap();
    assert_eq!(joined.node_association_status, Some(NodeAssociationStatus::Success));
    assert!(joined.engine_attributes.is_empty());
    let leave = client.disassociate_node().server_name("automate-06").node_name("node-1");
    let token = leave.engine_attributes([organization]).send().await.unwrap().node_association_status_token.unwrap();
    assert_eq!(status(token).await.unwrap().node_association_status, Some(NodeAssociationStatus::Success));

    let exported = client
        .export_server_engine_attribute()
        .server_name("automate-06")
        .export_attribute_name("Userdata")
        .input_attributes([attribute("RunList", "role[web]")])
        .send()
        .await
        .unwrap();
    assert_eq!(exported.server_name.as_deref(), Some("automate-06"));
    let shown = format!("{exported:?}");
    let attribute = exported.engine_attribute.unwrap();
    assert_eq!(attribute.name.as_deref(), Some("Userdata"));
    assert!(!shown.contains(attribute.value.as_deref().unwrap()), "{shown}");
}

#[tokio::test]
async fn tags_come_and_go() {
    let server = start().await;
    let client = client(&server);
    let arn = with_backups(&client, "automate-06", 1).await.remove(0).backup_arn.unwrap();
    let tag = |key: &str, value: &str| Tag::default().key(key).value(value);
    let tags = [tag("stage", "test"), tag("größe", "日本語"), tag("empty", "")];
    client.tag_resource().resource_arn(&arn).tags(tags.clone()).send().await.unwrap();
    let listed = client.list_tags_for_resource().resource_arn(&arn).send().await.unwrap();
    assert_eq!((listed.tags, listed.next_token), (tags.to_vec(), None));
    client.untag_resource().resource_arn(&arn).tag_keys(["stage".to_owned()]).send().await.unwrap();
    let listed = client.list_tags_for_resource().resource_arn(&arn).send().await.unwrap();
    assert_eq!(listed.tags, tags[1..]);
}

#[tokio::test]
async fn servers_are_updated_maintained_restored_and_deleted() {
    let server = Server::start(Options { ticks: Ticks { server: 1, ..Ticks::all(0) }, ..options() }).await.unwrap();
    let client = client(&server);
    new_server(&client, "automate-06").send().await.unwrap();
    described(&client, "automate-06").await;
    let updated = client.update_server().server_name("automate-06").backup_retention_count(7).send().await.unwrap();
    assert_eq!(updated.server.unwrap().backup_retention_count, Some(7));

    let update = client.update_server_engine_attributes().server_name("automate-06").attribute_name("CHEF_PIVOTAL_KEY");
    let updated = update.send().await.unwrap().server.unwrap();
    assert_eq!(updated.status, Some(ServerStatus::Modifying));
    assert_eq!(updated.engine_attributes[0].name.as_deref(), Some("CHEF_PIVOTAL_KEY"));
    described(&client, "automate-06").await;

    let maintained = client.start_maintenance().server_name("automate-06").send().await.unwrap().server.unwrap();
    assert_eq!(maintained.status, Some(ServerStatus::UnderMaintenance));
    described(&client, "automate-06").await;
    assert_eq!(described(&client, "automate-06").await.maintenance_status, Some(MaintenanceStatus::Success));

    let backup = client.describe_backups().send().await.unwrap().backups.remove(0).backup_id.unwrap();
    let restore = client.restore_server().server_name("automate-06").backup_id(backup).instance_type("r5.xlarge");
    let restored = restore.send().await.unwrap().server.unwrap();
    assert_eq!(restored.status, Some(ServerStatus::Restoring));
    assert_eq!(restored.instance_type.as_deref(), Some("r5.xlarge"));
    described(&client, "automate-06").await;

    client.delete_server().server_name("automate-06").send().await.unwrap();
    assert_eq!(described(&client, "automate-06").await.status, Some(ServerStatus::Deleting));
    assert!(client.describe_servers().send().await.unwrap().servers.is_empty());
}
