//! Literal answers to `DescribeBackups`, and the exact values that they become.

use opsworkscm::tinsmith::DateTime;
use opsworkscm::types::{Backup, BackupStatus, BackupType, DescribeBackupsResponse};
use opsworkscm::{Client, Error};

use crate::support::{answer, client, start};

/// What the body of a successful answer becomes.
async fn decode(body: &str) -> Result<DescribeBackupsResponse, Error> {
    let server = start().await;
    server.fail_next(answer(200, body));
    let client: Client = client(&server);
    client.describe_backups().send().await
}

async fn one(members: &str) -> Backup {
    let mut answer = decode(&format!(r#"{{"Backups":[{{{members}}}]}}"#)).await.unwrap();
    assert_eq!(answer.backups.len(), 1);
    answer.backups.remove(0)
}

#[tokio::test]
#[allow(deprecated)]
async fn every_member() {
    let answer = decode(
        r#"{"Backups":[{"BackupArn":"arn","BackupId":"id","BackupType":"AUTOMATED","CreatedAt":1469799527.52,
        "Description":"größe 🚀 \"\\\/\b\f\n\r\t\u0000\ud83d\ude80","Engine":"ChefAutomate","EngineModel":"Single",
        "EngineVersion":"2","InstanceProfileArn":"profile","InstanceType":"m5.large","KeyPair":"key",
        "PreferredBackupWindow":"Mon:02:00","PreferredMaintenanceWindow":"Tue:04:00","S3DataSize":-2147483648,
        "S3DataUrl":"data","S3LogUrl":"log","SecurityGroupIds":["sg-1","sg-2"],"ServerName":"automate-06",
        "ServiceRoleArn":"role","Status":"OK","StatusDescription":"done","SubnetIds":[],"ToolsVersion":"1",
        "UserArn":"user"}],"NextToken":"more"}"#,
    )
    .await
    .unwrap();
    let backup = Backup::default()
        .backup_arn("arn")
        .backup_id("id")
        .backup_type(BackupType::Automated)
        .created_at(DateTime::from_secs_and_nanos(1_469_799_527, 520_000_000))
        .description("größe 🚀 \"\\/\u{8}\u{c}\n\r\t\0🚀")
        .engine("ChefAutomate")
        .engine_model("Single")
        .engine_version("2")
        .instance_profile_arn("profile")
        .instance_type("m5.large")
        .key_pair("key")
        .preferred_backup_window("Mon:02:00")
        .preferred_maintenance_window("Tue:04:00")
        .s3_data_size(i32::MIN)
        .s3_data_url("data")
        .s3_log_url("log")
        .security_group_ids(["sg-1".to_owned(), "sg-2".to_owned()])
        .server_name("automate-06")
        .service_role_arn("role")
        .status(BackupStatus::Ok)
        .status_description("done")
        .subnet_ids([])
        .tools_version("1")
        .user_arn("user");
    assert_eq!(answer, DescribeBackupsResponse::default().backups([backup]).next_token("more"));
}

#[tokio::test]
async fn nothing_at_all() {
    for body in ["", "{}", "null", " {} \r\n", r#"{"Backups":[]}"#, r#"{"Backups":null,"NextToken":null}"#] {
        assert_eq!(decode(body).await.unwrap(), DescribeBackupsResponse::default(), "{body:?}");
    }
    assert_eq!(one("").await, Backup::default());
}

#[tokio::test]
async fn unknown_members_are_passed_over() {
    let members = r#""New":{"a":[1,{"b":null}],"c":"d"},"BackupId":"id","backupid":"no","":0,"Other":-1.5e300"#;
    assert_eq!(one(members).await, Backup::default().backup_id("id"));
    let body = r#"{"__type":"x","New":[[[]]],"NextToken":"t","ResponseMetadata":{"RequestId":"r"}}"#;
    assert_eq!(decode(body).await.unwrap(), DescribeBackupsResponse::default().next_token("t"));
    let deep = format!(r#"{{"New":{}{},"NextToken":"t"}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(decode(&deep).await.unwrap().next_token.as_deref(), Some("t"));
}

#[tokio::test]
async fn nulls_leave_no_trace() {
    let members = r#""BackupId":null,"Status":null,"CreatedAt":null,"S3DataSize":null,"SubnetIds":null"#;
    assert_eq!(one(members).await, Backup::default());
    let members = r#""SubnetIds":[null,"subnet-1",null,null,"subnet-2",null],"SecurityGroupIds":[null]"#;
    let wanted = Backup::default().subnet_ids(["subnet-1".to_owned(), "subnet-2".to_owned()]);
    assert_eq!(one(members).await, wanted);
    let answer = decode(r#"{"Backups":[null,{"BackupId":"a"},null,{}]}"#).await.unwrap();
    assert_eq!(answer.backups, [Backup::default().backup_id("a"), Backup::default()]);
}

#[tokio::test]
async fn a_member_that_comes_twice_counts_once() {
    let backup = one(r#""SubnetIds":["a","b"],"BackupId":"x","SubnetIds":["c"],"BackupId":"y""#).await;
    assert_eq!(backup, Backup::default().backup_id("y").subnet_ids(["c".to_owned()]));
}

#[tokio::test]
async fn unknown_enum_values_are_kept() {
    let backup = one(r#""Status":"HIBERNATING","BackupType":"automated""#).await;
    assert_eq!(backup.status, Some(BackupStatus::Unknown("HIBERNATING".to_owned())));
    assert_eq!(backup.status.unwrap().as_str(), "HIBERNATING");
    assert_eq!(backup.backup_type, Some(BackupType::Unknown("automated".to_owned())));
}

#[tokio::test]
async fn timestamps_in_every_form() {
    let at = DateTime::from_secs_and_nanos;
    let cases = [
        ("0", at(0, 0)),
        ("1469799527", at(1_469_799_527, 0)),
        ("1469799527.0", at(1_469_799_527, 0)),
        ("1469799527.520", at(1_469_799_527, 520_000_000)),
        ("1469799527.001", at(1_469_799_527, 1_000_000)),
        ("1.469799527E9", at(1_469_799_527, 0)),
        ("1.46979952752E9", at(1_469_799_527, 520_000_000)),
        ("-1.5", at(-2, 500_000_000)),
        ("-62135596800", at(-62_135_596_800, 0)),
        ("253402300799", at(253_402_300_799, 0)),
        ("253402300799.5", at(253_402_300_799, 500_000_000)),
        (r#""2016-07-29T13:38:47Z""#, at(1_469_799_527, 0)),
        (r#""2016-07-29T13:38:47.520Z""#, at(1_469_799_527, 520_000_000)),
        (r#""2016-07-29T15:38:47.52+02:00""#, at(1_469_799_527, 520_000_000)),
        (r#""Fri, 29 Jul 2016 13:38:47 GMT""#, at(1_469_799_527, 0)),
        (r#""1469799527.52""#, at(1_469_799_527, 520_000_000)),
    ];
    for (text, wanted) in cases {
        let backup = one(&format!(r#""CreatedAt":{text}"#)).await;
        assert_eq!(backup.created_at, Some(wanted), "{text}");
    }
}

#[tokio::test]
#[allow(deprecated)]
async fn integers_in_every_form() {
    for (text, wanted) in [("7", 7), ("7.0", 7), ("7e0", 7), ("-0", 0), ("2147483647", i32::MAX)] {
        assert_eq!(one(&format!(r#""S3DataSize":{text}"#)).await.s3_data_size, Some(wanted), "{text}");
    }
}

#[tokio::test]
async fn status_and_content_type_do_not_matter() {
    let server = start().await;
    let client = client(&server);
    for (status, content_type) in [(200, "application/json"), (201, "text/plain"), (202, "application/octet-stream")] {
        server.fail_next(crate::support::raw(status, &[("content-type", content_type)], r#"{"NextToken":"t"}"#));
        assert_eq!(client.describe_backups().send().await.unwrap().next_token.as_deref(), Some("t"));
    }
    server.fail_next(crate::support::raw(204, &[], ""));
    assert_eq!(client.describe_backups().send().await.unwrap(), DescribeBackupsResponse::default());
}

#[test]
fn serde_reads_and_writes_the_wire_form_of_generated_types() {
    let text =
        r#"{"BackupId":"id","CreatedAt":1469799527.52,"SecurityGroupIds":["sg-1"],"Status":"OK","SubnetIds":[]}"#;
    let backup: Backup = serde_json::from_str(text).unwrap();
    let wanted = Backup::default()
        .backup_id("id")
        .created_at(DateTime::from_secs_and_nanos(1_469_799_527, 520_000_000))
        .security_group_ids(["sg-1".to_owned()])
        .status(BackupStatus::Ok);
    assert_eq!(backup, wanted);
    assert_eq!(serde_json::to_string(&backup).unwrap(), text);
}
