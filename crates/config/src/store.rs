//! The configuration of a running server: what is in force now, and the file behind it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::{Mutex, RwLock};
use sha2::{Digest as _, Sha256};

use crate::config::Config;
use crate::env::Overrides;
use crate::error::ConfigError;
use crate::file;
use crate::validate::{validate, validate_on_disk};

/// Fills a buffer with random bytes.
pub type Entropy = Box<dyn FnMut(&mut [u8]) + Send>;

/// The present, in milliseconds since 1970.
pub type NowMs = Box<dyn Fn() -> i64 + Send + Sync>;

/// Where a store gets what it must not fetch by itself.
pub struct Sources {
    /// Settings of the environment.
    pub overrides: Overrides,
    /// For secrets a file does not have yet.
    pub entropy: Entropy,
    /// For settings that name a time.
    pub now_ms: NowMs,
}

/// The outcome of a change: what was in force and what is.
#[derive(Debug, Clone)]
pub struct Saved {
    pub old: Arc<Config>,
    pub new: Arc<Config>,
}

/// The configuration in force. Reading it takes a lock only to copy a pointer and never waits for the disk.
pub struct ConfigStore {
    path: PathBuf,
    overrides: Overrides,
    now_ms: NowMs,
    live: RwLock<Live>,
    writer: Mutex<Writer>,
    announced: AtomicU64,
}

#[derive(Clone)]
struct Live {
    config: Arc<Config>,
    hash: Arc<str>,
}

/// What only one change at a time may touch.
struct Writer {
    /// The file's own values, without overrides.
    saved: Config,
    seen: Seen,
    entropy: Entropy,
}

/// The state of the file last looked at.
#[derive(Clone, PartialEq, Eq, Default)]
struct Seen {
    stamp: Option<(std::time::SystemTime, u64)>,
    digest: [u8; 32],
}

impl ConfigStore {
    /// Loads the file, or makes one with defaults. Secrets the server cannot do without are generated and saved.
    ///
    /// # Errors
    /// When the file cannot be read or written, is broken, or holds settings that cannot be used.
    pub fn open(path: impl Into<PathBuf>, mut sources: Sources) -> Result<Self, ConfigError> {
        let path = path.into();
        let found = file::read(&path)?;
        let mut saved = match &found {
            Some(bytes) => file::parse(bytes, &path)?,
            None => Config::default(),
        };
        let filled = saved.fill_secrets(|key| sources.overrides.covers(key), &mut sources.entropy);
        let (saved, live) = in_force(saved, &sources.overrides, (sources.now_ms)())?;
        let mut seen = Seen::default();
        if found.is_none() || filled {
            let text = file::render(&saved);
            file::replace(&path, &text)?;
            seen.digest = digest(&text);
        } else {
            seen.digest = digest(&found.unwrap_or_default());
        }
        seen.stamp = stamp(&path);
        let writer = Mutex::new(Writer { saved, seen, entropy: sources.entropy });
        let announced = AtomicU64::new(0);
        Ok(Self {
            path,
            overrides: sources.overrides,
            now_ms: sources.now_ms,
            live: RwLock::new(live),
            writer,
            announced,
        })
    }

    /// What is in force. Two results that are the same pointer are the same configuration.
    pub fn current(&self) -> Arc<Config> {
        Arc::clone(&self.live.read().config)
    }

    /// 32 hexadecimal digits that change with any setting in force.
    pub fn hash(&self) -> Arc<str> {
        Arc::clone(&self.live.read().hash)
    }

    /// Some node has told everybody of a change.
    pub fn note_announced(&self) {
        self.announced.fetch_add(1, Ordering::Relaxed);
    }

    /// How many changes everybody was told of.
    pub fn announced(&self) -> u64 {
        self.announced.load(Ordering::Relaxed)
    }

    pub fn overrides(&self) -> &Overrides {
        &self.overrides
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Checks a configuration, writes it to the file and puts it in force. Overridden keys keep their value in the
    /// file and their override in force.
    ///
    /// # Errors
    /// When it holds settings that cannot be used or the file cannot be written; nothing has changed then.
    pub fn update(&self, new: Config) -> Result<Saved, ConfigError> {
        self.update_with(|_| Ok(new))
    }

    /// The same for a change that is worked out from what is in force: no other change comes in between.
    ///
    /// # Errors
    /// Those of `change`, and those of [`Self::update`].
    pub fn update_with<E: From<ConfigError>>(
        &self,
        change: impl FnOnce(&Config) -> Result<Config, E>,
    ) -> Result<Saved, E> {
        let mut writer = self.writer.lock();
        let old = self.current();
        let mut new = change(&old)?;
        new.feature_flags = old.feature_flags.clone();
        new.complete();
        self.overrides.restore(&mut new, &writer.saved);
        new.fill_secrets(|key| self.overrides.covers(key), &mut writer.entropy);
        let (saved, live) = in_force(new, &self.overrides, (self.now_ms)())?;
        let text = file::render(&saved);
        file::replace(&self.path, &text)?;
        writer.seen = Seen { stamp: stamp(&self.path), digest: digest(&text) };
        writer.saved = saved;
        Ok(self.swap(old, live))
    }

    /// Reads the file again and puts it in force.
    ///
    /// # Errors
    /// When the file is gone, broken or holds settings that cannot be used; what was in force stays.
    pub fn reload(&self) -> Result<Saved, ConfigError> {
        let mut writer = self.writer.lock();
        let stamp = stamp(&self.path);
        let bytes = file::read(&self.path)?.ok_or_else(|| ConfigError::Read {
            path: self.path.clone(),
            source: std::io::ErrorKind::NotFound.into(),
        })?;
        writer.seen = Seen { stamp, digest: digest(&bytes) };
        let mut saved = file::parse(&bytes, &self.path)?;
        let filled = saved.fill_secrets(|key| self.overrides.covers(key), &mut writer.entropy);
        let (saved, live) = in_force(saved, &self.overrides, (self.now_ms)())?;
        if filled {
            let text = file::render(&saved);
            file::replace(&self.path, &text)?;
            writer.seen = Seen { stamp: self::stamp(&self.path), digest: digest(&text) };
        }
        writer.saved = saved;
        let old = self.current();
        Ok(self.swap(old, live))
    }

    /// Whether the file holds something else than when it was last looked at. Answers true once for each change, so
    /// that a broken file is reported once; touching the file without changing it is no change.
    pub fn file_changed(&self) -> bool {
        let mut writer = self.writer.lock();
        let stamp = stamp(&self.path);
        if stamp.is_none() || stamp == writer.seen.stamp {
            return false;
        }
        // A file that cannot be read just now is looked at again next time.
        let Ok(Some(bytes)) = file::read(&self.path) else { return false };
        let now = Seen { stamp, digest: digest(&bytes) };
        let changed = now.digest != writer.seen.digest;
        writer.seen = now;
        changed
    }

    fn swap(&self, old: Arc<Config>, live: Live) -> Saved {
        let new = Arc::clone(&live.config);
        *self.live.write() = live;
        Saved { old, new }
    }
}

/// The file's configuration in its one form, and what the overrides make of it, once both are found usable.
fn in_force(mut saved: Config, overrides: &Overrides, now_ms: i64) -> Result<(Config, Live), ConfigError> {
    saved.tidy();
    let mut config = saved.clone();
    overrides.apply(&mut config);
    config.tidy();
    let mut errors = validate(&config, now_ms);
    errors.extend(validate_on_disk(&config));
    if !errors.is_empty() {
        return Err(ConfigError::Invalid(errors));
    }
    let hash = hash(&config).into();
    Ok((saved, Live { config: Arc::new(config), hash }))
}

/// Of all settings with their values, half of a SHA-256.
fn hash(config: &Config) -> String {
    let mut text = hex::encode(Sha256::digest(config.to_json().to_string()));
    text.truncate(32);
    text
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// When the file was written and how long it is; none when it is not there.
fn stamp(path: &Path) -> Option<(std::time::SystemTime, u64)> {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
