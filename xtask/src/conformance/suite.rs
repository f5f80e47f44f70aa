//! The clients and runners of all models, written as one workspace into the target folder.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use tinsmith_codegen::{
    Conformance, ConformanceOptions, Crate, Diagnostics, RuleSetCase, conformance, jmespath_runner, write_all,
};

use super::files::{Kind, ModelFile};
use crate::cargo;
use crate::paths::{resolved, target, way};

/// One service of one model.
pub(super) struct Model {
    /// The file, as a person knows it, with the service behind it where the file has several.
    pub(super) name: String,
    /// The file.
    pub(super) path: PathBuf,
    /// The service's shape; empty where the file could not be read.
    pub(super) service: String,
    /// What is wrong with the service, by Smithy's own word; absent where that is not said.
    pub(super) errors: Option<Vec<String>>,
    /// What was made of it.
    pub(super) made: Made,
}

/// What was made of a model.
pub(super) enum Made {
    /// A client and a runner, packages of the workspace.
    Crates {
        /// The client's package; a suite of expressions has none.
        client: Option<String>,
        /// The runner's package.
        runner: String,
    },
    /// Its cases are for the generator alone, and done.
    Done(Vec<RuleSetCase>),
    /// The generator takes it, and there is nothing to run.
    NoCases,
    /// The generator refused it.
    Refused(Diagnostics),
}

/// All of them.
pub(super) struct Suite {
    /// The folder of the workspace.
    pub(super) folder: PathBuf,
    /// The models, in the order of their files.
    pub(super) models: Vec<Model>,
    /// Held while the folder is ours: two runs at once would overwrite each other's workspace.
    _lock: File,
}

impl Suite {
    /// Generates and writes everything.
    pub(super) fn make(files: &[ModelFile], root: &Path) -> Result<Self, String> {
        let root = resolved(root).map_err(|error| format!("error: {}: {error}", root.display()))?;
        let folder = target(&root)?.join("conformance");
        let fault = |error: std::io::Error| format!("error: {}: {error}", folder.display());
        fs::create_dir_all(&folder).map_err(fault)?;
        let lock = File::create(folder.join(".lock")).map_err(fault)?;
        lock.lock().map_err(fault)?;
        let mut models = Vec::new();
        let mut members = Vec::new();
        let mut names = BTreeSet::new();
        for file in files {
            let options = options(&folder, &root, free_name(file, &mut names))?;
            let (of_file, crates) = generate(file, &options);
            write(&folder, &crates)?;
            members.extend(crates.iter().map(|(path, _)| path.clone()));
            models.extend(of_file);
        }
        cargo::write_workspace(&folder, &root, &members).map_err(fault)?;
        Ok(Self { folder, models, _lock: lock })
    }
}

/// A name for the packages of a file, which no other file has.
fn free_name(file: &ModelFile, names: &mut BTreeSet<String>) -> String {
    let stem = file.path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    let plain: String = stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let mut name = format!("conformance-{plain}");
    let mut number = 2;
    while !names.insert(name.clone()) {
        name = format!("conformance-{plain}-{number}");
        number += 1;
    }
    name
}

fn options(folder: &Path, root: &Path, name: String) -> Result<ConformanceOptions, String> {
    let client = folder.join(&name).join("client");
    let path = |part: &str| {
        let to = root.join(part);
        way(&client, &to).ok_or_else(|| format!("error: {}: the path is not UTF-8, as Cargo.toml wants", to.display()))
    };
    let (runtime_path, library_path) = (path("runtime")?, path("conformance")?);
    Ok(ConformanceOptions::new(name, runtime_path, library_path))
}

/// The models of a file, and the crates of those that the generator took, with their folders in the workspace.
fn generate(file: &ModelFile, options: &ConformanceOptions) -> (Vec<Model>, Vec<(String, Crate)>) {
    let mut crates = Vec::new();
    if let Kind::RuleSets(cases) = &file.kind {
        return (vec![whole(file, None, Made::Done(cases.clone()))], crates);
    }
    if let Kind::Expressions = &file.kind {
        let made = match jmespath_runner(&file.name, &file.text, options) {
            Ok(runner) => {
                let package = runner.package.clone();
                crates.push((format!("{}/runner", options.name), runner));
                Made::Crates { client: None, runner: package }
            }
            Err(diagnostics) => Made::Refused(diagnostics),
        };
        return (vec![whole(file, None, made)], crates);
    }
    let services = match conformance(&file.name, &file.text, options) {
        Ok(services) => services,
        Err(diagnostics) => {
            let errors = file.errors.as_ref().map(|errors| errors.iter().map(|(_, why)| why.clone()).collect());
            return (vec![whole(file, errors, Made::Refused(diagnostics))], crates);
        }
    };
    let several = services.len() > 1;
    let model = |Conformance { service, name: package, has_cases, crates: made, .. }| {
        let of_service = |errors: &Vec<(String, String)>| {
            let own = errors.iter().filter(|(shape, _)| !several || shape.split('$').next() == Some(service.as_str()));
            own.map(|(_, why)| why.clone()).collect()
        };
        let errors = file.errors.as_ref().map(of_service);
        let name = if several { format!("{} ({service})", file.name) } else { file.name.clone() };
        let made = match made {
            Err(diagnostics) => Made::Refused(diagnostics),
            Ok(_) if !has_cases => Made::NoCases,
            Ok(made) => {
                let packages = (made.client.package.clone(), made.runner.package.clone());
                crates.push((format!("{package}/client"), made.client));
                crates.push((format!("{package}/runner"), made.runner));
                Made::Crates { client: Some(packages.0), runner: packages.1 }
            }
        };
        Model { name, path: file.path.clone(), service, errors, made }
    };
    (services.into_iter().map(model).collect(), crates)
}

/// A file that is not parted by services.
fn whole(file: &ModelFile, errors: Option<Vec<String>>, made: Made) -> Model {
    Model { name: file.name.clone(), path: file.path.clone(), service: String::new(), errors, made }
}

/// Writes crates; files that are the same already stay untouched, so that cargo need not compile them again.
fn write(folder: &Path, crates: &[(String, Crate)]) -> Result<(), String> {
    let folders: Vec<PathBuf> = crates.iter().map(|(path, _)| folder.join(path)).collect();
    let all: Vec<(&Crate, &Path)> =
        crates.iter().zip(&folders).map(|((_, made), folder)| (made, folder.as_path())).collect();
    write_all(&all).map(|_| ()).map_err(|error| format!("error: {error}"))
}
