//! Decoding and encoding 1, 1,000 and 10,000 backups: through places and views as the generated crate has them, and
//! through serde's derive on the same types.
//!
//! Run it with `cargo bench --package tinsmith-tests`; it prints MB/s of JSON.

use std::hint::black_box;

use bytes::Bytes;
use divan::Bencher;
use divan::counter::BytesCount;
use http::Response;
use opsworkscm::types::DescribeBackupsResponse;
use serde::{Deserialize, Serialize};
use tinsmith::DateTime;
use tinsmith::endpoint::rules::RuleSet;
use tinsmith::operation::{Auth, Http, Operation, Service};
use tinsmith::protocol::{AWS_JSON_1_1, Protocol};

const COUNTS: [usize; 3] = [1, 1_000, 10_000];

fn main() {
    divan::main();
}

/// What serde's derive makes of the same shapes.
#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
struct DerivedResponse {
    backups: Vec<DerivedBackup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
struct DerivedBackup {
    #[serde(skip_serializing_if = "Option::is_none")]
    backup_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    backup_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    backup_type: Option<DerivedType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<Seconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    engine: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    engine_model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    engine_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_profile_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_pair: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_backup_window: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_maintenance_window: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_data_size: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_data_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_log_url: Option<String>,
    security_group_ids: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_role_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<DerivedStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_description: Option<String>,
    subnet_ids: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tools_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_arn: Option<String>,
}

#[derive(Deserialize, Serialize)]
enum DerivedType {
    #[serde(rename = "AUTOMATED")]
    Automated,
    #[serde(rename = "MANUAL")]
    Manual,
    #[serde(untagged)]
    Unknown(String),
}

#[derive(Deserialize, Serialize)]
enum DerivedStatus {
    #[serde(rename = "IN_PROGRESS")]
    InProgress,
    #[serde(rename = "OK")]
    Ok,
    #[serde(rename = "FAILED")]
    Failed,
    #[serde(rename = "DELETING")]
    Deleting,
    #[serde(untagged)]
    Unknown(String),
}

/// A timestamp as the wire has it.
struct Seconds(DateTime);

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(|seconds| Self(DateTime::from_secs_f64(seconds)))
    }
}

impl Serialize for Seconds {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0.as_secs_f64())
    }
}

/// An answer with that many backups, as the service sends them.
fn body(count: usize) -> Bytes {
    let backup = |index: usize| {
        serde_json::json!({
            "BackupArn": format!("arn:aws:opsworks-cm:us-east-1:123456789012:backup/automate-06-{index:017}"),
            "BackupId": format!("automate-06-{index:017}"),
            "BackupType": if index.is_multiple_of(2) { "AUTOMATED" } else { "MANUAL" },
            "CreatedAt": 1_700_000_000.123 + index as f64,
            "Description": "taken before the upgrade of the \"blue\" fleet",
            "Engine": "ChefAutomate",
            "EngineModel": "Single",
            "EngineVersion": "2",
            "InstanceProfileArn": "arn:aws:iam::123456789012:instance-profile/aws-opsworks-cm-ec2-role",
            "InstanceType": "m5.large",
            "KeyPair": "operations",
            "PreferredBackupWindow": "02:00",
            "PreferredMaintenanceWindow": "Mon:04:00",
            "S3LogUrl": format!("https://s3.amazonaws.com/aws-opsworks-cm-us-east-1/automate-06/{index}/log"),
            "SecurityGroupIds": ["sg-0123456789abcdef0", "sg-0123456789abcdef1"],
            "ServerName": "automate-06",
            "ServiceRoleArn": "arn:aws:iam::123456789012:role/service-role/aws-opsworks-cm-service-role",
            "Status": "OK",
            "StatusDescription": "the backup is complete",
            "SubnetIds": ["subnet-0123456789abcdef0"],
            "ToolsVersion": "0.9.9",
            "UserArn": "arn:aws:iam::123456789012:user/operator",
        })
    };
    let backups: Vec<_> = (0..count).map(backup).collect();
    Bytes::from(serde_json::json!({ "Backups": backups, "NextToken": "more" }).to_string())
}

static RULES: RuleSet = RuleSet { parameters: &[], rules: &[] };

static SERVICE: Service = Service {
    name: "Bench",
    sdk_id: "Bench",
    version: "",
    signing_name: "bench",
    protocol: &AWS_JSON_1_1,
    endpoint_rules: &RULES,
    errors: &[],
};

static OPERATION: Operation = Operation {
    name: "Bench",
    service: &SERVICE,
    sensitive: false,
    auth: Auth::SigV4,
    http: Http::RPC,
    endpoint_parameters: &[],
    host_prefix: &[],
    body: &[],
    discovery: None,
};

fn places(answer: &Response<Bytes>) -> Result<DescribeBackupsResponse, tinsmith::Error> {
    let mut output = DescribeBackupsResponse::default();
    AWS_JSON_1_1.decode(&OPERATION, answer, &mut output).map(|()| output)
}

fn derived(body: &Bytes) -> serde_json::Result<DerivedResponse> {
    serde_json::from_slice(body)
}

#[divan::bench(args = COUNTS)]
fn decode_places(bencher: Bencher<'_, '_>, count: usize) {
    let answer = Response::new(body(count));
    bencher.counter(BytesCount::new(answer.body().len())).bench(|| places(black_box(&answer)));
}

#[divan::bench(args = COUNTS)]
fn decode_derived(bencher: Bencher<'_, '_>, count: usize) {
    let body = body(count);
    bencher.counter(BytesCount::new(body.len())).bench(|| derived(black_box(&body)));
}

#[divan::bench(args = COUNTS)]
fn encode_views(bencher: Bencher<'_, '_>, count: usize) {
    let body = body(count);
    let length = body.len();
    if let Ok(value) = places(&Response::new(body)) {
        bencher.counter(BytesCount::new(length)).bench(|| AWS_JSON_1_1.encode(&OPERATION, black_box(&value)));
    }
}

#[divan::bench(args = COUNTS)]
fn encode_derived(bencher: Bencher<'_, '_>, count: usize) {
    let body = body(count);
    if let Ok(value) = derived(&body) {
        bencher.counter(BytesCount::new(body.len())).bench(|| serde_json::to_vec(black_box(&value)));
    }
}
