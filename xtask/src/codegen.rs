//! `cargo xtask codegen`: from models to crates, all of them or none.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::builder::NonEmptyStringValueParser;
use tinsmith_codegen::{Changes, Crate, LOCK_FILE, Options, Overlay, changes, check, generate, write_all};

use crate::paths::{read, resolved, way};
use crate::report::{Line, table};
use crate::settings::{CrateSettings, FILE, Settings};

/// What a person runs to make the files of codegen.toml anew.
const COMMAND: &str = "cargo xtask codegen";

/// Without --model: write the crates of codegen.toml. With it: write one crate that stands by itself.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; fail when a file differs from what the model gives
    #[arg(long)]
    check: bool,
    /// The model to generate one crate from: a Smithy 2.0 JSON AST file
    #[arg(long, value_name = "FILE", requires = "out")]
    model: Option<PathBuf>,
    /// A JSON patch (RFC 6902) that corrects that model before it is read; several are applied in their order
    #[arg(long, value_name = "FILE", requires = "model")]
    overlay: Vec<PathBuf>,
    /// The folder for that crate, which takes the runtime from this workspace by a relative path
    #[arg(long, value_name = "DIR", requires = "model")]
    out: Option<PathBuf>,
    /// The package's name; where absent, the service's own in lower case
    #[arg(long, requires = "model")]
    name: Option<String>,
    /// The operations to have, such as DescribeBackups,DescribeServers; where absent, all
    #[arg(long, value_name = "A,B", requires = "model", value_delimiter = ',')]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    operations: Option<Vec<String>>,
}

/// What is to be printed, and what went wrong if something did.
pub(crate) struct Outcome {
    /// For standard output.
    pub(crate) report: String,
    /// For standard error; with it the command fails.
    pub(crate) problem: Option<String>,
}

/// A crate that is to be.
struct Job {
    /// The model's file.
    model: PathBuf,
    /// The file as a person named it.
    model_name: String,
    /// The files of its overlays, with their names.
    overlays: Vec<(PathBuf, String)>,
    /// Where the crate is to be.
    folder: PathBuf,
    /// The folder as a person named it.
    folder_name: PathBuf,
    options: Options,
}

/// A crate that is.
struct Done {
    generated: Crate,
    changes: Changes,
    /// What changed in the model since the crate was generated, a line each.
    news: Vec<String>,
    time: Duration,
}

/// Generates what the arguments ask for, in the workspace of that folder.
pub(crate) fn run(arguments: &Arguments, root: &Path) -> Outcome {
    let failed = |problem| Outcome { report: String::new(), problem: Some(problem) };
    let jobs = match jobs(arguments, root) {
        Ok(jobs) => jobs,
        Err(problem) => return failed(problem),
    };
    let mut done = match make_all(&jobs) {
        Ok(done) => done,
        Err(problem) => return failed(problem),
    };
    if arguments.check {
        let problem = stale(&jobs, &done, &told(&done));
        return Outcome { report: lines(&done, true) + &left_out(&done), problem };
    }
    let crates: Vec<(&Crate, &Path)> =
        done.iter().zip(&jobs).map(|(done, job)| (&done.generated, job.folder.as_path())).collect();
    match write_all(&crates) {
        Err(error) => failed(format!("error: {error}\nnothing was written")),
        Ok(changes) => {
            done.iter_mut().zip(changes).for_each(|(done, changes)| done.changes = changes);
            Outcome {
                report: lines(&done, false) + &left_out(&done) + &removed(&jobs, &done) + &told(&done),
                problem: None,
            }
        }
    }
}

fn jobs(arguments: &Arguments, root: &Path) -> Result<Vec<Job>, String> {
    let root = resolved(root).map_err(|error| format!("error: {}: {error}", root.display()))?;
    match (&arguments.model, &arguments.out) {
        (Some(model), Some(out)) => Ok(vec![job_of_arguments(arguments, model, out, &root)?]),
        _ => Settings::read(&root)?.crates.into_iter().map(|settings| job_of_settings(settings, &root)).collect(),
    }
}

fn job_of_settings(settings: CrateSettings, root: &Path) -> Result<Job, String> {
    let folder = root.join(&settings.folder);
    let mut options = Options::default();
    options.package = settings.package;
    options.operations = settings.operations;
    options.version = settings.version.unwrap_or(options.version);
    options.license = settings.license.unwrap_or(options.license);
    options.repository = settings.repository;
    options.runtime_path = Some(runtime_path(&folder, root)?);
    options.workspace_member = settings.workspace_member;
    options.command = COMMAND.to_owned();
    let (model, model_name) = (root.join(&settings.model), settings.model.display().to_string());
    let overlays = settings.overlay.iter().map(|file| (root.join(file), file.display().to_string())).collect();
    Ok(Job { model, model_name, overlays, folder, folder_name: settings.folder, options })
}

fn job_of_arguments(arguments: &Arguments, model: &Path, out: &Path, root: &Path) -> Result<Job, String> {
    let folder = resolved(out).map_err(|error| format!("error: {}: {error}", out.display()))?;
    refuse_ours(&folder, out, root)?;
    let mut options = Options::default();
    options.package.clone_from(&arguments.name);
    options.operations.clone_from(&arguments.operations);
    options.runtime_path = Some(runtime_path(&folder, root)?);
    // Where the files lie differs from one machine to the next; the notice, and so every byte, must not.
    options.command = format!("{COMMAND} --model");
    let model_name = model.display().to_string();
    let overlays = arguments.overlay.iter().map(|file| (file.clone(), file.display().to_string())).collect();
    Ok(Job { model: model.to_owned(), model_name, overlays, folder, folder_name: out.to_owned(), options })
}

/// A crate that stands by itself would break the workspace in the folder of a member, and Cargo would take the
/// workspace's packages for its own in a folder around them.
fn refuse_ours(folder: &Path, shown: &Path, root: &Path) -> Result<(), String> {
    let shown = shown.display();
    if root.starts_with(folder) {
        return Err(format!("error: {shown}: the folder holds this workspace; choose one of its own for the crate"));
    }
    // What is wrong with codegen.toml is another command's to tell.
    let crates = Settings::read(root).map(|settings| settings.crates).unwrap_or_default();
    match crates.iter().find(|settings| root.join(&settings.folder) == folder) {
        Some(_) => Err(format!("error: {shown}: the folder is one of {FILE}; run `{COMMAND}`, or choose another")),
        None => Ok(()),
    }
}

fn runtime_path(folder: &Path, root: &Path) -> Result<String, String> {
    let runtime = root.join("runtime");
    way(folder, &runtime)
        .ok_or_else(|| format!("error: {}: the path is not UTF-8, as Cargo.toml has to be", runtime.display()))
}

/// All crates, or all that is wrong with any of them.
fn make_all(jobs: &[Job]) -> Result<Vec<Done>, String> {
    let mut done = Vec::new();
    let mut problems = Vec::new();
    for job in jobs {
        match make(job) {
            Ok(made) => done.push(made),
            Err(problem) => problems.push(problem),
        }
    }
    problems.extend(same_packages(&done));
    if problems.is_empty() { Ok(done) } else { Err(problems.join("\n")) }
}

/// A name may be the generator's choice, so that only now it is known which are the same.
fn same_packages(done: &[Done]) -> Option<String> {
    let mut names = BTreeSet::new();
    let packages = done.iter().map(|done| &done.generated.package);
    let same: BTreeSet<&String> = packages.filter(|package| !names.insert(*package)).collect();
    let same: Vec<String> = same.into_iter().map(|package| format!("{package:?}")).collect();
    (!same.is_empty()).then(|| {
        format!("error: {FILE}: several crates have the package name {}; wanted one for each", same.join(", "))
    })
}

fn make(job: &Job) -> Result<Done, String> {
    let start = Instant::now();
    let name = &job.model_name;
    let text = read(&job.model, name)?;
    let mut options = job.options.clone();
    for (file, name) in &job.overlays {
        options.overlays.push(Overlay::new(name, read(file, name)?));
    }
    let generated = generate(name, &text, &options).map_err(|diagnostics| diagnostics.to_string())?;
    let changes = check(&generated, &job.folder).map_err(|error| format!("error: {error}"))?;
    let news = news(&job.folder, &generated);
    Ok(Done { generated, changes, news, time: start.elapsed() })
}

/// What the lock of the crate that is there tells of the model since. Where there is no crate yet, nothing changed.
fn news(folder: &Path, generated: &Crate) -> Vec<String> {
    let lock = match fs::read(folder.join(LOCK_FILE)) {
        Ok(lock) => lock,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let is_older = folder.join("Cargo.toml").exists();
            let told = format!("there is no {LOCK_FILE}, so that changes of the model are not told this time");
            return is_older.then_some(told).into_iter().collect();
        }
        Err(error) => return vec![format!("{LOCK_FILE}: {error}; changes of the model are not told")],
    };
    match changes(&String::from_utf8_lossy(&lock), generated) {
        Ok(changes) => changes.iter().map(ToString::to_string).collect(),
        Err(unreadable) => vec![unreadable.to_string()],
    }
}

/// The news of each crate that has some.
fn told(done: &[Done]) -> String {
    let with_news = done.iter().filter(|done| !done.news.is_empty());
    let lines = with_news.flat_map(|done| done.news.iter().map(|line| format!("{}: {line}\n", done.generated.package)));
    lines.collect()
}

fn lines(done: &[Done], checked: bool) -> String {
    let lines: Vec<Line<'_>> =
        done.iter().map(|done| Line { generated: &done.generated, time: done.time, changes: &done.changes }).collect();
    table(&lines, checked)
}

/// What a crate of all operations does not have is told by name.
fn left_out(done: &[Done]) -> String {
    done.iter().flat_map(|done| &done.generated.left_out).map(|left_out| format!("note: {left_out}\n")).collect()
}

/// What is deleted is told by name.
fn removed(jobs: &[Job], done: &[Done]) -> String {
    named(jobs, done, |changes| &changes.obsolete).map(|path| format!("removed {path}\n")).collect()
}

/// The files that --check found, what changed in the models, and what to do.
fn stale(jobs: &[Job], done: &[Done], news: &str) -> Option<String> {
    let stale = named(jobs, done, |changes| &changes.stale).map(|path| format!("stale: {path}"));
    let obsolete = named(jobs, done, |changes| &changes.obsolete).map(|path| format!("obsolete: {path}"));
    let mut told: Vec<String> = stale.chain(obsolete).collect();
    if told.is_empty() {
        return None;
    }
    told.insert(0, "error: generated files are not as their models give them".to_owned());
    told.extend(news.lines().map(str::to_owned));
    let same = jobs.iter().all(|job| job.options.workspace_member || job.options.command == COMMAND);
    told.push(if same { format!("run `{COMMAND}`") } else { "run the same command without --check".to_owned() });
    Some(told.join("\n"))
}

fn named<'a>(jobs: &'a [Job], done: &'a [Done], paths: fn(&Changes) -> &[String]) -> impl Iterator<Item = String> + 'a {
    jobs.iter().zip(done).flat_map(move |(job, done)| {
        paths(&done.changes).iter().map(|path| job.folder_name.join(path).display().to_string())
    })
}

#[cfg(test)]
mod tests;
