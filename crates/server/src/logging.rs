//! Log output: started before anything else, and then as `LogSettings` say, which can change while the node runs.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use roost_config::sections::log::LogSettings;
use roost_telemetry::log::{Form, LogLayer, LogLines, Logging, Place, Wanted};
use serde_json::Value;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// The name by which collectors find it.
const FILE_NAME: &str = "mattermost.log";

/// A file is full then, and so many full ones are kept.
const FILE_BYTES_MAX: usize = 100 * 1024 * 1024;
const OLD_FILES_MAX: usize = 10;

/// Starts logging to standard error, from `info` on. `RUST_LOG` decides in the place of all levels where it is given.
pub fn init() -> Arc<Logging> {
    let log = Arc::new(Logging::default());
    let form = if std::io::stderr().is_terminal() { Form::Colours } else { Form::Text };
    // It can be written to whatever it is.
    drop(log.write_to(&[Wanted { place: Place::Stderr, form, level: LevelFilter::INFO }], LevelFilter::INFO, 0));
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

    /// Writes to where these settings say, if they are not those of before. Waits until the old outputs have written what
    /// they had.
    pub fn follow(&mut self, settings: &LogSettings) {
        if self.followed.as_ref() == Some(settings) {
            return;
        }
        self.followed = Some(settings.clone());
        let (wanted, unknown) = outputs(settings, &self.folder, std::io::stderr().is_terminal());
        let field_bytes_max = usize::try_from(settings.max_field_size).unwrap_or(0);
        for error in self.log.write_to(&wanted, level(&settings.file_level), field_bytes_max) {
            tracing::error!(%error, "a log output cannot be opened");
        }
        for name in unknown {
            tracing::warn!(name, "a target of LogSettings.AdvancedLoggingJSON is of a kind that is not written here");
        }
    }
}

/// The outputs that settings name, and the names of those that cannot be made. On a terminal somebody reads: the console gets
/// text there, whatever `ConsoleJson` says.
fn outputs(settings: &LogSettings, folder: &Path, terminal: bool) -> (Vec<Wanted>, Vec<String>) {
    let mut wanted = Vec::new();
    if settings.enable_console {
        let form = match (terminal, settings.console_json, settings.enable_color) {
            (true, ..) | (_, false, true) => Form::Colours,
            (false, true, _) => Form::Json,
            (false, false, false) => Form::Text,
        };
        wanted.push(Wanted { place: Place::Stderr, form, level: level(&settings.console_level) });
    }
    if settings.enable_file {
        let folder = if settings.file_location.is_empty() { folder } else { Path::new(&settings.file_location) };
        let place = Place::File { path: folder.join(FILE_NAME), bytes_max: FILE_BYTES_MAX, old_max: OLD_FILES_MAX };
        let form = if settings.file_json { Form::Json } else { Form::Text };
        wanted.push(Wanted { place, form, level: level(&settings.file_level) });
    }
    let mut unknown = Vec::new();
    for (name, target) in settings.advanced_logging_json.as_object().into_iter().flatten() {
        match advanced(target) {
            Some(target) => wanted.push(target),
            None => unknown.push(name.clone()),
        }
    }
    (wanted, unknown)
}

/// A target of `AdvancedLoggingJSON`: `type` (`console`, `file`), `format` (`json`, `plain`), `levels` (by `name`; the
/// lowest counts) and `options` (`out` of a console; `filename`, `max_size` in MB and `max_backups` of a file).
fn advanced(target: &Value) -> Option<Wanted> {
    let options = &target["options"];
    let number = |name: &str, otherwise: usize| {
        options[name].as_u64().and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0).unwrap_or(otherwise)
    };
    let place = match target["type"].as_str()? {
        "console" if options["out"] == "stdout" => Place::Stdout,
        "console" => Place::Stderr,
        "file" => Place::File {
            path: options["filename"].as_str().filter(|name| !name.is_empty())?.into(),
            bytes_max: number("max_size", FILE_BYTES_MAX / 1024 / 1024).saturating_mul(1024 * 1024),
            old_max: number("max_backups", OLD_FILES_MAX),
        },
        _ => return None,
    };
    let form = if target["format"] == "json" { Form::Json } else { Form::Text };
    let names = target["levels"].as_array().into_iter().flatten().filter_map(|level| level["name"].as_str());
    let level = names.map(level).max().unwrap_or(LevelFilter::OFF);
    Some(Wanted { place, form, level })
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
        let console = Wanted { place: Place::Stderr, form: Form::Json, level: LevelFilter::DEBUG };
        let usual = file("/data/logs/mattermost.log", FILE_BYTES_MAX, OLD_FILES_MAX);
        let usual = Wanted { place: usual, form: Form::Json, level: LevelFilter::INFO };
        assert_eq!(outputs(&settings, Path::new("/data/logs"), false), (vec![console.clone(), usual], vec![]));

        settings.enable_file = false;
        (settings.console_json, settings.enable_color) = (false, true);
        settings.advanced_logging_json = json!({
            "all": {
                "type": "file", "format": "json", "levels": [{"id": 2, "name": "error"}, {"id": 5, "name": "debug"}],
                "options": {"filename": "/var/log/all.log", "max_size": 2, "max_backups": 3},
            },
            "far": {"type": "tcp", "format": "json", "levels": [{"id": 2, "name": "error"}], "options": {"host": "h"}},
            "nowhere": {"type": "file", "levels": []},
            "out": {"type": "console", "format": "plain", "levels": [{"id": 3, "name": "warn"}], "options": {"out": "stdout"}},
        });
        let all = file("/var/log/all.log", 2 * 1024 * 1024, 3);
        let wanted = vec![
            Wanted { form: Form::Colours, ..console },
            Wanted { place: all, form: Form::Json, level: LevelFilter::DEBUG },
            Wanted { place: Place::Stdout, form: Form::Text, level: LevelFilter::WARN },
        ];
        assert_eq!(outputs(&settings, Path::new("/"), false), (wanted, vec!["far".to_owned(), "nowhere".to_owned()]));
    }

    #[test]
    fn a_level_that_nobody_knows_is_the_usual_one() {
        assert_eq!(level("Loud"), LevelFilter::INFO);
        assert_eq!(level("panic"), LevelFilter::ERROR);
    }
}
