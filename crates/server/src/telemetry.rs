//! Log output.

use std::sync::Arc;

use roost_telemetry::{LogLines, LogWriter};
use tracing::Subscriber;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

/// The line of each request, which is not kept: there are too many of them.
const REQUEST: &str = "roost::request";

/// Starts logging to standard error. `RUST_LOG` decides what is shown; the default is our own info lines. Returns what was
/// logged of late.
pub fn init() -> Arc<LogLines> {
    let lines = Arc::new(LogLines::default());
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let shown = fmt::layer().with_writer(std::io::stderr);
    let started = tracing_subscriber::registry().with(filter).with(shown).with(kept(&lines)).try_init();
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
    lines
}

/// Starts logging into these lines only.
pub fn record(lines: &Arc<LogLines>) {
    let started = tracing_subscriber::registry().with(EnvFilter::new("info")).with(kept(lines)).try_init();
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}

fn kept<S: Subscriber + for<'s> LookupSpan<'s>>(lines: &Arc<LogLines>) -> impl Layer<S> {
    let writer = LogWriter(lines.clone());
    let json = fmt::layer().json().with_writer(move || writer.clone());
    json.with_filter(filter_fn(|about| about.target() != REQUEST))
}
