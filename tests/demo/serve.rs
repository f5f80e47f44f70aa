//! `--serve`: the stand-in alone, until Ctrl-C, and how to point clients at it.

use std::io::ErrorKind;

use tinsmith_tests::{ACCESS_KEY_ID, Options, REGION, SECRET_ACCESS_KEY, Server};

use crate::Surprise;

/// The last releases that have the service; the next dropped it.
const BOTO3: &str = "boto3==1.40.18 botocore==1.40.18";

/// Serves until Ctrl-C.
pub(crate) async fn run(port: u16) -> Result<(), Surprise> {
    let options = Options { port, ..Options::default() };
    let server = Server::start(options).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => format!("the port {port} is in use; choose another, or leave out --port"),
        _ => format!("the stand-in cannot start on port {port}: {error}"),
    })?;
    print!("{}", directions(&server.url()));
    server
        .serve_until(async {
            if let Err(error) = tokio::signal::ctrl_c().await {
                eprintln!("error: Ctrl-C cannot be waited for ({error}); stopping");
            }
        })
        .await;
    println!("\nStopped. What it held is gone.");
    Ok(())
}

/// How to point the client and boto3 at the stand-in.
fn directions(url: &str) -> String {
    format!(
        r#"The stand-in for AWS OpsWorks CM serves on {url} until Ctrl-C.

In the shell of a client:

  export AWS_ENDPOINT_URL_OPSWORKSCM={url}
  export AWS_REGION={REGION}
  export AWS_ACCESS_KEY_ID={ACCESS_KEY_ID}
  export AWS_SECRET_ACCESS_KEY={SECRET_ACCESS_KEY}

Rust, with the crate opsworkscm:

  let client = opsworkscm::Client::from_env().await?;
  for server in client.describe_servers().send().await?.servers {{
      println!("{{server:?}}");
  }}

Python, with the last boto3 that has the service (pip install {BOTO3}):

  import boto3
  client = boto3.client("opsworkscm", region_name="{REGION}", endpoint_url="{url}")
  for server in client.describe_servers()["Servers"]:
      print(server)
"#
    )
}

#[cfg(test)]
mod tests {
    use super::directions;

    #[test]
    fn the_url_stands_in_both_directions() {
        let text = directions("http://127.0.0.1:4566");
        assert_eq!(text.matches("http://127.0.0.1:4566").count(), 3);
        assert!(text.contains("opsworkscm::Client::from_env()") && text.contains("boto3.client(\"opsworkscm\""));
    }
}
