//! Generates models on all cores, the largest first, so that none of them is waited for at the end.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use tinsmith_codegen::{Diagnostic, Options, generate, write};

use super::find::Model;
use crate::paths::{read, way};

/// A model's crate.
pub(super) struct Made {
    /// The name of the package, and of its folder.
    pub(super) package: String,
    pub(super) operations: usize,
    /// The operations that could not be generated.
    pub(super) left_out: Vec<Diagnostic>,
    pub(super) types: usize,
    pub(super) lines: usize,
    pub(super) bytes: usize,
    /// How long it took to read the model, to generate and to write.
    pub(super) time: Duration,
}

/// What came of each model, in the order of the models: its crate, or why there is none.
///
/// # Errors
///
/// When no path leads from the folder to the runtime that Cargo.toml could hold.
pub(super) fn all(models: &[Model], folder: &Path, runtime: &Path) -> Result<Vec<Result<Made, String>>, String> {
    // Every package lies as deep as the next one.
    let runtime = way(&folder.join("package"), runtime)
        .ok_or_else(|| format!("error: {}: the path is not UTF-8, as Cargo.toml has to be", runtime.display()))?;
    let mut queue: Vec<(usize, &Model)> = models.iter().enumerate().collect();
    queue.sort_by_key(|(index, model)| (std::cmp::Reverse(model.bytes), *index));
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(models.len())));
    let bar = progress_bar(models.len(), "models");
    let work = || {
        while let Some((index, model)) = queue.get(next.fetch_add(1, Ordering::Relaxed)) {
            let made = one(model, folder, &runtime);
            bar.inc(1);
            // Nobody panics while holding the lock.
            done.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push((*index, made));
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(models.len());
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    bar.finish_and_clear();
    let mut done = done.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    done.sort_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, made)| made).collect())
}

/// A bar on standard error, drawn only where that is a terminal.
pub(super) fn progress_bar(length: usize, what: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(&format!("{{bar:40}} {{pos}} of {{len}} {what}"));
    let bar = ProgressBar::new(u64::try_from(length).unwrap_or(u64::MAX));
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn one(model: &Model, folder: &Path, runtime: &str) -> Result<Made, String> {
    // A panic would be a defect of ours, and no reason not to tell of the other models.
    catch_unwind(AssertUnwindSafe(|| try_one(model, folder, runtime))).unwrap_or_else(|_| {
        let name = model.file.display();
        Err(format!("error: {name}: the generator panicked, which is a defect of its own; please report it"))
    })
}

fn try_one(model: &Model, folder: &Path, runtime: &str) -> Result<Made, String> {
    let start = Instant::now();
    let name = model.file.display().to_string();
    let text = read(&model.file, &name)?;
    let mut options = Options::default();
    options.package.clone_from(&model.other_package);
    options.runtime_path = Some(runtime.to_owned());
    options.workspace_member = true;
    options.command = "cargo xtask corpus".to_owned();
    let generated = generate(&name, &text, &options).map_err(|diagnostics| diagnostics.to_string())?;
    write(&generated, &folder.join(&generated.package)).map_err(|error| format!("error: {error}"))?;
    Ok(Made {
        operations: generated.operations,
        types: generated.types,
        lines: generated.lines(),
        bytes: generated.files.values().map(String::len).sum(),
        package: generated.package,
        left_out: generated.left_out,
        time: start.elapsed(),
    })
}
