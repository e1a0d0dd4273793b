//! One line, in the shape that those who collect the original's log know.

use std::fmt::{self, Debug, Write as _};

use tracing::field::{Field, Visit};
use tracing::{Event, Level};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};

/// What most lines have room in.
const LINE_BYTES: usize = 512;

/// `timestamp`, `level`, `msg`, `caller`, and whatever else the event names; texts end after `field_bytes_max` bytes.
pub fn json(event: &Event<'_>, field_bytes_max: usize) -> String {
    let said = Said::by(event, Style::Json, field_bytes_max);
    let about = event.metadata();
    let mut line = String::with_capacity(LINE_BYTES);
    line.push_str("{\"timestamp\":\"");
    push_time(&mut line);
    line.push_str("\",\"level\":\"");
    line.push_str(level_name(*about.level()));
    line.push_str("\",\"msg\":");
    push_quoted(&mut line, &said.message);
    line.push_str(",\"caller\":");
    push_quoted(&mut line, about.target());
    line.push_str(&said.fields);
    line.push('}');
    line
}

/// The same for people.
pub fn text(event: &Event<'_>, field_bytes_max: usize, colours: bool) -> String {
    let said = Said::by(event, Style::Text, field_bytes_max);
    let about = event.metadata();
    let name = level_name(*about.level());
    let mut line = String::with_capacity(LINE_BYTES);
    // Writing into a text does not fail.
    let _ = if colours {
        write!(line, "\x1b[{}m{name:<5}\x1b[0m [", colour(*about.level()))
    } else {
        write!(line, "{name:<5} [")
    };
    push_time(&mut line);
    let _ = write!(line, "] {} caller=\"{}\"", said.message, about.target());
    line.push_str(&said.fields);
    line
}

/// The same for Graylog (GELF 1.1): levels by the numbers that the original has for them.
#[expect(clippy::disallowed_methods, reason = "when it was said, to nobody but readers of the log")]
pub fn gelf(event: &Event<'_>, field_bytes_max: usize, host: &str) -> String {
    let said = Said::by(event, Style::Gelf, field_bytes_max);
    let about = event.metadata();
    let level = match *about.level() {
        Level::ERROR => 2,
        Level::WARN => 3,
        Level::INFO => 4,
        Level::DEBUG => 5,
        Level::TRACE => 6,
    };
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let mut line = String::with_capacity(LINE_BYTES);
    line.push_str("{\"version\":\"1.1\",\"host\":");
    push_quoted(&mut line, host);
    line.push_str(",\"short_message\":");
    push_quoted(&mut line, &said.message);
    let _ = write!(line, ",\"timestamp\":{}.{:03},\"level\":{level}", since.as_secs(), since.subsec_millis());
    line.push_str(",\"_caller\":");
    push_quoted(&mut line, about.target());
    line.push_str(&said.fields);
    line.push('}');
    line
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::ERROR => "error",
        Level::WARN => "warn",
        Level::INFO => "info",
        Level::DEBUG => "debug",
        Level::TRACE => "trace",
    }
}

fn colour(level: Level) -> u8 {
    match level {
        Level::ERROR => 31,
        Level::WARN => 33,
        Level::INFO => 36,
        Level::DEBUG | Level::TRACE => 90,
    }
}

/// `2026-01-02 03:04:05.678 Z`.
fn push_time(line: &mut String) {
    let mut text = String::with_capacity(32);
    if SystemTime.format_time(&mut Writer::new(&mut text)).is_ok()
        && let Some((day, time)) = text.split_once('T')
        && let Some(time) = time.get(.."03:04:05.678".len())
    {
        let _ = write!(line, "{day} {time} Z");
    }
}

fn push_quoted(line: &mut String, text: &str) {
    line.push_str(&serde_json::to_string(text).unwrap_or_default());
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Json,
    Text,
    Gelf,
}

/// What an event says: its message, and its fields as they stand in the line.
struct Said {
    style: Style,
    message: String,
    fields: String,
    bytes_max: usize,
}

impl Said {
    fn by(event: &Event<'_>, style: Style, bytes_max: usize) -> Self {
        let mut said = Self { style, message: String::new(), fields: String::with_capacity(LINE_BYTES), bytes_max };
        event.record(&mut said);
        said
    }

    fn text(&mut self, field: &Field, text: &str) {
        let text = text.get(..text.floor_char_boundary(self.bytes_max)).unwrap_or(text);
        if field.name() == "message" {
            text.clone_into(&mut self.message);
            return;
        }
        self.name(field);
        push_quoted(&mut self.fields, text);
    }

    fn plain(&mut self, field: &Field, value: impl fmt::Display) {
        self.name(field);
        let _ = write!(self.fields, "{value}");
    }

    fn name(&mut self, field: &Field) {
        let name = field.name();
        // A line has each name once.
        let again = if matches!(name, "timestamp" | "level" | "msg" | "caller") { "_" } else { "" };
        let _ = match self.style {
            Style::Gelf if name == "id" => write!(self.fields, ",\"_id_\":"),
            Style::Gelf => write!(self.fields, ",\"_{name}{again}\":"),
            Style::Json => write!(self.fields, ",\"{name}{again}\":"),
            Style::Text => write!(self.fields, " {name}{again}="),
        };
    }
}

impl Visit for Said {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.text(field, &format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.plain(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.plain(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        if value.is_finite() {
            self.plain(field, value);
        } else {
            self.text(field, &value.to_string());
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        if self.style == Style::Gelf {
            // Which has texts and numbers only.
            self.text(field, if value { "true" } else { "false" });
            return;
        }
        self.plain(field, value);
    }
}
