//! The tour: servers, backups, pages, a node and an error, each through the generated client over HTTP.

use std::fmt::Display;
use std::time::Duration;

use opsworkscm::tinsmith::credentials::Credentials;
use opsworkscm::types::{Backup, BackupStatus, NodeAssociationStatus, Server, ServerStatus};
use opsworkscm::{Client, Error};
use tinsmith_tests::{ACCESS_KEY_ID, Options, REGION, SECRET_ACCESS_KEY};

use crate::Surprise;
use crate::table::table;

/// The servers of the tour and their engines.
const SERVERS: [(&str, &str, &str); 2] =
    [("automate-06", "ChefAutomate", "Single"), ("puppet-01", "Puppet", "Monolithic")];

/// The backups of the tour, in the order in which they are made.
const BACKUPS: [(&str, &str); 5] = [
    ("automate-06", "before the upgrade"),
    ("automate-06", "after the upgrade"),
    ("puppet-01", "first of its kind"),
    ("automate-06", "weekly"),
    ("puppet-01", "weekly"),
];

/// How many backups a page holds.
const PAGE_SIZE: i32 = 2;

/// A status moves on with each look at it, and needs far fewer looks than these.
const LOOKS: usize = 20;

/// Shows it all.
pub(crate) async fn run() -> Result<(), Surprise> {
    let stand_in = tinsmith_tests::Server::start(Options::default()).await?;
    println!("The stand-in for AWS OpsWorks CM listens on {} and plays {REGION}.", stand_in.url());
    let client: Client = Client::builder()
        .region(REGION)
        .endpoint_url(stand_in.url())
        .credentials(Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None, None, "demo"))
        .build()?;
    create_servers(&client).await?;
    create_backups(&client).await?;
    page_through(&client).await?;
    associate_node(&client).await?;
    miss_a_backup(&client).await?;
    println!("\nThe stand-in answered {} requests, each with its signature verified.", stand_in.requests().len());
    stand_in.shutdown().await;
    Ok(())
}

async fn create_servers(client: &Client) -> Result<(), Surprise> {
    println!("\nCreateServer, then DescribeServers until both are HEALTHY:\n");
    for (name, engine, model) in SERVERS {
        client
            .create_server()
            .server_name(name)
            .engine(engine)
            .engine_model(model)
            .instance_type("m5.large")
            .instance_profile_arn("arn:aws:iam::123456789012:instance-profile/aws-opsworks-cm-ec2-role")
            .service_role_arn("arn:aws:iam::123456789012:role/service-role/aws-opsworks-cm-service-role")
            .backup_retention_count(3)
            .send()
            .await?;
    }
    for look in 1..=LOOKS {
        let servers = client.describe_servers().send().await?.servers;
        let seen: Vec<String> = servers.iter().map(|server| shown(server.status.as_ref())).collect();
        println!("  look {look}: {}", seen.join(", "));
        if servers.iter().all(|server| server.status == Some(ServerStatus::Healthy)) {
            expect(servers.len() == SERVERS.len(), "DescribeServers shows both servers")?;
            let rows: Vec<[String; 5]> = servers.iter().map(server_row).collect();
            print!("\n{}", table(["SERVER", "ENGINE", "STATUS", "CREATED", "ENDPOINT"], &rows));
            return Ok(());
        }
    }
    Err("the servers did not become HEALTHY".into())
}

fn server_row(server: &Server) -> [String; 5] {
    [
        shown(server.server_name.as_ref()),
        shown(server.engine.as_ref()),
        shown(server.status.as_ref()),
        shown(server.created_at.as_ref()),
        shown(server.endpoint.as_ref()),
    ]
}

async fn create_backups(client: &Client) -> Result<(), Surprise> {
    println!("\nCreateBackup, {} times, each until it is OK.", BACKUPS.len());
    for (server, description) in BACKUPS {
        let answer = client.create_backup().server_name(server).description(description).send().await?;
        let id = answer.backup.and_then(|backup| backup.backup_id).ok_or("CreateBackup gave no BackupId")?;
        complete(client, &id).await?;
    }
    Ok(())
}

async fn complete(client: &Client, id: &str) -> Result<(), Surprise> {
    for _ in 0..LOOKS {
        let answer = client.describe_backups().backup_id(id).send().await?;
        if answer.backups.iter().any(|backup| backup.status == Some(BackupStatus::Ok)) {
            return Ok(());
        }
    }
    Err(format!("the backup {id} did not become OK").into())
}

async fn page_through(client: &Client) -> Result<(), Surprise> {
    println!("\nDescribeBackups, page by page, {PAGE_SIZE} on each, newest first:\n");
    let mut pages = client.describe_backups().max_results(PAGE_SIZE).pages();
    let mut rows = Vec::new();
    let mut page_number = 0;
    while let Some(page) = pages.next().await {
        page_number += 1;
        rows.extend(page?.backups.iter().map(|backup| backup_row(page_number, backup)));
    }
    print!("{}", table(["PAGE", "BACKUP", "TYPE", "STATUS", "CREATED", "DESCRIPTION"], &rows));
    expect(page_number == 3, "five backups fill three pages")?;
    let seen: Vec<&str> = rows.iter().map(|[.., description]| description.as_str()).collect();
    let made: Vec<&str> = BACKUPS.iter().rev().map(|(_, description)| *description).collect();
    expect(seen == made, "DescribeBackups shows every backup, newest first")?;

    let server = "automate-06";
    let mut items = client.describe_backups().server_name(server).max_results(PAGE_SIZE).items();
    let mut count = 0;
    while let Some(backup) = items.next().await {
        backup?;
        count += 1;
    }
    println!("\nDescribeBackups, item by item: {server} has {count} backups.");
    expect(count == BACKUPS.iter().filter(|(of, _)| *of == server).count(), "items() shows the server's backups")
}

fn backup_row(page: usize, backup: &Backup) -> [String; 6] {
    [
        page.to_string(),
        shown(backup.backup_id.as_ref()),
        shown(backup.backup_type.as_ref()),
        shown(backup.status.as_ref()),
        shown(backup.created_at.as_ref()),
        shown(backup.description.as_ref()),
    ]
}

async fn associate_node(client: &Client) -> Result<(), Surprise> {
    let (server, node) = ("automate-06", "i-0123456789abcdef0");
    println!("\nAssociateNode {node} with {server}:\n");
    let attribute = |name: &str, value: &str| {
        let mut attribute = opsworkscm::types::EngineAttribute::default();
        attribute.name = Some(name.to_owned());
        attribute.value = Some(value.to_owned());
        attribute
    };
    let key = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n";
    let answer = client
        .associate_node()
        .server_name(server)
        .node_name(node)
        .engine_attributes([attribute("CHEF_ORGANIZATION", "default"), attribute("CHEF_NODE_PUBLIC_KEY", key)])
        .send()
        .await?;
    let token = answer.node_association_status_token.ok_or("AssociateNode gave no token")?;
    let status = client.describe_node_association_status().server_name(server).node_association_status_token(token);
    let first = status.clone().send().await?;
    println!("  DescribeNodeAssociationStatus: {}", shown(first.node_association_status.as_ref()));
    // The stand-in is done by the next look, so that the waiter's pause of 15 seconds does not come up.
    let last = status.wait_until_node_associated(Duration::from_secs(60)).await?;
    println!("  wait_until_node_associated:    {}", shown(last.node_association_status.as_ref()));
    expect(last.node_association_status == Some(NodeAssociationStatus::Success), "the node is associated")
}

async fn miss_a_backup(client: &Client) -> Result<(), Surprise> {
    let id = "automate-06-20200101000000000";
    println!("\nDescribeBackups of {id}, which there is not:\n");
    match client.describe_backups().backup_id(id).send().await {
        Err(Error::ResourceNotFoundException(error)) => {
            println!("  Error::ResourceNotFoundException: {error}");
            Ok(())
        }
        Err(error) => Err(error.into()),
        Ok(answer) => Err(format!("it was answered with {} backups", answer.backups.len()).into()),
    }
}

/// What there is, as a cell.
fn shown(value: Option<&impl Display>) -> String {
    value.map_or_else(|| "-".to_owned(), ToString::to_string)
}

fn expect(holds: bool, what: &str) -> Result<(), Surprise> {
    if holds { Ok(()) } else { Err(format!("expected that {what}; it is not so").into()) }
}
