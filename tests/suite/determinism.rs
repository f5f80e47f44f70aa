//! The same model gives the same bytes: again and again, in another process, and as they were committed.

use std::collections::BTreeMap;
use std::process::Command;

use tinsmith_codegen::{Crate, Options, generate};

use crate::support::{opsworkscm, root, suite, text};

/// What the test that prints a digest is told by, when this program calls itself.
const DIGEST_WANTED: &str = "TINSMITH_SUITE_DIGEST";

/// What stands before the digest, which the test harness may put other words around.
const DIGEST_MARK: &str = "the digest is ";

fn hostile() -> Crate {
    let model = text(&suite().join("hostile/model.json"));
    generate("hostile/model.json", &model, &Options::default()).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Everything that is generated here, as one text.
fn all() -> String {
    let mut all = String::new();
    for generated in [opsworkscm(None), opsworkscm(Some(&["DescribeBackups"])), hostile()] {
        for (path, text) in generated.files {
            all.push_str(&format!("{}/{path}\n{text}\n", generated.package));
        }
    }
    all
}

/// FNV-1a of 64 bits: enough to tell texts apart, and the same in each process, unlike the standard library's hasher.
fn digest(text: &str) -> String {
    let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{} bytes, {:016x}", text.len(), text.bytes().fold(0xcbf2_9ce4_8422_2325, fold))
}

#[test]
fn ten_generations_give_the_same_bytes() {
    let first = all();
    for generation in 2..=10 {
        assert!(all() == first, "generation {generation} differs");
    }
}

/// Hash maps are seeded anew in each process, so an order that comes of one shows itself here.
#[test]
fn another_process_gives_the_same_bytes() {
    let own = std::env::current_exe().expect("this program has a path");
    let output = Command::new(own)
        .args(["determinism::prints_its_digest", "--exact", "--nocapture"])
        .env(DIGEST_WANTED, "1")
        .output()
        .expect("this program can be started");
    let printed = String::from_utf8_lossy(&output.stdout);
    let there = printed.lines().find_map(|line| line.split_once(DIGEST_MARK)).map(|(_, digest)| digest);
    assert_eq!(there, Some(&*digest(&all())), "{printed}");
}

#[test]
#[allow(clippy::print_stdout)]
fn prints_its_digest() {
    if std::env::var_os(DIGEST_WANTED).is_some() {
        println!("\n{DIGEST_MARK}{}", digest(&all()));
    }
}

/// The sources; `cargo xtask codegen --check` compares the manifest too, which depends on codegen.toml.
#[test]
fn what_is_committed_is_what_the_model_gives() {
    let folder = root().join("generated");
    let mut wanted: BTreeMap<String, String> = opsworkscm(None).files;
    wanted.retain(|path, _| path.starts_with("src/"));
    let mut stale: Vec<&str> = Vec::new();
    for (path, wanted) in &wanted {
        if std::fs::read_to_string(folder.join(path)).ok().as_deref() != Some(wanted) {
            stale.push(path);
        }
    }
    let there = crate::support::tree(&folder.join("src"));
    let obsolete: Vec<String> = there
        .into_keys()
        .map(|path| format!("src/{path}"))
        .filter(|path| !path.ends_with('/') && !wanted.contains_key(path))
        .collect();
    assert!(
        stale.is_empty() && obsolete.is_empty(),
        "stale: {stale:?}, obsolete: {obsolete:?}; run `cargo xtask codegen`"
    );
}
