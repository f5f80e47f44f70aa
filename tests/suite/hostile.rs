//! A model of hostile names and hostile documentation: what is generated from it compiles without a warning, its
//! rustdoc builds without one, and nothing of the model's words runs or links anywhere.
//!
//! cargo builds it as a person would, without a network, with the dependencies that the workspace has locked.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tinsmith_codegen::{Crate, Options, generate, write};

use crate::support::{cargo, root, suite, target, text, tree};

/// The crate's name as `use` has it.
const CRATE: &str = "hostile";

fn generated() -> Crate {
    let mut options = Options::default();
    options.package = Some(CRATE.to_owned());
    options.runtime_path = Some(root().join("runtime").display().to_string());
    let model = text(&suite().join("hostile/model.json"));
    generate("hostile/model.json", &model, &options).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The crate in a folder of its own, with the versions that the workspace has locked.
fn written() -> PathBuf {
    let folder = target().join(CRATE);
    write(&generated(), &folder).expect("the crate can be written");
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the workspace has a lock file");
    folder
}

/// One test, since the steps share a folder: compiles, with and without `serde`, then rustdoc, then doctests.
#[test]
fn it_compiles_and_documents_itself_without_a_warning() {
    let folder = written();
    let check = ["rustc", "--lib", "--profile", "check", "--no-default-features"];
    cargo(&folder, &[&check[..], &["--", "-Dwarnings"]].concat());
    cargo(&folder, &[&check[..], &["--features", "serde", "--", "-Dwarnings"]].concat());
    cargo(&folder, &["rustdoc", "--lib", "--no-default-features", "--", "-Dwarnings"]);
    nothing_of_the_model_is_live(&target().join("build/doc").join(CRATE));
    let printed = cargo(&folder, &["test", "--doc", "--no-default-features"]);
    // Our own example is the only one; a model's code would add to the count.
    assert!(printed.contains("running 1 test\n"), "{printed}");
    assert!(printed.contains("test result: ok. 1 passed; 0 failed; 0 ignored"), "{printed}");
}

/// Looks through the HTML that rustdoc made for what the model tried to put there.
fn nothing_of_the_model_is_live(folder: &Path) {
    let pages: BTreeMap<String, String> = tree(folder)
        .into_iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).to_lowercase()))
        .collect();
    assert!(pages.len() > 100, "{} holds {} pages", folder.display(), pages.len());
    let live = ["\"javascript:", "<script>alert", "onerror=alert", "<iframe", "<style>*", "data:text/html,x\""];
    for (name, page) in &pages {
        for part in live {
            // An attribute's value may hold an escaped quote, never a bare one.
            assert!(!page.contains(part), "{name} has {part}");
        }
    }
}

/// Characters that turn or hide text would show a reviewer something else than the compiler reads.
#[test]
fn the_text_holds_no_character_that_hides_another() {
    for (path, text) in generated().files {
        let hidden = text.char_indices().find(|(_, character)| is_hidden(*character));
        assert_eq!(hidden, None, "{path}");
    }
}

fn is_hidden(character: char) -> bool {
    let turns = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{200b}');
    turns || breaks || (character.is_control() && character != '\n')
}

/// Two names that a file system takes for one would lose a type.
#[test]
fn no_two_files_differ_in_case_only() {
    let generated = generated();
    let mut seen = BTreeMap::new();
    for path in generated.files.keys() {
        assert_eq!(seen.insert(path.to_lowercase(), path), None, "{path}");
        let plain = path.chars().all(|character| character.is_ascii_alphanumeric() || "/._-".contains(character));
        assert!(plain && !path.contains(".."), "{path}");
    }
}
