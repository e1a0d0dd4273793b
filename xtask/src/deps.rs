//! The direction of the house, checked in the manifests: who may depend on whom, that every member has the lint table,
//! and that versions stand in the workspace table alone.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::tree;

/// Crates of the workspace and the ones each may use. A new crate needs an ADR and a line here.
const EDGES: [(&str, &[&str]); 16] = [
    ("model", &[]),
    ("config", &[]),
    ("cluster", &[]),
    ("blob", &[]),
    ("telemetry", &[]),
    ("store", &["model"]),
    ("realtime", &["model"]),
    ("app", &["store", "blob", "realtime", "telemetry", "config", "model"]),
    ("api", &["app", "realtime", "telemetry", "config", "model"]),
    ("server", &["api", "app", "store", "blob", "realtime", "cluster", "telemetry", "config", "model"]),
    ("testkit", &["server", "api", "app", "store", "blob", "realtime", "cluster", "config", "model"]),
    ("tests", &["testkit", "server", "api", "app", "store", "blob", "realtime", "cluster", "config", "model", "load"]),
    ("bench", &["app", "store", "realtime", "cluster", "model", "load"]),
    ("load", &[]),
    ("fuzz", &["api", "app", "realtime"]),
    ("xtask", &[]),
];

/// Libraries (by the start of their name) that only some crates may touch, so that the seam stays where it is.
const SEAMS: [(&str, &[&str]); 7] = [
    ("tokio-postgres", &["store", "testkit", "tests"]),
    ("deadpool", &["store"]),
    ("object_store", &["blob"]),
    ("chitchat", &["cluster"]),
    ("tonic", &["cluster"]),
    ("prometheus", &["telemetry"]),
    ("actix", &["api", "realtime", "server"]),
];

const SECTIONS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

pub fn run(args: &[String]) -> crate::Outcome {
    if !args.is_empty() {
        return Err(format!("deps takes no arguments, got: {}", args.join(" ")));
    }
    let root = tree::root();
    let workspace = manifest(&root)?;
    let versions = workspace
        .get("workspace")
        .and_then(|table| table.get("dependencies"))
        .and_then(Value::as_table)
        .ok_or("the root manifest has no [workspace.dependencies]")?;
    let mut wrong = Vec::new();
    let members = members(&root);
    for dir in &members {
        check(&manifest(dir)?, versions, &mut wrong);
    }
    if wrong.is_empty() {
        println!("deps: {} members, edges, lints and versions as they should be", members.len());
        return Ok(());
    }
    Err(format!("deps:\n  {}", wrong.join("\n  ")))
}

fn manifest(dir: &Path) -> Result<Table, String> {
    let path = dir.join("Cargo.toml");
    tree::read(&path)?.parse().map_err(|error| format!("{}: {error}", tree::shown(&path)))
}

/// The names of all packages of the workspace.
pub fn packages(root: &Path) -> Result<Vec<String>, String> {
    let manifests = members(root).into_iter().map(|dir| manifest(&dir));
    manifests.map(|manifest| Ok(package(&manifest?).to_owned())).collect()
}

fn package(manifest: &Table) -> &str {
    manifest.get("package").and_then(|table| table.get("name")).and_then(Value::as_str).unwrap_or("")
}

/// Folders with a manifest: everything in `crates`, and the members beside it.
fn members(root: &Path) -> Vec<PathBuf> {
    let crates = tree::folders(&root.join("crates"));
    let beside = ["benches", "benches/load", "fuzz", "tests", "xtask"].map(|name| root.join(name));
    crates.into_iter().chain(beside).filter(|dir| dir.join("Cargo.toml").is_file()).collect()
}

/// Checks one member's manifest and says what is wrong with it.
fn check(manifest: &Table, versions: &Table, wrong: &mut Vec<String>) {
    let package = package(manifest);
    let name = bare(package);
    if manifest.get("lints").and_then(|table| table.get("workspace")) != Some(&Value::Boolean(true)) {
        wrong.push(format!("{package}: `[lints] workspace = true` is missing"));
    }
    let Some((_, allowed)) = EDGES.iter().find(|(known, _)| *known == name) else {
        wrong.push(format!("{package}: unknown crate; a new one needs an ADR and a line in xtask/src/deps.rs"));
        return;
    };
    for (section, dependency, value) in dependencies(manifest) {
        if value.get("workspace") != Some(&Value::Boolean(true)) || !versions.contains_key(dependency) {
            wrong.push(format!(
                "{package}: {dependency} must be `workspace = true`, with its version in the root manifest"
            ));
        }
        if let Some((_, users)) = SEAMS.iter().find(|(start, _)| dependency.starts_with(start))
            && !users.contains(&name)
        {
            wrong.push(format!("{package}: {dependency} is for {} only", users.join(", ")));
        }
        let ours = dependency.starts_with("roost-").then(|| bare(dependency));
        let for_tests = section == "dev-dependencies" && ours == Some("testkit");
        if let Some(ours) = ours
            && !allowed.contains(&ours)
            && !for_tests
        {
            wrong.push(format!("{package} -> {dependency} is a forbidden edge (may use: {})", allowed.join(", ")));
        }
    }
}

/// `roost-store` and `store` alike.
fn bare(package: &str) -> &str {
    package.strip_prefix("roost-").unwrap_or(package)
}

/// Section, name and value of every dependency, those for one platform included.
fn dependencies(manifest: &Table) -> Vec<(&str, &str, &Value)> {
    let platforms = manifest.get("target").and_then(Value::as_table).into_iter().flatten();
    let tables = std::iter::once(manifest).chain(platforms.filter_map(|(_, value)| value.as_table()));
    tables
        .flat_map(|table| SECTIONS.iter().filter_map(|section| Some((*section, table.get(*section)?.as_table()?))))
        .flat_map(|(section, entries)| entries.iter().map(move |(name, value)| (section, name.as_str(), value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrongs(text: &str) -> Vec<String> {
        let versions = "serde = '1'\ntokio-postgres = '0.7'\nroost-store = {}\nroost-app = {}\nroost-testkit = {}";
        let mut wrong = Vec::new();
        check(&text.parse().unwrap(), &versions.parse().unwrap(), &mut wrong);
        wrong
    }

    #[test]
    fn a_good_manifest_passes() {
        let text = "package.name = 'roost-app'\nlints.workspace = true\n[dependencies]\nserde.workspace = true\n\
                    roost-store.workspace = true\n[dev-dependencies]\nroost-testkit.workspace = true";
        assert_eq!(wrongs(text), Vec::<String>::new());
    }

    #[test]
    fn each_fault_is_found() {
        let head = "package.name = 'roost-api'\nlints.workspace = true\n";
        for (text, told) in [
            (
                format!("{head}[dependencies]\nroost-store.workspace = true"),
                "roost-api -> roost-store is a forbidden edge",
            ),
            (format!("{head}[dev-dependencies]\nroost-store.workspace = true"), "forbidden edge"),
            (format!("{head}[dependencies]\nroost-testkit.workspace = true"), "roost-api -> roost-testkit"),
            (format!("{head}[dependencies]\nserde = '1'"), "serde must be `workspace = true`"),
            (format!("{head}[dependencies]\nserde = {{ version = '1', features = ['rc'] }}"), "serde must be"),
            (format!("{head}[dependencies]\nabsent.workspace = true"), "absent must be"),
            (format!("{head}[target.'cfg(unix)'.dependencies]\nserde = '1'"), "serde must be"),
            (format!("{head}[dependencies]\ntokio-postgres.workspace = true"), "is for store, testkit, tests only"),
            ("package.name = 'roost-api'".to_owned(), "`[lints] workspace = true` is missing"),
            ("package.name = 'roost-extra'\nlints.workspace = true".to_owned(), "unknown crate"),
        ] {
            let wrong = wrongs(&text);
            assert!(wrong.len() == 1 && wrong[0].contains(told), "{text}\n{wrong:?}");
        }
    }
}
