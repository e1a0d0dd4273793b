//! Generated files that are committed: regenerated here, compared in CI.

use std::process::Command;

use crate::tree;

/// File, and the arguments of `roost` that print it.
const GENERATED: [(&str, &[&str]); 1] = [("docs/api-coverage.md", &["routes", "--markdown"])];

pub fn run(args: &[String]) -> crate::Outcome {
    let check = crate::check_flag(args)?;
    let roost = tree::built_roost()?;
    let mut dirty = Vec::new();
    for (file, arguments) in GENERATED {
        let path = tree::root().join(file);
        let output = Command::new(&roost)
            .args(arguments)
            .output()
            .map_err(|error| format!("cannot run {}: {error}", roost.display()))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("`roost {}` failed: {}", arguments.join(" "), said.trim()));
        }
        let present = std::fs::read(&path).unwrap_or_default();
        if present == output.stdout {
            println!("update: {file} is up to date");
        } else if check {
            dirty.push(file);
        } else {
            tree::write(&path, &output.stdout)?;
            println!("update: {file} written");
        }
    }
    if dirty.is_empty() {
        return Ok(());
    }
    Err(format!("generated files are out of date, run `cargo xtask update`: {}", dirty.join(", ")))
}
