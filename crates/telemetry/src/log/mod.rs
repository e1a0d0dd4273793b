//! The log of a node: who gets which lines, in what form. What is wanted can change at any time.

mod entry;
mod levels;
mod lines;
mod output;
mod queue;
mod remote;
mod syslog;
mod tls;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use tracing::level_filters::LevelFilter;
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

pub use levels::Levels;
pub use lines::LogLines;
use output::Output;
pub use output::{Address, Form, OutputError, Place, Wanted};
pub use syslog::host;
pub use tls::Tls;

/// The line of each request: it is not among those that administrators look at, there are too many.
const REQUEST: &str = "roost::request";

/// Whoever wants to see less of libraries than of the node begins the names of its own parts so.
const OWN: &str = "roost";

/// Bytes of a text in a line, unless somebody chose otherwise.
const FIELD_BYTES_MAX: usize = 2_048;

/// Names of outputs by which lost lines are counted; an administrator who goes on inventing names gets no more series.
const NAMES_MAX: usize = 64;

/// The name of all outputs beyond those.
const OTHERS: &str = "others";

/// The log of this process.
#[derive(Debug)]
pub struct Logging {
    lines: Arc<LogLines>,
    state: RwLock<Arc<State>>,
    /// Whether the process was started with a filter of its own, which decides in the place of levels.
    filtered: OnceLock<()>,
    /// Lines that did not get to an output, by its name, since the start.
    lost: Mutex<BTreeMap<String, Arc<AtomicU64>>>,
}

#[derive(Debug)]
struct State {
    outputs: Vec<Output>,
    /// What administrators can look at.
    kept: Levels,
    field_bytes_max: usize,
}

impl Default for Logging {
    /// Keeps lines for administrators, and writes none.
    fn default() -> Self {
        Self::keeping(Arc::default())
    }
}

impl Logging {
    /// The same, with the lines in these.
    pub fn keeping(lines: Arc<LogLines>) -> Self {
        let kept = Levels::up_to(LevelFilter::INFO);
        let state = State { outputs: Vec::new(), kept, field_bytes_max: FIELD_BYTES_MAX };
        Self { lines, state: RwLock::new(Arc::new(state)), filtered: OnceLock::new(), lost: Mutex::default() }
    }

    /// The last lines.
    pub fn lines(&self) -> Arc<LogLines> {
        self.lines.clone()
    }

    /// From now on what reaches the log at all goes to every output, whatever its level: a filter before it decides.
    pub fn filtered(&self) {
        let _ = self.filtered.set(());
    }

    /// From now on these outputs are written, and lines of this level are kept for administrators. Gives what cannot be
    /// written; the others are.
    pub fn write_to(&self, wanted: &[Wanted], kept: LevelFilter, field_bytes_max: usize) -> Vec<OutputError> {
        let mut outputs = Vec::new();
        let mut errors = Vec::new();
        for wanted in wanted {
            match Output::open(wanted, self.counter(&wanted.name)) {
                Ok(output) => outputs.push(output),
                Err(error) => errors.push(error),
            }
        }
        let field_bytes_max = if field_bytes_max == 0 { FIELD_BYTES_MAX } else { field_bytes_max };
        let now = Arc::new(State { outputs, kept: Levels::up_to(kept), field_bytes_max });
        let before = std::mem::replace(&mut *self.state.write().unwrap_or_else(PoisonError::into_inner), now);
        // What it still has to write may take a moment, in which others must be able to log.
        before.outputs.iter().for_each(Output::end);
        before.outputs.iter().for_each(Output::ended);
        tracing::callsite::rebuild_interest_cache();
        errors
    }

    /// Ends all outputs when they have written what they have.
    pub fn end(&self) {
        self.write_to(&[], LevelFilter::INFO, 0);
    }

    /// Lines that did not get to an output since the start, by its name.
    pub fn lost(&self) -> Vec<(String, u64)> {
        let lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        lost.iter().map(|(name, count)| (name.clone(), count.load(Ordering::Relaxed))).collect()
    }

    fn counter(&self, name: &str) -> Arc<AtomicU64> {
        let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        let name = if lost.len() < NAMES_MAX || lost.contains_key(name) { name } else { OTHERS };
        lost.entry(name.to_owned()).or_default().clone()
    }

    /// Nothing is locked while a line is made: what is said in it may itself log.
    fn state(&self) -> Arc<State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn wants(&self, about: &Metadata<'_>) -> bool {
        if self.filtered.get().is_some() {
            return true;
        }
        let state = self.state();
        fits(state.kept, about) || state.outputs.iter().any(|output| fits(output.levels, about))
    }

    fn log(&self, event: &Event<'_>) {
        let about = event.metadata();
        let filtered = self.filtered.get().is_some();
        let state = self.state();
        let bytes_max = state.field_bytes_max;
        let json = OnceLock::new();
        let json = || json.get_or_init(|| entry::json(event, bytes_max)).as_str();
        if about.target() != REQUEST && fits(state.kept, about) {
            self.lines.push(json());
        }
        for output in &state.outputs {
            if !filtered && !fits(output.levels, about) {
                continue;
            }
            let level = *about.level();
            match &output.form {
                Form::Json => output.write(json(), level),
                Form::Text => output.write(&entry::text(event, bytes_max, false), level),
                Form::Colours => output.write(&entry::text(event, bytes_max, true), level),
                Form::Gelf(host) => output.write(&entry::gelf(event, bytes_max, host), level),
            }
        }
    }
}

/// Libraries are heard up to `info` only: below that they say more than the node itself.
fn fits(levels: Levels, about: &Metadata<'_>) -> bool {
    levels.has(*about.level()) && (*about.level() <= LevelFilter::INFO || about.target().starts_with(OWN))
}

/// Hears for a [`Logging`] what is logged.
#[derive(Clone, Debug)]
pub struct LogLayer(pub Arc<Logging>);

impl<S: Subscriber> Layer<S> for LogLayer {
    fn register_callsite(&self, about: &'static Metadata<'static>) -> Interest {
        if about.is_event() && self.0.wants(about) { Interest::always() } else { Interest::never() }
    }

    fn enabled(&self, about: &Metadata<'_>, _: Context<'_, S>) -> bool {
        about.is_event() && self.0.wants(about)
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.0.log(event);
    }
}

#[cfg(test)]
mod tests;
