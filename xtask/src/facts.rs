//! The facts about the original that tests read are carried in the project, so that a clone passes alone. Where the
//! folder they come from lies beside the repository, the copies must equal it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::tree;

/// What is copied: single files and whole folders of `../shared`. `api/openapi` is for reading only.
const SOURCES: [&str; 6] =
    ["api/routes.json", "api/error-ids.json", "api/websocket-events.json", "api/metrics.json", "schema", "golden"];

pub fn run(args: &[String]) -> crate::Outcome {
    let check = crate::check_flag(args)?;
    let (source, target) = (tree::root().join("../shared"), tree::root().join("facts"));
    if !source.is_dir() {
        println!("facts: no ../shared beside this clone, nothing to compare");
        return Ok(());
    }
    let (wanted, present) = (collect(&source)?, collect(&target)?);
    let changed: Vec<&PathBuf> =
        wanted.iter().filter(|(path, bytes)| present.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
    let surplus: Vec<&PathBuf> = present.keys().filter(|path| !wanted.contains_key(*path)).collect();
    if check {
        return report(&changed, &surplus, wanted.len());
    }
    for path in &changed {
        tree::write(&target.join(path), wanted.get(*path).expect("changed paths come from wanted"))?;
    }
    for path in &surplus {
        fs::remove_file(target.join(path)).map_err(|error| format!("cannot remove {}: {error}", path.display()))?;
    }
    println!("facts: {} files, {} written, {} removed", wanted.len(), changed.len(), surplus.len());
    Ok(())
}

fn report(changed: &[&PathBuf], surplus: &[&PathBuf], total: usize) -> crate::Outcome {
    if changed.is_empty() && surplus.is_empty() {
        println!("facts: {total} files equal ../shared");
        return Ok(());
    }
    let lines = changed
        .iter()
        .map(|path| format!("  differs or missing: facts/{}", path.display()))
        .chain(surplus.iter().map(|path| format!("  not in ../shared: facts/{}", path.display())));
    Err(format!("facts differ from ../shared; run `cargo xtask facts`:\n{}", lines.collect::<Vec<_>>().join("\n")))
}

/// Relative path and content of every file named by [`SOURCES`] below `base`.
fn collect(base: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>, String> {
    let mut found = BTreeMap::new();
    for source in SOURCES {
        let path = base.join(source);
        let files = if path.is_file() { vec![path] } else { tree::files(&path) };
        for file in files {
            let bytes = fs::read(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
            let relative = file.strip_prefix(base).expect("files lie below their base").to_path_buf();
            found.insert(relative, bytes);
        }
    }
    Ok(found)
}
