//! What `cargo xtask corpus` prints: the table, the totals, and what failed.

use std::fmt;
use std::time::Duration;

use super::build::Built;
use super::find::Model;
use super::generate::Made;
use super::memory;
use super::timing::Timed;
use crate::columns::aligned;
use crate::report::count;

/// The head of the table.
const HEAD: [&str; 7] = ["service", "operations", "left out", "types", "lines", "bytes", "ms"];

/// The report, as it grows.
pub(super) struct Report {
    /// What is printed, part by part.
    parts: Vec<String>,
    failed: usize,
}

impl Report {
    /// The report of what was generated, in so much time on the clock.
    pub(super) fn new(models: &[Model], made: &[Result<Made, String>], wall: Duration) -> Self {
        let all: Vec<(&Model, &Made)> =
            models.iter().zip(made).filter_map(|(model, made)| Some((model, made.as_ref().ok()?))).collect();
        let failures: Vec<&String> = made.iter().filter_map(|made| made.as_ref().err()).collect();
        let mut parts = vec![table(&all)];
        parts.push(totals(&all, failures.len(), wall));
        let renamed = models.iter().filter_map(|model| {
            let (other, identity) = (model.other_package.as_ref()?, model.identity.as_ref()?);
            let file = model.file.display();
            Some(format!("{file}: its package is {other}: a model before it is {} already\n", identity.package))
        });
        parts.push(renamed.collect());
        let left_out = all.iter().flat_map(|(_, made)| &made.left_out);
        parts.push(left_out.map(|left_out| format!("left out: {left_out}\n")).collect());
        parts.extend(failures.iter().map(|failure| format!("{failure}\n")));
        Self { parts, failed: failures.len() }
    }

    /// Adds how a step of cargo's went.
    pub(super) fn built(&mut self, built: &Built) {
        let (crates, failed) = (count(built.crates, "crate"), built.failures.len());
        let seconds = built.time.as_secs_f64();
        self.parts.push(format!("{}: {crates}, {failed} failed, {seconds:.1} s\n", built.step.name()));
        self.parts.extend(built.failures.iter().map(|(package, text)| format!("{package}:\n{text}\n")));
        self.failed += failed;
    }

    /// Adds how long a crate with so many types took to compile.
    pub(super) fn timed(&mut self, timed: &Timed, types: usize) {
        let package = &timed.package;
        match &timed.time {
            Ok(time) => {
                let a_type = time.as_secs_f64() * 1e3 / types.max(1) as f64;
                let types = count(types, "type");
                let seconds = time.as_secs_f64();
                self.parts.push(format!("release: {package}, {seconds:.1} s; {types}, {a_type:.1} ms each\n"));
            }
            Err(said) => {
                self.failed += 1;
                self.parts.push(format!("{package}:\n{said}\n"));
            }
        }
    }

    /// Whether nothing failed.
    pub(super) fn all_is_well(&self) -> bool {
        self.failed == 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<&str> = self.parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        f.write_str(&parts.join("\n"))
    }
}

fn table(all: &[(&Model, &Made)]) -> String {
    let mut rows = vec![HEAD.map(str::to_owned).to_vec()];
    rows.extend(all.iter().map(|(_, made)| {
        let counts = [made.operations, made.left_out.len(), made.types, made.lines, made.bytes];
        row(&made.package, &counts, made.time)
    }));
    let sum = |of: fn(&Made) -> usize| all.iter().map(|(_, made)| of(made)).sum();
    let sums = [
        sum(|made| made.operations),
        sum(|made| made.left_out.len()),
        sum(|made| made.types),
        sum(|made| made.lines),
        sum(|made| made.bytes),
    ];
    rows.push(row("all", &sums, all.iter().map(|(_, made)| made.time).sum()));
    aligned(&rows, &[0])
}

fn row(name: &str, counts: &[usize], time: Duration) -> Vec<String> {
    let counts = counts.iter().map(ToString::to_string);
    std::iter::once(name.to_owned()).chain(counts).chain([time.as_millis().to_string()]).collect()
}

/// How many there were, how fast it went, what it took, and which model was slowest, in full and for its size.
fn totals(all: &[(&Model, &Made)], failed: usize, wall: Duration) -> String {
    let bytes: u64 = all.iter().map(|(model, _)| model.bytes).sum();
    let busy: Duration = all.iter().map(|(_, made)| made.time).sum();
    let mut text = format!(
        "{}, {failed} failed, {:.2} s; {} of model: {} in all, {} a core\n",
        count(all.len() + failed, "model"),
        wall.as_secs_f64(),
        megabytes(bytes),
        speed(bytes, wall),
        speed(bytes, busy)
    );
    if let Some(peak) = memory::peak() {
        text.push_str(&format!("peak memory: {}\n", megabytes(peak)));
    }
    let slowest = all.iter().max_by_key(|(_, made)| made.time);
    let for_its_size = all.iter().min_by(|one, other| rate(one).total_cmp(&rate(other)));
    if let (Some((_, slowest)), Some((model, made))) = (slowest, for_its_size) {
        text.push_str(&format!("slowest: {}, {} ms\n", slowest.package, slowest.time.as_millis()));
        let speed = speed(model.bytes, made.time);
        text.push_str(&format!("slowest for its size: {}, {speed}\n", made.package));
    }
    text
}

/// Bytes of model a second.
fn rate((model, made): &(&Model, &Made)) -> f64 {
    model.bytes as f64 / made.time.as_secs_f64().max(f64::MIN_POSITIVE)
}

fn speed(bytes: u64, time: Duration) -> String {
    let rate = bytes as f64 / time.as_secs_f64().max(f64::MIN_POSITIVE);
    format!("{:.2} MB/s", rate / 1e6)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::time::Duration;

    use super::super::build::{Built, Step};
    use super::{Made, Model, Report};

    fn model(stem: &str, bytes: u64, other_package: Option<&str>) -> Model {
        let other_package = other_package.map(str::to_owned);
        let text = format!("{{\"shapes\": {{\"a#{stem}\": {{\"type\": \"service\"}}}}}}");
        let identity = tinsmith_codegen::identify(&text);
        Model { file: PathBuf::from(stem), stem: stem.to_owned(), bytes, identity, other_package }
    }

    fn made(package: &str, milliseconds: u64) -> Made {
        let (operations, types, lines, bytes) = (2, 3, 40, 500);
        let time = Duration::from_millis(milliseconds);
        Made { package: package.to_owned(), operations, left_out: Vec::new(), types, lines, bytes, time }
    }

    #[test]
    fn the_table_is_followed_by_totals_and_failures() {
        let models = [model("a", 1_000_000, None), model("b", 10_000, Some("b-2")), model("c", 1, None)];
        let results = [Ok(made("a", 100)), Ok(made("b-2", 50)), Err("error: c: broken".to_owned())];
        let mut report = Report::new(&models, &results, Duration::from_millis(100));
        assert!(!report.all_is_well());
        report.built(&Built {
            step: Step::Check,
            crates: 2,
            time: Duration::from_secs(3),
            failures: vec![("a".to_owned(), "error: unused".to_owned())],
        });
        let text = report.to_string();
        let told: Vec<&str> = text.lines().collect();
        assert_eq!(told[0], "service  operations  left out  types  lines  bytes   ms");
        assert_eq!(told[1], "a                 2         0      3     40    500  100");
        assert_eq!(told[3], "all               4         0      6     80   1000  150");
        for part in [
            "3 models, 1 failed, 0.10 s; 1.0 MB of model: 10.10 MB/s in all, 6.73 MB/s a core",
            "slowest: a, 100 ms",
            "slowest for its size: b-2, 0.20 MB/s",
            "b: its package is b-2: a model before it is b already",
            "error: c: broken",
            "cargo check: 2 crates, 1 failed, 3.0 s",
            "a:\nerror: unused",
        ] {
            assert!(text.contains(part), "{part:?} is missing of\n{text}");
        }
    }

    #[test]
    fn nothing_failed_is_well() {
        let report = Report::new(&[model("a", 1, None)], &[Ok(made("a", 0))], Duration::ZERO);
        assert!(report.all_is_well());
        assert!(report.to_string().contains("1 model, 0 failed"));
    }
}
