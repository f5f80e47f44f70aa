//! Keeps everything that is logged while a test runs: spans and events of tracing, and records of log.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex, Once};

use ::tracing::field::{Field, Visit};
use ::tracing::span::{Attributes, Id, Record};
use ::tracing::subscriber::{DefaultGuard, set_default};
use ::tracing::{Event, Metadata, Subscriber};

/// A span: its name, where it comes from, and its fields as they were recorded last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Span {
    pub(crate) name: &'static str,
    pub(crate) target: String,
    pub(crate) fields: BTreeMap<&'static str, String>,
}

/// What tracing gave.
#[derive(Clone, Debug, Default)]
pub(crate) struct Capture(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    spans: Vec<Span>,
    text: String,
}

impl Capture {
    /// Listens to this thread until the guard is dropped, to every level of every crate.
    pub(crate) fn listen() -> (Self, DefaultGuard) {
        let capture = Self::default();
        let guard = set_default(capture.clone());
        (capture, guard)
    }

    /// The runtime's spans so far, in the order in which they began.
    pub(crate) fn spans(&self) -> Vec<Span> {
        let kept = self.0.lock().unwrap();
        kept.spans.iter().filter(|span| span.target.starts_with("tinsmith::")).cloned().collect()
    }

    /// All that was said so far.
    pub(crate) fn text(&self) -> String {
        self.0.lock().unwrap().text.clone()
    }
}

/// Writes fields down, and keeps the last value of each.
struct Writer<'a> {
    text: &'a mut String,
    fields: Option<&'a mut BTreeMap<&'static str, String>>,
}

impl Visit for Writer<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let value = format!("{value:?}");
        writeln!(self.text, "{}={value}", field.name()).unwrap();
        if let Some(fields) = &mut self.fields {
            fields.insert(field.name(), value);
        }
    }
}

impl Subscriber for Capture {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let kept = &mut *self.0.lock().unwrap();
        let metadata = attributes.metadata();
        writeln!(kept.text, "span {} {}", metadata.target(), metadata.name()).unwrap();
        let mut span =
            Span { name: metadata.name(), target: metadata.target().to_owned(), fields: BTreeMap::default() };
        attributes.record(&mut Writer { text: &mut kept.text, fields: Some(&mut span.fields) });
        kept.spans.push(span);
        Id::from_u64(kept.spans.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let kept = &mut *self.0.lock().unwrap();
        let span = &mut kept.spans[id.into_u64() as usize - 1];
        values.record(&mut Writer { text: &mut kept.text, fields: Some(&mut span.fields) });
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let kept = &mut *self.0.lock().unwrap();
        writeln!(kept.text, "event {} {}", event.metadata().target(), event.metadata().name()).unwrap();
        event.record(&mut Writer { text: &mut kept.text, fields: None });
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Keeps the records of log, which reqwest writes; there is one for the whole process.
struct Records(Mutex<String>);

static RECORDS: Records = Records(Mutex::new(String::new()));

impl log::Log for Records {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        writeln!(self.0.lock().unwrap(), "{} {}", record.target(), record.args()).unwrap();
    }

    fn flush(&self) {}
}

/// Listens to log from now on.
pub(crate) fn listen_to_log() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&RECORDS).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// What log was given so far.
pub(crate) fn logged() -> String {
    RECORDS.0.lock().unwrap().clone()
}
