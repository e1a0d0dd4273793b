//! Paths and files of the repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Root of the repository: the folder above `xtask`.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies below the repository root").to_path_buf()
}

/// Cargo's target folder: `CARGO_TARGET_DIR`, or `target` in the repository.
pub fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Folders that hold nothing of ours.
const SKIPPED: [&str; 4] = ["target", "node_modules", ".git", "__pycache__"];

/// Every file below `dir`, sorted, without build output. A missing folder has no files.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(dir, &mut found);
    found.sort();
    found
}

fn collect(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            if !SKIPPED.iter().any(|name| path.ends_with(name)) {
                collect(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

/// The folders in `dir`, sorted.
pub fn folders(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

/// Every file below `dir` whose name ends in `.extension`.
pub fn files_with(dir: &Path, extension: &str) -> Vec<PathBuf> {
    files(dir).into_iter().filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

/// The path as seen from the repository's root, for messages.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// The file's text, or a message that names it.
pub fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", shown(path)))
}

/// Writes the file and the folders above it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let parent = path.parent().expect("a file lies in a folder");
    fs::create_dir_all(parent)
        .and_then(|()| fs::write(path, bytes))
        .map_err(|error| format!("cannot write {}: {error}", shown(path)))
}

/// The server's binary: `ROOST_BIN`, or the debug build, brought up to date first. The whole workspace is built, because
/// building one package alone chooses other features and compiles half the libraries again.
pub fn built_roost() -> Result<PathBuf, String> {
    if let Some(given) = std::env::var_os("ROOST_BIN") {
        return Ok(PathBuf::from(given));
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--workspace"])
        .current_dir(root())
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() { Ok(target_dir().join("debug/roost")) } else { Err("the workspace does not build".to_owned()) }
}

/// Rust text as `cargo fmt` leaves it, so that a generated file is never reformatted.
pub fn formatted(text: &str) -> Result<Vec<u8>, String> {
    use std::io::Write as _;
    let fail = |error: std::io::Error| format!("cannot run rustfmt: {error}");
    let config = root().join("rustfmt.toml");
    let mut child = std::process::Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(config)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .map_err(fail)?;
    let mut stdin = child.stdin.take().expect("standard input is piped");
    stdin.write_all(text.as_bytes()).map_err(fail)?;
    drop(stdin);
    let output = child.wait_with_output().map_err(fail)?;
    if output.status.success() { Ok(output.stdout) } else { Err("rustfmt refused a generated file".to_owned()) }
}
