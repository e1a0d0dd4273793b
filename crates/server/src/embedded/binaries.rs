//! Finds PostgreSQL's own programs. Debian keeps them out of PATH, one folder per major version.

use std::cmp::Reverse;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::EmbeddedError;

/// Where Debian's packages put one folder per major version.
const DEBIAN_ROOT: &str = "/usr/lib/postgresql";
const PROGRAMS: [&str; 3] = ["postgres", "initdb", "pg_ctl"];

/// A folder with PostgreSQL's programs, all of one major version.
#[derive(Debug, Clone)]
pub(super) struct Binaries {
    dir: PathBuf,
}

impl Binaries {
    /// The configured folder, or the first fitting one of PATH and Debian's folders (newest first). Fitting means: of
    /// the major version of the existing data, if there is any.
    pub(super) fn find(configured: Option<&Path>, pgdata: &Path) -> Result<Self, EmbeddedError> {
        let places = match configured {
            Some(dir) => vec![dir.to_path_buf()],
            None => places(&env::var_os("PATH").unwrap_or_default(), Path::new(DEBIAN_ROOT)),
        };
        Self::pick(places, pgdata)
    }

    fn pick(places: Vec<PathBuf>, pgdata: &Path) -> Result<Self, EmbeddedError> {
        let found: Vec<(PathBuf, u32)> =
            places.iter().filter_map(|dir| major_of(dir).map(|major| (dir.clone(), major))).collect();
        if found.is_empty() {
            return Err(EmbeddedError::NoBinaries { searched: places });
        }
        let Some(data) = data_version(pgdata)? else {
            let (dir, _) = found.into_iter().next().expect("found is not empty");
            return Ok(Self { dir });
        };
        match found.iter().find(|(_, major)| major.to_string() == data) {
            Some((dir, _)) => Ok(Self { dir: dir.clone() }),
            None => Err(EmbeddedError::WrongVersion { pgdata: pgdata.to_path_buf(), data, found }),
        }
    }

    /// Full path of one of the programs.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }
}

/// The folders worth looking into, in order. A PATH folder with none of the programs is left out, so that the
/// message about missing binaries stays readable.
fn places(path_var: &OsStr, debian_root: &Path) -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> =
        env::split_paths(path_var).filter(|dir| PROGRAMS.iter().any(|name| dir.join(name).is_file())).collect();
    let mut majors: Vec<(u32, PathBuf)> = fs::read_dir(debian_root)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    majors.sort_unstable_by_key(|(major, _)| Reverse(*major));
    if majors.is_empty() {
        places.extend([PathBuf::from("PATH"), debian_root.join("*/bin")]);
    }
    places.extend(majors.into_iter().map(|(_, dir)| dir));
    places
}

/// Major version of the programs in a folder; `None` when one of them is missing or does not run.
fn major_of(dir: &Path) -> Option<u32> {
    if !PROGRAMS.iter().all(|name| dir.join(name).is_file()) {
        return None;
    }
    let output = Command::new(dir.join("postgres")).arg("--version").output().ok()?;
    parse_major(&String::from_utf8_lossy(&output.stdout))
}

/// `postgres (PostgreSQL) 15.18 (Debian …)` is 15; `17beta1` is 17.
fn parse_major(version: &str) -> Option<u32> {
    let number = version.split(')').nth(1)?.trim_start();
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Content of `PG_VERSION`; `None` when the folder does not exist or is empty.
pub(super) fn data_version(pgdata: &Path) -> Result<Option<String>, EmbeddedError> {
    match fs::read_to_string(pgdata.join("PG_VERSION")) {
        Ok(version) => Ok(Some(version.trim().to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if fs::read_dir(pgdata).is_ok_and(|mut entries| entries.next().is_some()) {
                return Err(EmbeddedError::NotADatabase { pgdata: pgdata.to_path_buf() });
            }
            Ok(None)
        }
        Err(error) => Err(EmbeddedError::io("read", &pgdata.join("PG_VERSION"), error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_the_first_number_after_the_name() {
        for (text, major) in [
            ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", Some(15)),
            ("postgres (PostgreSQL) 17beta1\n", Some(17)),
            ("postgres (PostgreSQL) \n", None),
            ("not found", None),
        ] {
            assert_eq!(parse_major(text), major, "{text}");
        }
    }

    #[test]
    fn nothing_installed_names_both_places() {
        let nowhere = Path::new("/nonexistent/postgresql");
        let error = Binaries::pick(places(OsStr::new("/nonexistent/bin"), nowhere), Path::new("/nonexistent/data"));
        let text = error.expect_err("there are no binaries").to_string();
        assert!(text.contains("searched: PATH, /nonexistent/postgresql/*/bin"), "{text}");
        assert!(text.contains("apt-get install postgresql"), "{text}");
    }

    #[test]
    fn a_configured_folder_is_the_only_place() {
        let error = Binaries::find(Some(Path::new("/nonexistent/bin")), Path::new("/nonexistent/data"));
        assert!(
            matches!(error, Err(EmbeddedError::NoBinaries { searched }) if searched == [PathBuf::from("/nonexistent/bin")])
        );
    }
}
