//! What several tests need: paths of the repository, options from a file, and the walk of a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tinsmith_codegen::{Crate, Diagnostics, Options, Overlay, generate};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the repository").to_owned()
}

/// The folder of these tests.
pub(crate) fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("suite")
}

/// The text of a file of the repository.
pub(crate) fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The service that everything is shown with, with the operations chosen, or all.
pub(crate) fn opsworkscm(operations: Option<&[&str]>) -> Crate {
    let mut options = Options::default();
    options.operations = operations.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    let file = root().join("model/opsworkscm.json");
    generate("model/opsworkscm.json", &text(&file), &options).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Where the shape of that name lies in the model, as a pointer.
pub(crate) fn shape(name: &str) -> String {
    format!("/shapes/com.amazonaws.opsworkscm#{name}")
}

/// The same service with an overlay: the operations of RFC 6902.
pub(crate) fn overlaid(overlay: &serde_json::Value) -> Result<Crate, Diagnostics> {
    overlaid_with(&overlay.to_string(), Options::default())
}

/// As [`overlaid`], with an overlay's text and options.
pub(crate) fn overlaid_with(overlay: &str, mut options: Options) -> Result<Crate, Diagnostics> {
    options.overlays.push(Overlay::new("fix.overlay.json", overlay));
    generate("model/opsworkscm.json", &text(&root().join("model/opsworkscm.json")), &options)
}

/// The options that stand in a JSON file, or the defaults where there is none.
pub(crate) fn options(file: &Path) -> Options {
    let mut options = Options::default();
    if !file.exists() {
        return options;
    }
    let written: serde_json::Value = serde_json::from_str(&text(file)).expect("the options are JSON");
    for (name, value) in written.as_object().expect("the options are an object") {
        match name.as_str() {
            "package" => options.package = value.as_str().map(str::to_owned),
            "operations" => {
                let names = value.as_array().expect("operations are a list").iter();
                options.operations = Some(names.map(|name| name.as_str().expect("a name").to_owned()).collect());
            }
            other => panic!("{}: no option is called {other}", file.display()),
        }
    }
    options
}

/// Every file below a folder by its path in it, with its bytes. Symbolic links are told as what they point at.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder_in) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder_in) else { continue };
        for entry in entries {
            let path = entry.expect("the folder can be listed").path();
            let name = path.strip_prefix(folder).expect("it lies in the folder").display().to_string();
            let kind = fs::symlink_metadata(&path).expect("it is there").file_type();
            if kind.is_symlink() {
                let target = fs::read_link(&path).expect("it is a link");
                files.insert(name, format!("-> {}", target.display()).into_bytes());
            } else if kind.is_dir() {
                files.insert(format!("{name}/"), Vec::new());
                open.push(path);
            } else {
                files.insert(name, fs::read(&path).expect("the file can be read"));
            }
        }
    }
    files
}

/// A folder of ours below the workspace's target directory.
pub(crate) fn target() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    root().join(target).join("suite")
}

/// Runs cargo in the crate; what it printed is the panic where it fails, and the result where it does not.
pub(crate) fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target().join("build"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_NET_OFFLINE", "true")
        .env_remove("RUSTFLAGS")
        .env_remove("RUSTDOCFLAGS")
        .output()
        .expect("cargo can be started");
    let printed = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "cargo {}: {}\n{printed}", arguments.join(" "), output.status);
    printed
}
