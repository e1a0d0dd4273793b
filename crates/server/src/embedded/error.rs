//! What can go wrong with the embedded database, each case in words an operator can act on.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why the embedded PostgreSQL could not be found, made, started or stopped. `Display` says what to do.
#[derive(Debug)]
pub enum EmbeddedError {
    /// No folder with `postgres`, `initdb` and `pg_ctl` in any of the places searched.
    NoBinaries { searched: Vec<PathBuf> },
    /// The data belongs to major version `data`; the binaries found are of other ones.
    WrongVersion { pgdata: PathBuf, data: String, found: Vec<(PathBuf, u32)> },
    /// The folder is neither empty nor a PostgreSQL data directory.
    NotADatabase { pgdata: PathBuf },
    /// PostgreSQL refuses to run as root and no unprivileged user is there to run it.
    NoUser { wanted: Vec<String> },
    /// A folder on the way to the data cannot be entered by the user that PostgreSQL runs as.
    Unreachable { folder: PathBuf, user: String },
    /// The operating system refused access to the path.
    NoPermission { path: PathBuf, detail: String },
    /// The file system of the data is full.
    DiskFull { path: PathBuf, detail: String },
    /// Another roost server holds this data folder.
    InUse { data_dir: PathBuf },
    /// No PostgreSQL is running on this data folder.
    NotRunning { data_dir: PathBuf },
    /// PostgreSQL did not accept connections in time; it is left running.
    Timeout { waited: Duration, detail: String },
    /// A program of PostgreSQL failed; `detail` is what it said last.
    Failed { step: &'static str, detail: String },
    /// Any other refusal of the operating system.
    Io { action: String, source: io::Error },
}

impl fmt::Display for EmbeddedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBinaries { searched } => write!(
                f,
                "no PostgreSQL binaries found (searched: {}); install them with `apt-get install postgresql`, or set \
                 SqlSettings.DataSource to use a server of your own",
                list(searched)
            ),
            Self::WrongVersion { pgdata, data, found } => {
                let found: Vec<String> =
                    found.iter().map(|(bin, major)| format!("{major} in {}", bin.display())).collect();
                write!(
                    f,
                    "{} was made by PostgreSQL {data}, but the binaries found are version {}; install postgresql-{data}, or \
                     bring the data over with pg_upgrade",
                    pgdata.display(),
                    found.join(", ")
                )
            }
            Self::NotADatabase { pgdata } => write!(
                f,
                "{} holds files but is no PostgreSQL data directory (no PG_VERSION); move it away or choose another data \
                 folder",
                pgdata.display()
            ),
            Self::NoUser { wanted } => write!(
                f,
                "PostgreSQL does not run as root and none of these users exists: {}; create one (`useradd --system roost`) \
                 or start roost as an unprivileged user",
                wanted.join(", ")
            ),
            Self::Unreachable { folder, user } => write!(
                f,
                "user {user}, which runs PostgreSQL, cannot enter {0}; allow it with `chmod o+x {0}`, choose a data folder \
                 elsewhere, or start roost as the owner of that folder instead of root",
                folder.display()
            ),
            Self::NoPermission { path, detail } => write!(f, "no permission for {}: {detail}", path.display()),
            Self::DiskFull { path, detail } => {
                write!(f, "the disk that holds {} is full; free some space and start again ({detail})", path.display())
            }
            Self::InUse { data_dir } => write!(
                f,
                "another roost server is using {}; stop it, or start this one with another data folder",
                data_dir.display()
            ),
            Self::NotRunning { data_dir } => {
                write!(f, "no embedded PostgreSQL is running on {}; start the server first", data_dir.display())
            }
            Self::Timeout { waited, detail } => write!(
                f,
                "PostgreSQL was not ready after {} s and is left running, so that the next start goes on waiting; it said \
                 last: {detail}",
                waited.as_secs()
            ),
            Self::Failed { step, detail } => write!(f, "{step} failed: {detail}"),
            Self::Io { action, source } => write!(f, "cannot {action}: {source}"),
        }
    }
}

impl std::error::Error for EmbeddedError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl EmbeddedError {
    /// Sorts an error of the operating system on `path` into the case an operator can act on.
    pub(super) fn io(verb: &str, path: &Path, source: io::Error) -> Self {
        let action = format!("{verb} {}", path.display());
        match source.kind() {
            io::ErrorKind::PermissionDenied => {
                Self::NoPermission { path: path.to_path_buf(), detail: format!("cannot {verb} it ({source})") }
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull { path: path.to_path_buf(), detail: format!("cannot {action}") }
            }
            _ => Self::Io { action, source },
        }
    }
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}
