//! Generated files that are committed: regenerated here, compared in CI.

use crate::{catalogue, coverage, dashboards, tree};

/// A generated file and what makes its text.
type Generated = (&'static str, fn() -> Result<Vec<u8>, String>);

const GENERATED: [Generated; 8] = [
    ("crates/api/src/v4/catalogue.rs", catalogue::generate),
    ("docs/api-coverage.md", coverage::page),
    ("deploy/grafana/overview.json", || dashboards::generate("overview")),
    ("deploy/grafana/api.json", || dashboards::generate("api")),
    ("deploy/grafana/cluster.json", || dashboards::generate("cluster")),
    ("deploy/grafana/realtime.json", || dashboards::generate("realtime")),
    ("deploy/grafana/database.json", || dashboards::generate("database")),
    ("deploy/grafana/runtime.json", || dashboards::generate("runtime")),
];

pub fn run(args: &[String]) -> crate::Outcome {
    let check = crate::check_flag(args)?;
    let mut dirty = Vec::new();
    for (file, generate) in GENERATED {
        let path = tree::root().join(file);
        let wanted = generate()?;
        let present = std::fs::read(&path).unwrap_or_default();
        if present == wanted {
            println!("update: {file} is up to date");
        } else if check {
            dirty.push(file);
        } else {
            tree::write(&path, &wanted)?;
            println!("update: {file} written");
        }
    }
    if dirty.is_empty() {
        return Ok(());
    }
    Err(format!("generated files are out of date, run `cargo xtask update`: {}", dirty.join(", ")))
}
