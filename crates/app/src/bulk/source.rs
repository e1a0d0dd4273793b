//! The file that is imported: JSON lines, plain, with gzip, or in a zip archive together with the files that they name.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use parking_lot::Mutex;
use roost_model::errors::import as errors;
use zip::ZipArchive;

use super::refusal::Refusal;

/// Longest line in bytes: a user with ten thousand memberships has 2 MB.
const LINE_LEN_MAX: u64 = 32 * 1024 * 1024;
/// Folder of an archive in which the files stand that lines name.
const DATA_FOLDER: &str = "data";
const READ_BUFFER_LEN: usize = 64 * 1024;

/// An opened file. Reading it blocks.
pub struct Source {
    path: PathBuf,
    kind: Kind,
}

enum Kind {
    Plain,
    Gzip,
    Zip { lines: usize, files: HashMap<String, usize>, archive: Mutex<ZipArchive<BufReader<File>>> },
}

impl Source {
    /// Opens the file; an archive is told by its ending or its first bytes.
    pub fn open(path: &Path) -> Result<Self, Refusal> {
        let refused = |why: &dyn std::fmt::Display| {
            Refusal::new(errors::NOT_AN_ARCHIVE).with("why", format!("{}: {why}", path.display()))
        };
        let mut file = File::open(path).map_err(|e| refused(&e))?;
        let mut magic = [0; 4];
        let read = file.read(&mut magic).map_err(|e| refused(&e))?;
        let named_zip = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
        let kind = match magic.get(..read).unwrap_or_default() {
            [0x1f, 0x8b, ..] => Kind::Gzip,
            [b'P', b'K', ..] => zip_kind(path)?,
            _ if named_zip => return Err(refused(&"it is not a zip archive")),
            _ => Kind::Plain,
        };
        Ok(Self { path: path.to_owned(), kind })
    }

    /// Hands over line by line, from number 1 on and without the line end, until the end or a break. Empty lines are
    /// left out.
    pub fn for_each_line(&self, visit: &mut dyn FnMut(u64, &[u8]) -> ControlFlow<()>) -> Result<(), Refusal> {
        let file = || -> io::Result<_> { Ok(BufReader::with_capacity(READ_BUFFER_LEN, File::open(&self.path)?)) };
        let done = match &self.kind {
            Kind::Plain => file().and_then(|mut file| each_line(&mut file, visit)),
            Kind::Gzip => file().and_then(|file| {
                each_line(&mut BufReader::with_capacity(READ_BUFFER_LEN, MultiGzDecoder::new(file)), visit)
            }),
            // A handle of its own: files are read from the other one meanwhile.
            Kind::Zip { lines, .. } => file().and_then(|file| {
                let mut archive = ZipArchive::new(file)?;
                let entry = archive.by_index(*lines)?;
                each_line(&mut BufReader::with_capacity(READ_BUFFER_LEN, entry), visit)
            }),
        };
        done.map_err(|error| Refusal::new(errors::UNREADABLE).with("why", error.to_string()))
    }

    /// Whether a file that a line names is there; `None`: its path leads out of the folder of the file.
    pub fn has_file(&self, path: &str) -> Option<bool> {
        match &self.kind {
            Kind::Zip { files, .. } => Some(files.contains_key(&inside(path)?)),
            Kind::Plain | Kind::Gzip => Some(self.place(path)?.is_file()),
        }
    }

    /// Reads a file that a line names; not found when it is missing, and too large beyond `size_max` bytes.
    pub fn read_file(&self, path: &str, size_max: u64) -> io::Result<Vec<u8>> {
        let missing = || io::Error::new(io::ErrorKind::NotFound, format!("{path} is missing"));
        match &self.kind {
            Kind::Zip { files, archive, .. } => {
                let index = inside(path).and_then(|path| files.get(&path).copied()).ok_or_else(missing)?;
                let mut archive = archive.lock();
                let entry = archive.by_index(index)?;
                limited(entry, size_max)
            }
            Kind::Plain | Kind::Gzip => limited(File::open(self.place(path).ok_or_else(missing)?)?, size_max),
        }
    }

    /// Beside the file in `data/`, beside the file, or where an absolute path says; there may be no file. `None`: the
    /// path leads out of the folder of the file.
    fn place(&self, path: &str) -> Option<PathBuf> {
        let named = Path::new(path);
        if named.is_absolute() {
            return Some(named.to_owned());
        }
        let inner = inside(path)?;
        let inner = inner.strip_prefix("data/").unwrap_or(&inner);
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let places = [folder.join(DATA_FOLDER).join(inner), folder.join(inner)];
        Some(places.into_iter().find(|place| place.is_file()).unwrap_or_else(|| inner.into()))
    }
}

fn zip_kind(path: &Path) -> Result<Kind, Refusal> {
    let refused = |why: &dyn std::fmt::Display| {
        Refusal::new(errors::NOT_AN_ARCHIVE).with("why", format!("{}: {why}", path.display()))
    };
    let file = BufReader::new(File::open(path).map_err(|e| refused(&e))?);
    let archive = ZipArchive::new(file).map_err(|e| refused(&e))?;
    let mut lines = None;
    let mut files = HashMap::new();
    for index in 0..archive.len() {
        let Some(Ok(name)) = archive.name_for_index(index) else { continue };
        if name.ends_with(".jsonl") && !name.starts_with("data/") {
            lines = lines.or(Some(index));
        } else if !name.ends_with('/') {
            files.insert(name.into_owned(), index);
        }
    }
    let lines = lines.ok_or(Refusal::new(errors::NO_JSONL))?;
    Ok(Kind::Zip { lines, files, archive: Mutex::new(archive) })
}

/// A relative path as it stands in the archive, below `data/`; `None` when it leads out of it.
fn inside(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for component in Path::new(path).components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            Component::ParentDir => drop(parts.pop()?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    if parts.first() != Some(&DATA_FOLDER) {
        parts.insert(0, DATA_FOLDER);
    }
    Some(parts.join("/"))
}

fn limited(reader: impl Read, size_max: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(size_max + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > size_max {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("larger than {size_max} bytes")));
    }
    Ok(bytes)
}

fn each_line(reader: &mut dyn BufRead, visit: &mut dyn FnMut(u64, &[u8]) -> ControlFlow<()>) -> io::Result<()> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if reader.take(LINE_LEN_MAX).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.last() != Some(&b'\n') && line.len() as u64 == LINE_LEN_MAX {
            let why = format!("line {number} has more than {LINE_LEN_MAX} bytes");
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        let text = line.trim_ascii();
        if !text.is_empty() && visit(number, text).is_break() {
            break;
        }
        if line.capacity() > READ_BUFFER_LEN * 16 {
            line = Vec::new();
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        for (path, place) in [
            ("attach/a.png", Some("data/attach/a.png")),
            ("data/attach/a.png", Some("data/attach/a.png")),
            ("./x/../a.png", Some("data/a.png")),
            ("../a.png", None),
            ("x/../../a.png", None),
            ("/etc/passwd", None),
        ] {
            assert_eq!(inside(path).as_deref(), place, "{path}");
        }
    }

    #[test]
    fn lines_have_numbers_and_empty_ones_are_passed_over() {
        let mut seen = Vec::new();
        each_line(&mut &b"a\n\n  \r\nb\r\nc"[..], &mut |number, line| {
            seen.push((number, String::from_utf8_lossy(line).into_owned()));
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(seen, [(1, "a".to_owned()), (4, "b".to_owned()), (5, "c".to_owned())]);
    }
}
