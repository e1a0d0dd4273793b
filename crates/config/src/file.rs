//! The file: reading it with errors that lead to the place, writing it so that no reader ever sees half of it.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use serde::Serialize as _;
use serde::de::IgnoredAny;
use serde_json::Deserializer;
use serde_json::value::RawValue;

use crate::config::Config;
use crate::error::ConfigError;
use crate::inherit::inherit;
use crate::setting::{At, Setting as _};

/// The file holds secrets.
const NEW_FILE_MODE: u32 = 0o600;

/// The bytes of the file; none when there is no file or nothing in it.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, ConfigError> {
    match fs::read(path) {
        Ok(bytes) if bytes.trim_ascii().is_empty() => Ok(None),
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ConfigError::Read { path: path.to_owned(), source }),
    }
}

/// What the file says, on top of the defaults. Feature flags in it are ignored.
pub(crate) fn parse(bytes: &[u8], path: &Path) -> Result<Config, ConfigError> {
    let malformed = |error: serde_json::Error| {
        // serde_json repeats the place at the end of its text.
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let message = text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text).to_owned();
        ConfigError::Malformed { path: path.to_owned(), line, column, message }
    };
    // First the form as a whole, so that a stray comma is not reported as a fault of the key before it.
    serde_json::from_slice::<IgnoredAny>(bytes).map_err(malformed)?;
    let mut config = Config::default();
    config.merge(&mut Deserializer::from_slice(bytes), &At::ROOT).map_err(malformed)?;
    config.feature_flags = Config::default().feature_flags;
    let named: BTreeMap<String, &RawValue> = serde_json::from_slice(bytes).map_err(malformed)?;
    inherit(&mut config, |section, key| {
        let keys = named
            .get(section)
            .and_then(|raw| serde_json::from_str::<BTreeMap<String, Option<IgnoredAny>>>(raw.get()).ok());
        keys.is_some_and(|keys| matches!(keys.get(key), Some(Some(_))))
    });
    config.complete();
    Ok(config)
}

/// The file's text: sections and keys in the order of 11.6, four spaces, unknown keys as they came.
pub(crate) fn render(config: &Config) -> Vec<u8> {
    let mut text = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    config
        .serialize(&mut serde_json::Serializer::with_formatter(&mut text, formatter))
        .expect("settings have text keys, and writing to memory does not fail");
    text.push(b'\n');
    text
}

/// Puts `text` in the place of the file. A link keeps pointing where it did; owner and mode stay.
pub(crate) fn replace(path: &Path, text: &[u8]) -> Result<(), ConfigError> {
    let write = || {
        let target = fs::canonicalize(path).or_else(|error| match error.kind() {
            ErrorKind::NotFound => Ok(path.to_owned()),
            _ => Err(error),
        })?;
        replace_at(&target, text)
    };
    write().map_err(|source| ConfigError::Write { path: path.to_owned(), source })
}

fn replace_at(target: &Path, text: &[u8]) -> io::Result<()> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let draft = draft_path(target);
    let written = write_draft(&draft, target, text).and_then(|()| fs::rename(&draft, target));
    match written {
        Ok(()) => File::open(folder)?.sync_all(),
        Err(error) => {
            // Best effort: the error that matters is the first one.
            let _ = fs::remove_file(&draft);
            match error.kind() {
                // A single file mounted into a container, or one in somebody else's folder, can only be written to.
                ErrorKind::ResourceBusy | ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
                    if target.is_file() =>
                {
                    write_in_place(target, text)
                }
                _ => Err(error),
            }
        }
    }
}

fn draft_path(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.draft", std::process::id()))
}

fn write_draft(draft: &Path, target: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(NEW_FILE_MODE).open(draft)?;
    if let Ok(former) = fs::metadata(target) {
        file.set_permissions(former.permissions())?;
        // Only root may give a file away; for everybody else the owner is already right.
        let _ = std::os::unix::fs::fchown(&file, Some(former.uid()), Some(former.gid()));
    }
    file.write_all(text)?;
    file.sync_all()
}

fn write_in_place(target: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).truncate(true).open(target)?;
    file.write_all(text)?;
    file.sync_all()
}
