//! Who PostgreSQL runs as. It refuses to run as root, so a server started as root hands it to an unprivileged user.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use super::EmbeddedError;

/// Users tried in this order when the server runs as root and the data has no owner yet.
const CANDIDATES: [&str; 3] = ["roost", "postgres", "nobody"];

/// Where Debian's services keep their data.
const SHARED_DATA: &str = "/var/lib/roost";

/// Folder of the embedded database when none is named: `data` in `folder`. A server started as root in a folder that is
/// root's alone, as `/root` itself is, takes `/var/lib/roost` instead, because PostgreSQL's user could not reach the first.
#[must_use]
pub fn default_data(folder: &Path) -> PathBuf {
    let near = folder.join("data");
    let reached = || {
        let run_as = RunAs::choose(None, &near.join("postgres"))?;
        let absolute = folder.canonicalize().map_err(|error| EmbeddedError::io("look at", folder, error))?;
        run_as.reaches(&absolute)
    };
    match reached() {
        Err(EmbeddedError::Unreachable { .. }) => PathBuf::from(SHARED_DATA),
        // What else may be wrong is said when the database starts.
        _ => near,
    }
}

/// The user of PostgreSQL's processes and files.
#[derive(Debug, Clone)]
pub(super) struct RunAs {
    name: String,
    uid: u32,
    gid: u32,
    /// Whether starting a process needs a change of user.
    switch: bool,
}

impl RunAs {
    /// Ourselves, unless we are root: then the owner of existing data, the configured user, or the first of
    /// [`CANDIDATES`].
    pub(super) fn choose(configured: Option<&str>, pgdata: &Path) -> Result<Self, EmbeddedError> {
        let me =
            fs::metadata("/proc/self").map_err(|error| EmbeddedError::io("read", Path::new("/proc/self"), error))?;
        let owner = fs::metadata(pgdata).ok();
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        if me.uid() != 0 {
            if let Some(owner) = owner.filter(|owner| owner.uid() != me.uid()) {
                let detail = format!(
                    "it belongs to user {} and roost runs as user {}; start roost as its owner or as root",
                    name_of(&passwd, owner.uid()),
                    name_of(&passwd, me.uid())
                );
                return Err(EmbeddedError::NoPermission { path: pgdata.to_path_buf(), detail });
            }
            return Ok(Self { name: name_of(&passwd, me.uid()), uid: me.uid(), gid: me.gid(), switch: false });
        }
        if let Some(owner) = owner.filter(|owner| owner.uid() != 0) {
            return Ok(Self { name: name_of(&passwd, owner.uid()), uid: owner.uid(), gid: owner.gid(), switch: true });
        }
        let wanted: Vec<&str> = configured.map_or_else(|| CANDIDATES.to_vec(), |name| vec![name]);
        let found = wanted.iter().find_map(|name| lookup(&passwd, name).map(|ids| (*name, ids)));
        match found {
            Some((name, (uid, gid))) if uid != 0 => Ok(Self { name: name.to_owned(), uid, gid, switch: true }),
            _ => Err(EmbeddedError::NoUser { wanted: wanted.into_iter().map(str::to_owned).collect() }),
        }
    }

    /// Fails with the first folder from the root down that this user cannot enter.
    pub(super) fn reaches(&self, dir: &Path) -> Result<(), EmbeddedError> {
        let mut folders: Vec<&Path> = dir.ancestors().collect();
        folders.reverse();
        for folder in folders {
            let meta = fs::metadata(folder).map_err(|error| EmbeddedError::io("look at", folder, error))?;
            if self.switch && !self.may_enter(&meta) {
                return Err(EmbeddedError::Unreachable { folder: folder.to_path_buf(), user: self.name.clone() });
            }
        }
        Ok(())
    }

    fn may_enter(&self, meta: &fs::Metadata) -> bool {
        let bit = if meta.uid() == self.uid {
            0o100
        } else if meta.gid() == self.gid {
            0o010
        } else {
            0o001
        };
        meta.mode() & bit != 0
    }

    /// Makes the folder if it is missing and gives it to this user alone (mode 0700).
    pub(super) fn private_dir(&self, dir: &Path) -> Result<(), EmbeddedError> {
        match fs::create_dir(dir) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(EmbeddedError::io("create", dir, error)),
        }
        let meta = fs::symlink_metadata(dir).map_err(|error| EmbeddedError::io("look at", dir, error))?;
        if !meta.is_dir() || (meta.uid() != self.uid && meta.uid() != 0) {
            let detail = format!("it should be a folder of user {}", self.name);
            return Err(EmbeddedError::NoPermission { path: dir.to_path_buf(), detail });
        }
        fs::set_permissions(dir, fs::Permissions::from_mode(0o700))
            .and_then(|()| if self.switch { chown(dir, Some(self.uid), Some(self.gid)) } else { Ok(()) })
            .map_err(|error| EmbeddedError::io("take over", dir, error))
    }

    /// A command that runs as this user in `dir`, in a process group of its own (Ctrl-C in the terminal must not
    /// reach PostgreSQL before the server has drained) and without our environment, which may hold secrets.
    pub(super) fn command(&self, program: &Path, dir: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C.UTF-8").env("HOME", dir);
        command.current_dir(dir).stdin(Stdio::null()).process_group(0);
        if self.switch {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// The user's name, for messages.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

/// User and group number of a name in the text of `/etc/passwd`.
fn lookup(passwd: &str, name: &str) -> Option<(u32, u32)> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next()? == name).then_some(())?;
        Some((fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}

/// Name of a user number, or the number itself.
fn name_of(passwd: &str, uid: u32) -> String {
    let named = passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
    });
    named.unwrap_or_else(|| uid.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWD: &str =
        "root:x:0:0:root:/root:/bin/bash\npostgres:x:101:104:PostgreSQL,,,:/var/lib/postgresql:/bin/bash\n";

    #[test]
    fn users_are_found_by_name_and_number() {
        assert_eq!(lookup(PASSWD, "postgres"), Some((101, 104)));
        assert_eq!(lookup(PASSWD, "post"), None);
        assert_eq!(name_of(PASSWD, 101), "postgres");
        assert_eq!(name_of(PASSWD, 7), "7");
    }
}
