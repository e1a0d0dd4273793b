//! The unix socket the database is reached by. No TCP port is opened, so no port can be taken and nobody outside the
//! folder's owner and root can connect.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use super::EmbeddedError;
use super::user::RunAs;

/// Port number in the socket's name. The folder belongs to one data directory, so it is always free there.
pub(super) const PORT: u16 = 5432;
/// Name of the database and of its owner.
pub(super) const NAME: &str = "roost";
/// Longest path of a unix socket (`sun_path` without the closing NUL), in bytes.
const PATH_BYTES_MAX: usize = 107;

/// Makes the folder of the socket: inside the data directory where the path is short enough for a socket, else a
/// folder below the temporary one, named by the data directory.
pub(super) fn prepare_dir(pgdata: &Path, run_as: &RunAs) -> Result<PathBuf, EmbeddedError> {
    let dir = choose_dir(pgdata, &env::temp_dir());
    run_as.private_dir(&dir)?;
    run_as.reaches(&dir)?;
    Ok(dir)
}

fn choose_dir(pgdata: &Path, temp: &Path) -> PathBuf {
    let inside = pgdata.join("run");
    let socket = inside.join(format!(".s.PGSQL.{PORT}"));
    if socket.as_os_str().len() <= PATH_BYTES_MAX {
        return inside;
    }
    let mut hasher = DefaultHasher::new();
    pgdata.hash(&mut hasher);
    temp.join(format!("roost-{:016x}", hasher.finish()))
}

/// Removes a folder that [`prepare_dir`] made outside the data directory; PostgreSQL has removed the socket itself.
pub(super) fn remove_dir(dir: &Path, pgdata: &Path) {
    if !dir.starts_with(pgdata)
        && let Err(error) = fs::remove_dir(dir)
    {
        tracing::debug!(dir = %dir.display(), %error, "socket folder not removed");
    }
}

/// The setting that puts the socket into the folder. Its value is a list, so the path is quoted.
pub(super) fn directory_setting(dir: &Path) -> OsString {
    let mut setting = OsString::from("unix_socket_directories=\"");
    setting.push(dir);
    setting.push("\"");
    setting
}

/// Connection string for tokio-postgres and libpq alike.
pub(super) fn url(dir: &Path, port: u16) -> String {
    format!("postgres:///{NAME}?host={}&port={port}&user={NAME}", encode(dir.as_os_str()))
}

/// Percent-encodes everything but `/` and the characters that never need it.
fn encode(text: &OsStr) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    let bytes = text.as_encoded_bytes().iter();
    bytes.map(|&byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_moves_the_socket_to_the_temporary_folder() {
        let temp = Path::new("/tmp");
        assert_eq!(choose_dir(Path::new("/srv/postgres"), temp), Path::new("/srv/postgres/run"));
        let fits = PathBuf::from(format!("/{}", "a".repeat(PATH_BYTES_MAX - "//run/.s.PGSQL.5432".len())));
        assert_eq!(choose_dir(&fits, temp), fits.join("run"));
        let long = PathBuf::from(format!("{}a", fits.display()));
        let moved = choose_dir(&long, temp);
        assert!(moved.starts_with(temp), "{}", moved.display());
        assert_eq!(moved, choose_dir(&long, temp), "the next start must find the same folder");
    }

    #[test]
    fn the_address_survives_odd_folder_names() {
        assert_eq!(
            url(Path::new("/srv/my data@home/run"), 5432),
            "postgres:///roost?host=/srv/my%20data%40home/run&port=5432&user=roost"
        );
    }
}
