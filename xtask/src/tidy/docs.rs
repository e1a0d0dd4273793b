//! Names in backticks in the README and in `docs/` must exist: files and crates, routes, metrics, configuration keys,
//! commands of `cargo xtask` and `make`.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::{deps, tree};

/// Top-level folders whose paths are checked.
const FOLDERS: [&str; 9] = ["crates", "docs", "facts", "migrations", "scripts", "tests", "webapp", "xtask", ".ci"];
/// The operations that the original does not have.
const OWN_ROUTES: &str = "crates/api/src/v4/roost.rs";
const XTASKS: [&str; 6] = ["deps", "tidy", "facts", "played", "update", "replay"];

/// What exists apart from files.
struct Known {
    crates: BTreeSet<String>,
    routes: BTreeSet<String>,
    metrics: BTreeSet<String>,
    config: Value,
    make: BTreeSet<String>,
}

/// One line for each name that does not exist.
pub fn dead_names(root: &Path) -> Result<Vec<String>, String> {
    let known = Known::read(root)?;
    let pages = [root.join("README.md")].into_iter().chain(tree::files_with(&root.join("docs"), "md"));
    let mut dead = Vec::new();
    for page in pages.filter(|page| page.is_file()) {
        for (number, line) in tree::read(&page)?.lines().enumerate() {
            for name in in_backticks(line).filter(|name| !exists(name, &known, root)) {
                dead.push(format!("{}:{}: `{name}` does not exist", tree::shown(&page), number + 1));
            }
        }
    }
    Ok(dead)
}

impl Known {
    fn read(root: &Path) -> Result<Self, String> {
        let json = |path: &str| -> Result<Value, String> {
            serde_json::from_str(&tree::read(&root.join(path))?).map_err(|error| format!("{path}: {error}"))
        };
        let strings = |value: &Value, key: &str| -> BTreeSet<String> {
            let rows = value.as_array().into_iter().flatten();
            rows.filter_map(|row| row.get(key)?.as_str().map(str::to_owned)).collect()
        };
        let mut routes = strings(&json("facts/api/routes.json")?, "path");
        let own = tree::read(&root.join(OWN_ROUTES))?;
        routes.extend(own.split('"').filter(|text| text.starts_with("/api/v4/")).map(str::to_owned));
        let makefile = tree::read(&root.join("Makefile"))?;
        Ok(Self {
            crates: deps::packages(root)?.into_iter().collect(),
            routes: routes.iter().map(|path| shape(path)).collect(),
            metrics: strings(&json("facts/api/metrics.json")?, "name"),
            config: json("facts/golden/config-default.json")?,
            make: makefile.lines().filter_map(|line| Some(line.split_once(':')?.0.to_owned())).collect(),
        })
    }
}

fn in_backticks(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// Whether the name exists; text that is no name of a checked kind passes.
fn exists(name: &str, known: &Known, root: &Path) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    match words.as_slice() {
        ["make", target] => known.make.contains(*target),
        ["cargo", "xtask", command, ..] => XTASKS.contains(command),
        [path] | [_, path] if path.starts_with("/api/v4/") => known.routes.contains(&shape(path)),
        [word] => word_exists(word, known, root),
        _ => true,
    }
}

fn word_exists(word: &str, known: &Known, root: &Path) -> bool {
    if word.contains(['*', '<', '{', '…']) {
        return true;
    }
    if let Some(folder) =
        FOLDERS.iter().find_map(|folder| word.strip_prefix(folder)).filter(|rest| rest.starts_with('/'))
    {
        return folder == "/" || root.join(word).exists();
    }
    if word.starts_with("roost-") {
        return known.crates.contains(word);
    }
    if word.starts_with("mattermost_") {
        return known.metrics.contains(word);
    }
    match word.split_once("Settings.") {
        Some((section, key)) if section.chars().all(char::is_alphabetic) => {
            known.config.get(format!("{section}Settings")).and_then(|section| section.get(key)).is_some()
        }
        _ => true,
    }
}

/// The path with its parameters unnamed and without a query.
fn shape(path: &str) -> String {
    let path = path.split('?').next().unwrap_or(path);
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_exist_pass_and_others_do_not() {
        let root = tree::root();
        let known = Known::read(&root).unwrap();
        for (name, there) in [
            ("POST /api/v4/posts", true),
            ("/api/v4/users/{id}", true),
            ("POST /api/v4/pots", false),
            ("POST /api/v4/roost/cluster/drain", true),
            ("POST /api/v4/roost/cluster/drown", false),
            ("crates/store", true),
            ("crates/storage", false),
            ("crates/<name>", true),
            ("roost-store", true),
            ("roost-storage", false),
            ("mattermost_http_requests_total", true),
            ("mattermost_http_requests_sum_total", false),
            ("SqlSettings.DataSource", true),
            ("SqlSettings.DataSauce", false),
            ("make test", true),
            ("make toast", false),
            ("cargo xtask deps", true),
            ("cargo xtask dips", false),
            ("one numbered log", true),
        ] {
            assert_eq!(exists(name, &known, &root), there, "{name}");
        }
    }
}
