//! Tests of the service's semantics, without a socket. Every answer is compared with the model: its members must be
//! known and of the right type, its errors among those of the operation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{Value, json};

use super::{Call, perform};
use crate::{
    constraints,
    error::ServiceError,
    model::{Kind, Model},
    options::{Limits, Options, Ticks},
    state::State,
    status::ServerStatus,
};

struct Account {
    model: Model,
    state: State,
    now: u64,
}

impl Account {
    fn new(options: &Options) -> Account {
        let options = Options { seed: Some(1), ..options.clone() };
        Account { model: Model::load().unwrap(), state: State::new(&options), now: 1_469_799_527_520 }
    }

    /// An account in which everything is done by the next request.
    fn swift() -> Account {
        Account::new(&Options { ticks: Ticks::all(0), ..Options::default() })
    }

    fn call(&mut self, operation: &str, input: &Value) -> Result<Value, ServiceError> {
        self.now += 1_000;
        let facts = &self.model.operations[operation];
        let input = input.as_object().unwrap();
        let call = Call { operation, input, now: self.now, access_key_id: "AKID" };
        let result = constraints::check(&self.model, facts, input).and_then(|()| perform(&mut self.state, &call));
        match &result {
            Ok(output) => self.check(facts.output.as_deref().unwrap(), output, operation),
            Err(error) => assert!(facts.errors.iter().any(|known| known == error.code), "{operation}: {error}"),
        }
        result
    }

    /// Holds a value against its shape.
    fn check(&self, id: &str, value: &Value, path: &str) {
        let Some(shape) = self.model.shape(id) else { return };
        let fits = match (&shape.kind, value) {
            (Kind::Structure(members), Value::Object(values)) => {
                for (name, value) in values {
                    let path = format!("{path}.{name}");
                    let member = members.iter().find(|member| member.name == *name).expect(&path);
                    self.check(&member.target, value, &path);
                }
                true
            }
            (Kind::List(item), Value::Array(items)) => {
                items.iter().for_each(|value| self.check(&item.target, value, path));
                true
            }
            (Kind::Enum(values), Value::String(text)) => values.contains(text),
            (Kind::String, Value::String(text)) => {
                shape.constraints.pattern.as_ref().is_none_or(|pattern| pattern.is_found_in(text))
            }
            (Kind::Integer(..), Value::Number(number)) => number.is_i64() || number.is_u64(),
            (Kind::Boolean, Value::Bool(_)) | (Kind::Timestamp, Value::Number(_)) => true,
            _ => false,
        };
        assert!(fits, "{path}: {value}");
    }

    fn refusal(&mut self, operation: &str, input: &Value) -> &'static str {
        self.call(operation, input).expect_err("should be refused").code
    }

    fn create(&mut self, name: &str) -> Value {
        self.call("CreateServer", &new_server(name, &json!({}))).unwrap()["Server"].take()
    }

    fn status(&mut self, name: &str) -> String {
        let answer = self.call("DescribeServers", &json!({"ServerName": name})).unwrap();
        answer["Servers"][0]["Status"].as_str().unwrap().to_owned()
    }

    fn back_up(&mut self, name: &str) -> String {
        let answer = self.call("CreateBackup", &json!({"ServerName": name})).unwrap();
        answer["Backup"]["BackupId"].as_str().unwrap().to_owned()
    }

    fn backup_ids(&mut self, input: &Value) -> Vec<String> {
        let answer = self.call("DescribeBackups", input).unwrap();
        let backups = answer["Backups"].as_array().unwrap();
        backups.iter().map(|backup| backup["BackupId"].as_str().unwrap().to_owned()).collect()
    }
}

fn new_server(name: &str, more: &Value) -> Value {
    let mut input = json!({
        "ServerName": name, "Engine": "ChefAutomate", "InstanceType": "m5.large",
        "InstanceProfileArn": "arn:aws:iam::123456789012:instance-profile/p",
        "ServiceRoleArn": "arn:aws:iam::123456789012:role/r",
    });
    let members = more.as_object().unwrap().clone();
    input.as_object_mut().unwrap().extend(members);
    input
}

#[test]
fn a_status_passes_after_its_ticks() {
    let mut account = Account::new(&Options { ticks: Ticks { server: 2, backup: 1, node: 1 }, ..Options::default() });
    assert_eq!(account.create("a")["Status"], "CREATING");
    // What does not describe the server does not tick.
    for _ in 0..5 {
        account.call("DescribeAccountAttributes", &json!({})).unwrap();
        assert_eq!(account.refusal("CreateBackup", &json!({"ServerName": "a"})), "InvalidStateException");
    }
    let seen: Vec<String> = (0..3).map(|_| account.status("a")).collect();
    assert_eq!(seen, ["CREATING", "CREATING", "HEALTHY"]);

    let id = account.back_up("a");
    assert_eq!(account.refusal("DeleteBackup", &json!({"BackupId": id})), "InvalidStateException");
    let mut seen = Vec::new();
    for _ in 0..3 {
        let answer = account.call("DescribeBackups", &json!({"BackupId": id})).unwrap();
        seen.push(answer["Backups"][0]["Status"].clone());
    }
    assert_eq!(seen, ["IN_PROGRESS", "IN_PROGRESS", "OK"]);

    account.call("DeleteBackup", &json!({"BackupId": id})).unwrap();
    assert_eq!(account.refusal("DeleteBackup", &json!({"BackupId": id})), "InvalidStateException");
    assert_eq!(account.backup_ids(&json!({})), [id.as_str()]);
    assert!(account.backup_ids(&json!({})).is_empty());

    account.call("DeleteServer", &json!({"ServerName": "a"})).unwrap();
    assert_eq!(account.refusal("DeleteServer", &json!({"ServerName": "a"})), "InvalidStateException");
    assert_eq!([account.status("a"), account.status("a")], ["DELETING", "DELETING"]);
    assert_eq!(account.refusal("DescribeServers", &json!({"ServerName": "a"})), "ResourceNotFoundException");
}

#[test]
fn backups_come_newest_first_and_page_by_page() {
    let mut account = Account::swift();
    account.create("a");
    account.create("b");
    let mut ids: Vec<String> = ["a", "a", "b", "a"].iter().map(|name| account.back_up(name)).collect();
    assert_eq!(ids[0], "a-20160729133850520");
    ids.reverse();
    assert_eq!(account.backup_ids(&json!({})), ids);
    assert_eq!(account.backup_ids(&json!({"ServerName": "b"})), [ids[1].as_str()]);

    let first = account.call("DescribeBackups", &json!({"MaxResults": 3})).unwrap();
    let token = first["NextToken"].as_str().unwrap().to_owned();
    assert_eq!(account.backup_ids(&json!({"NextToken": token})), [ids[3].as_str()]);
    for input in [json!({"NextToken": "x"}), json!({"NextToken": token, "ServerName": "a"})] {
        assert_eq!(account.refusal("DescribeBackups", &input), "InvalidNextTokenException");
    }
    account.now += 24 * 60 * 60 * 1_000;
    assert_eq!(account.refusal("DescribeBackups", &json!({"NextToken": token})), "InvalidNextTokenException");

    account.call("DeleteServer", &json!({"ServerName": "a"})).unwrap();
    assert_eq!(account.backup_ids(&json!({"ServerName": "a"})).len(), 3);
    for input in [json!({"ServerName": "c"}), json!({"BackupId": "c"}), json!({"BackupId": ids[1], "ServerName": "a"})]
    {
        assert_eq!(account.refusal("DescribeBackups", &input), "ResourceNotFoundException");
    }
}

#[test]
fn backups_within_one_millisecond_have_different_ids() {
    let mut account = Account::swift();
    account.create("a");
    let now = account.now + 1;
    account.state.servers.get_mut("a").unwrap().backup_retention_count = 9;
    let ids: Vec<_> = (0..3).map(|_| account.state.automated_backup("a", now).unwrap()).collect();
    assert_eq!(ids, ["a-20160729133848521", "a-20160729133848522", "a-20160729133848523"]);
}

#[test]
fn automated_backups_are_trimmed_and_manual_ones_kept() {
    let mut account = Account::swift();
    account.create("a");
    let manual = account.back_up("a");
    for _ in 0..3 {
        account.call("StartMaintenance", &json!({"ServerName": "a"})).unwrap();
    }
    let now = account.now + 1_000;
    let newest = account.state.automated_backup("a", now).unwrap();
    assert_eq!(account.backup_ids(&json!({})), [newest, manual]);
    account.call("UpdateServer", &json!({"ServerName": "a", "DisableAutomatedBackup": true})).unwrap();
    account.call("StartMaintenance", &json!({"ServerName": "a"})).unwrap();
    assert_eq!(account.backup_ids(&json!({})).len(), 2);
    assert_eq!(account.state.automated_backup("a", now + 5_000), None);
    assert_eq!(account.state.automated_backup("b", now + 5_000), None);
}

#[test]
fn limits_hold_and_are_described() {
    let limits = Limits { servers: 2, manual_backups: 1, tags: 1 };
    let mut account = Account::new(&Options { limits, ticks: Ticks::all(0), ..Options::default() });
    account.create("a");
    account.create("b");
    assert_eq!(account.refusal("CreateServer", &new_server("c", &json!({}))), "LimitExceededException");
    account.back_up("a");
    assert_eq!(account.refusal("CreateBackup", &json!({"ServerName": "b"})), "LimitExceededException");
    let answer = account.call("DescribeAccountAttributes", &json!({})).unwrap();
    assert_eq!(
        answer["Attributes"],
        json!([
            {"Name": "ServerLimit", "Maximum": 2, "Used": 2},
            {"Name": "ManualBackupLimit", "Maximum": 1, "Used": 1},
        ])
    );
}

#[test]
fn bad_new_servers_are_refused_and_leave_nothing() {
    let mut account = Account::swift();
    for more in [
        json!({"Engine": "Ansible"}),
        json!({"EngineVersion": "2019"}),
        json!({"EngineModel": "Monolithic"}),
        json!({"InstanceType": ""}),
        json!({"CustomDomain": "a.example.com"}),
        json!({"PreferredBackupWindow": "08:30"}),
        json!({"PreferredMaintenanceWindow": "08:00"}),
        json!({"BackupRetentionCount": 0}),
        json!({"Tags": [{"Key": "aws:a", "Value": ""}]}),
        json!({"EngineAttributes": [{"Name": "CHEF_AUTOMATE_ADMIN_PASSWORD", "Value": "short"}]}),
        json!({"EngineAttributes": [{"Name": "PUPPET_ADMIN_PASSWORD", "Value": "password"}]}),
        json!({"EngineAttributes": [{"Value": "nameless"}]}),
    ] {
        assert_eq!(account.refusal("CreateServer", &new_server("a", &more)), "ValidationException", "{more}");
    }
    let missing = new_server("a", &json!({"BackupId": "gone"}));
    assert_eq!(account.refusal("CreateServer", &missing), "ResourceNotFoundException");
    assert!(account.state.servers.is_empty());
    account.create("a");
    assert_eq!(account.refusal("CreateServer", &new_server("a", &json!({}))), "ResourceAlreadyExistsException");
}

#[test]
fn a_server_from_a_backup_takes_over_its_settings() {
    let mut account = Account::swift();
    let more = json!({"SubnetIds": ["subnet-1"], "KeyPair": "k", "PreferredBackupWindow": "07:00"});
    account.call("CreateServer", &new_server("a", &more)).unwrap();
    let id = account.back_up("a");
    account.call("DescribeServers", &json!({})).unwrap();
    let copy = new_server("b", &json!({"BackupId": id, "KeyPair": "other"}));
    let server = account.call("CreateServer", &copy).unwrap()["Server"].take();
    assert_eq!(server["SubnetIds"], json!(["subnet-1"]));
    assert_eq!((&server["KeyPair"], &server["PreferredBackupWindow"]), (&json!("other"), &json!("07:00")));
    let puppet = new_server("c", &json!({"BackupId": id, "Engine": "Puppet"}));
    assert_eq!(account.refusal("CreateServer", &puppet), "ValidationException");

    let restored = json!({"ServerName": "b", "BackupId": id, "InstanceType": "r5.xlarge"});
    let server = account.call("RestoreServer", &restored).unwrap()["Server"].take();
    assert_eq!((&server["Status"], &server["InstanceType"]), (&json!("RESTORING"), &json!("r5.xlarge")));
    let gone = json!({"ServerName": "b", "BackupId": "gone"});
    assert_eq!(account.refusal("RestoreServer", &gone), "ResourceNotFoundException");
}

#[test]
fn each_operation_needs_its_statuses() {
    use ServerStatus::{
        BackingUp, ConnectionLost, Creating, Deleting, Failed, Healthy, Running, Terminated, Unhealthy,
    };
    let mut account = Account::swift();
    account.create("a");
    let id = account.back_up("a");
    account.call("DescribeServers", &json!({})).unwrap();
    let key = json!([{"Name": "CHEF_NODE_PUBLIC_KEY", "Value": "k"}]);
    let organization = json!([{"Name": "CHEF_ORGANIZATION", "Value": "default"}]);
    let statuses = [BackingUp, ConnectionLost, Creating, Deleting, Failed, Healthy, Running, Terminated, Unhealthy];
    for (operation, more, fitting) in [
        ("CreateBackup", json!({}), &[Healthy, Running, Unhealthy][..]),
        ("RestoreServer", json!({"BackupId": id}), &[ConnectionLost, Healthy, Running, Terminated, Unhealthy]),
        ("StartMaintenance", json!({}), &[Healthy, Unhealthy]),
        ("UpdateServer", json!({}), &[ConnectionLost, Healthy, Running, Unhealthy]),
        ("UpdateServerEngineAttributes", json!({"AttributeName": "CHEF_PIVOTAL_KEY"}), &[Healthy, Unhealthy]),
        ("AssociateNode", json!({"NodeName": "n", "EngineAttributes": key}), &[Healthy]),
        ("DisassociateNode", json!({"NodeName": "n", "EngineAttributes": organization}), &[Healthy]),
        (
            "ExportServerEngineAttribute",
            json!({"ExportAttributeName": "Userdata"}),
            &[BackingUp, ConnectionLost, Healthy, Running, Unhealthy],
        ),
    ] {
        let mut input = more;
        input["ServerName"] = json!("a");
        for status in statuses {
            let server = account.state.servers.get_mut("a").unwrap();
            (server.status, server.work) = (status, None);
            let code = account.call(operation, &input).err().map(|error| error.code);
            let expected = (!fitting.contains(&status)).then_some("InvalidStateException");
            assert_eq!(code, expected, "{operation} in {status}");
        }
        input["ServerName"] = json!("b");
        assert_eq!(account.refusal(operation, &input), "ResourceNotFoundException", "{operation}");
    }
}

#[test]
fn nodes_come_and_go() {
    let mut account = Account::new(&Options { ticks: Ticks { server: 0, backup: 0, node: 2 }, ..Options::default() });
    account.call("CreateServer", &new_server("p", &json!({"Engine": "Puppet"}))).unwrap();
    let csr = json!([{"Name": "PUPPET_NODE_CSR", "Value": "csr"}]);
    let ends = |account: &mut Account, operation: &str, node: &str| {
        let mut input = json!({"ServerName": "p", "NodeName": node});
        if operation == "AssociateNode" {
            input["EngineAttributes"] = csr.clone();
        }
        let token = account.call(operation, &input).unwrap()["NodeAssociationStatusToken"].take();
        let poll = json!({"ServerName": "p", "NodeAssociationStatusToken": token});
        let mut answers: Vec<Value> =
            (0..3).map(|_| account.call("DescribeNodeAssociationStatus", &poll).unwrap()).collect();
        assert_eq!(answers[1]["NodeAssociationStatus"], "IN_PROGRESS");
        answers.pop().unwrap()
    };
    let joined = ends(&mut account, "AssociateNode", "n");
    assert_eq!(joined["NodeAssociationStatus"], "SUCCESS");
    assert_eq!(joined["EngineAttributes"][0]["Name"], "PUPPET_NODE_CERT");
    assert_eq!(ends(&mut account, "AssociateNode", "will-Fail")["NodeAssociationStatus"], "FAILED");
    assert_eq!(ends(&mut account, "DisassociateNode", "n")["NodeAssociationStatus"], "SUCCESS");
    assert_eq!(ends(&mut account, "DisassociateNode", "n")["NodeAssociationStatus"], "FAILED");
    let unknown = json!({"ServerName": "p", "NodeAssociationStatusToken": "t"});
    assert_eq!(account.refusal("DescribeNodeAssociationStatus", &unknown), "ResourceNotFoundException");
    let keyless = json!({"ServerName": "p", "NodeName": "n", "EngineAttributes": []});
    assert_eq!(account.refusal("AssociateNode", &keyless), "ValidationException");
}

#[test]
fn events_tell_what_happened_newest_first() {
    let mut account = Account::swift();
    account.create("a");
    account.back_up("a");
    let answer = account.call("DescribeEvents", &json!({"ServerName": "a"})).unwrap();
    let messages: Vec<&str> =
        answer["ServerEvents"].as_array().unwrap().iter().map(|event| event["Message"].as_str().unwrap()).collect();
    assert_eq!(
        messages,
        [
            "Backup 'a-20160729133849520' completed.",
            "Backup 'a-20160729133849520' started.",
            "Server creation completed.",
            "Server creation started.",
        ]
    );
    let page = account.call("DescribeEvents", &json!({"ServerName": "a", "MaxResults": 1})).unwrap();
    account.call("DeleteServer", &json!({"ServerName": "a"})).unwrap();
    assert_eq!(account.refusal("DescribeEvents", &json!({"ServerName": "a"})), "ResourceNotFoundException");
    // A token does not pass to another server of the same name.
    account.create("a");
    let stale = json!({"ServerName": "a", "NextToken": page["NextToken"]});
    assert_eq!(account.refusal("DescribeEvents", &stale), "InvalidNextTokenException");
}

#[test]
fn tags_live_on_servers_and_backups() {
    let mut account = Account::swift();
    let server = account.create("a");
    account.back_up("a");
    let backup = account.call("DescribeBackups", &json!({})).unwrap()["Backups"][0].take();
    for arn in [&server["ServerArn"], &backup["BackupArn"]] {
        let tags = json!([{"Key": "z", "Value": "1"}, {"Key": "a", "Value": "2"}]);
        account.call("TagResource", &json!({"ResourceArn": arn, "Tags": tags})).unwrap();
        assert_eq!(account.call("ListTagsForResource", &json!({"ResourceArn": arn})).unwrap()["Tags"], tags);
        let page = account.call("ListTagsForResource", &json!({"ResourceArn": arn, "MaxResults": 1})).unwrap();
        assert_eq!(page["Tags"], json!([{"Key": "z", "Value": "1"}]));
        account.call("UntagResource", &json!({"ResourceArn": arn, "TagKeys": ["z", "y"]})).unwrap();
        let left = account.call("ListTagsForResource", &json!({"ResourceArn": arn})).unwrap();
        assert_eq!(left, json!({"Tags": [{"Key": "a", "Value": "2"}]}));
    }
    let gone = json!({"ResourceArn": "arn:aws:opsworks-cm:us-east-1:123456789012:backup/x"});
    assert_eq!(account.refusal("ListTagsForResource", &gone), "ResourceNotFoundException");
}
