//! Log output: started before anything else, and then as `LogSettings` say, which can change while the node runs.

mod targets;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use roost_config::sections::log::LogSettings;
use roost_telemetry::log::{Form, Levels, LogLayer, LogLines, Logging, Place, Wanted};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// The name by which collectors find it.
const FILE_NAME: &str = "mattermost.log";

/// A file is full then, and so many full ones are kept.
const FILE_BYTES_MAX: usize = 100 * 1024 * 1024;
const OLD_FILES_MAX: usize = 10;

/// Lines that wait for the console or the file at most.
const WAITING_MAX: usize = 64_000;

/// Starts logging to standard error, from `info` on. `RUST_LOG` decides in the place of all levels where it is given.
pub fn init() -> Arc<Logging> {
    let log = Arc::new(Logging::default());
    let form = if std::io::stderr().is_terminal() { Form::Colours } else { Form::Text };
    // It can be written to whatever it is.
    drop(log.write_to(&[output("console", Place::Stderr, form, LevelFilter::INFO)], LevelFilter::INFO, 0));
    let given = std::env::var(EnvFilter::DEFAULT_ENV).ok().filter(|given| !given.is_empty());
    let (filter, wrong) = match given.map(EnvFilter::try_new).transpose() {
        Ok(filter) => (filter, None),
        Err(error) => (None, Some(error)),
    };
    if filter.is_some() {
        log.filtered();
    }
    if tracing_subscriber::registry().with(filter).with(LogLayer(log.clone())).try_init().is_err() {
        tracing::debug!("logging was started before");
    }
    if let Some(error) = wrong {
        tracing::warn!(%error, "the filter in RUST_LOG cannot be read; the levels of the outputs decide");
    }
    log
}

/// Starts logging into these lines only.
pub fn record(lines: &Arc<LogLines>) {
    let log = Arc::new(Logging::keeping(lines.clone()));
    if tracing_subscriber::registry().with(LogLayer(log)).try_init().is_err() {
        tracing::debug!("logging was started before");
    }
}

/// Keeps the outputs of the log as the configuration wants them.
pub struct Follower {
    log: Arc<Logging>,
    /// Where the file is that has no place of its own.
    folder: PathBuf,
    followed: Option<LogSettings>,
}

impl Follower {
    pub fn new(log: Arc<Logging>, folder: PathBuf) -> Self {
        Self { log, folder, followed: None }
    }

    /// What it keeps.
    pub fn log(&self) -> Arc<Logging> {
        self.log.clone()
    }

    /// Writes to where these settings say, if they are not those of before. Waits until the old outputs have written what
    /// they had.
    pub fn follow(&mut self, settings: &LogSettings) {
        if self.followed.as_ref() == Some(settings) {
            return;
        }
        self.followed = Some(settings.clone());
        let (wanted, refused) = outputs(settings, &self.folder, std::io::stderr().is_terminal());
        let field_bytes_max = usize::try_from(settings.max_field_size).unwrap_or(0);
        for error in self.log.write_to(&wanted, level(&settings.file_level), field_bytes_max) {
            tracing::error!(%error, "a log output cannot be opened");
        }
        for (name, why) in refused {
            tracing::warn!(name, why, "a target of LogSettings.AdvancedLoggingJSON is left out");
        }
    }
}

/// The outputs that settings name, and the names of targets that cannot be made, with why. On a terminal somebody reads: the
/// console gets text there, whatever `ConsoleJson` says.
fn outputs(settings: &LogSettings, folder: &Path, terminal: bool) -> (Vec<Wanted>, Vec<(String, String)>) {
    let mut outputs = Vec::new();
    if settings.enable_console {
        let form = match (terminal, settings.console_json, settings.enable_color) {
            (true, ..) | (_, false, true) => Form::Colours,
            (false, true, _) => Form::Json,
            (false, false, false) => Form::Text,
        };
        outputs.push(output("console", Place::Stderr, form, level(&settings.console_level)));
    }
    if settings.enable_file {
        let folder = if settings.file_location.is_empty() { folder } else { Path::new(&settings.file_location) };
        let place = Place::File { path: folder.join(FILE_NAME), bytes_max: FILE_BYTES_MAX, old_max: OLD_FILES_MAX };
        let form = if settings.file_json { Form::Json } else { Form::Text };
        outputs.push(output("file", place, form, level(&settings.file_level)));
    }
    let mut refused = Vec::new();
    for (name, target) in settings.advanced_logging_json.as_object().into_iter().flatten() {
        match targets::wanted(name, target) {
            Ok(target) => outputs.push(target),
            Err(why) => refused.push((name.clone(), why)),
        }
    }
    (outputs, refused)
}

fn output(name: &str, place: Place, form: Form, level: LevelFilter) -> Wanted {
    Wanted { name: name.to_owned(), place, form, levels: Levels::up_to(level), waiting_max: WAITING_MAX }
}

/// A level by the name that the original has for it. Whoever errs in the name sees what is usual.
fn level(name: &str) -> LevelFilter {
    match name.to_ascii_lowercase().as_str() {
        "trace" => LevelFilter::TRACE,
        "debug" => LevelFilter::DEBUG,
        "warn" => LevelFilter::WARN,
        "error" | "critical" | "fatal" | "panic" => LevelFilter::ERROR,
        _ => LevelFilter::INFO,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_become_outputs() {
        let mut settings = LogSettings::default();
        settings.console_level = "DEBUG".to_owned();
        let file = |path: &str, bytes_max, old_max| Place::File { path: path.into(), bytes_max, old_max };
        let console = output("console", Place::Stderr, Form::Json, LevelFilter::DEBUG);
        let usual = file("/data/logs/mattermost.log", FILE_BYTES_MAX, OLD_FILES_MAX);
        let usual = output("file", usual, Form::Json, LevelFilter::INFO);
        assert_eq!(outputs(&settings, Path::new("/data/logs"), false), (vec![console.clone(), usual], vec![]));

        settings.enable_file = false;
        (settings.console_json, settings.enable_color) = (false, true);
        settings.advanced_logging_json = json!({
            "all": {
                "type": "file", "format": "json", "levels": [{"id": 5, "name": "debug"}], "maxqueuesize": 9,
                "options": {"filename": "/var/log/all.log", "max_size": 2, "max_backups": 3},
            },
            "nowhere": {"type": "file", "levels": []},
        });
        let all = file("/var/log/all.log", 2 * 1024 * 1024, 3);
        let levels = [tracing::Level::DEBUG].into_iter().collect();
        let all = Wanted { levels, waiting_max: 9, ..output("all", all, Form::Json, LevelFilter::OFF) };
        let (made, refused) = outputs(&settings, Path::new("/"), false);
        assert_eq!(made, [Wanted { form: Form::Colours, ..console }, all]);
        assert!(matches!(&*refused, [(name, _)] if name == "nowhere"));
    }

    #[test]
    fn a_level_that_nobody_knows_is_the_usual_one() {
        assert_eq!(level("Loud"), LevelFilter::INFO);
        assert_eq!(level("panic"), LevelFilter::ERROR);
    }
}
