//! What our own tests play with success, beside `tests/played.txt`: every operation that is built is played by a recording
//! or a test, but for those that refuse by design, and those that the file has with a zero, of which there may only be fewer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::coverage::{self, Operation, State};
use crate::tree;

const FILE: &str = "tests/played.txt";
/// Where the tests write it down, below the target folder: see `scripts/test.sh`.
const FOLDER: &str = "played";
/// So many tests are as good as more: the file changes when somebody builds an operation, not with every test.
pub const ENOUGH: usize = 3;
/// Tests that do not count: they act by chance, or ask only whether nothing is left behind.
const NOT_COUNTED: [&str; 5] = ["api::bad_input::", "api::refused::", "chaos::", "cluster::day::", "load::"];

const HEAD: &str = "# How many tests answer each built operation with success, 3 and more as 3. Written by `cargo xtask played --update`\n\
                    # after all tests have run. What stands here with a zero and is not recorded either is played by nothing.\n";

/// How many tests play each operation, `ENOUGH` at most.
#[derive(Debug, Default, PartialEq)]
pub struct Counts(BTreeMap<String, usize>);

impl Counts {
    /// Lines of a count and an operation.
    pub fn read(text: &str) -> Result<Self, String> {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let counts = lines.map(|line| {
            let (count, operation) = line.split_once(' ').ok_or_else(|| format!("{FILE}: no count: {line}"))?;
            let count = count.parse().map_err(|error| format!("{FILE}: {error}: {line}"))?;
            Ok((operation.to_owned(), count))
        });
        counts.collect::<Result<_, String>>().map(Self)
    }

    pub fn of(&self, operation: &str) -> usize {
        self.0.get(operation).copied().unwrap_or_default()
    }

    fn text(&self) -> String {
        let mut out = HEAD.to_owned();
        for (operation, count) in &self.0 {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "{count} {operation}");
        }
        out
    }
}

/// What is committed.
pub fn committed() -> Result<Counts, String> {
    Counts::read(&tree::read(&tree::root().join(FILE))?)
}

pub fn run(args: &[String]) -> crate::Outcome {
    let (mut update, mut allow_worse) = (false, false);
    for arg in args {
        match arg.as_str() {
            "--update" => update = true,
            "--allow-worse" => allow_worse = true,
            other => return Err(format!("played does not know {other}")),
        }
    }
    let operations = coverage::operations()?;
    let recorded = coverage::recorded(&operations)?;
    let ran = played(&operations, &tree::target_dir().join(FOLDER))?;
    // The first one that is written has none before it.
    let committed = if update { committed().unwrap_or_default() } else { committed()? };
    let agreeing: Vec<String> = agreeing(&operations, &recorded, &ran);
    if !agreeing.is_empty() {
        return Err(format!("played: these are said to refuse by design, and succeed:\n{}", list(&agreeing)));
    }
    let silent = silent(&operations, &recorded, &ran);
    let fresh: Vec<&String> = silent.iter().filter(|name| committed.0.get(*name) != Some(&0)).collect();
    let allowed = update && allow_worse;
    if !(fresh.is_empty() || allowed) {
        return Err(format!("played: nothing plays these any more, or yet:\n{}", list(&fresh)));
    }
    if update {
        tree::write(&tree::root().join(FILE), ran.text().as_bytes())?;
        println!("played: {FILE} written; `cargo xtask update` puts it on the page");
        return Ok(());
    }
    let mut wrong = differences(&committed, &ran);
    let mended = self::silent(&operations, &recorded, &committed).into_iter().filter(|name| ran.of(name) > 0);
    wrong.extend(mended.map(|name| format!("{name} is played now")));
    if wrong.is_empty() {
        println!("played: {} operations, {} of them by nothing", ran.0.len(), silent.len());
        return Ok(());
    }
    Err(format!("played: {FILE} is out of date, run `cargo xtask played --update`:\n{}", list(&wrong)))
}

/// What the tests of the last run have played. Operations that are not built are left out.
fn played(operations: &[Operation], folder: &Path) -> Result<Counts, String> {
    let files = tree::files(folder);
    if files.is_empty() {
        return Err(format!("no test has said what it plays in {}: `make test` has them do so", folder.display()));
    }
    let mut tests: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        let text = tree::read(&file)?;
        let mut lines = text.lines();
        let test = lines.next().unwrap_or_default();
        if !NOT_COUNTED.iter().any(|start| test.starts_with(start)) {
            for operation in lines {
                tests.entry(operation.to_owned()).or_default().insert(test.to_owned());
            }
        }
    }
    let count = |name: &String| tests.get(name).map_or(0, |tests| tests.len().min(ENOUGH));
    let built = operations.iter().filter(|operation| operation.is_built());
    let counted = built.map(|operation| (operation.state, operation.name(), count(&operation.name())));
    // One that refuses is only kept when it does not.
    let kept = counted.filter(|(state, _, count)| *state == State::Built || *count > 0);
    Ok(Counts(kept.map(|(_, name, count)| (name, count)).collect()))
}

/// Operations that are said to refuse by design, and do not.
fn agreeing(operations: &[Operation], recorded: &[usize], own: &Counts) -> Vec<String> {
    let refusing = operations.iter().zip(recorded).filter(|(operation, _)| operation.state == State::Refuses);
    let succeeding = refusing.filter(|(operation, recorded)| **recorded + own.of(&operation.name()) > 0);
    succeeding.map(|(operation, _)| operation.name()).collect()
}

/// The built operations that neither a recording nor a test plays.
fn silent(operations: &[Operation], recorded: &[usize], own: &Counts) -> Vec<String> {
    let both = operations.iter().zip(recorded).filter(|(operation, _)| operation.state == State::Built);
    let names = both.filter(|(_, recorded)| **recorded == 0).map(|(operation, _)| operation.name());
    names.filter(|name| own.of(name) == 0).collect()
}

/// Operations that the file has wrong: with more than is played, or not at all.
fn differences(committed: &Counts, ran: &Counts) -> Vec<String> {
    let names: BTreeSet<&String> = committed.0.keys().chain(ran.0.keys()).collect();
    let wrong = names.into_iter().filter_map(|name| match (committed.0.get(name), ran.0.get(name)) {
        (Some(told), Some(found)) if told <= found => None,
        (Some(told), found) => Some(format!("{name}: {} in place of {told}", found.copied().unwrap_or_default())),
        (None, _) => Some(format!("{name} is missing")),
    });
    wrong.collect()
}

fn list(lines: &[impl AsRef<str>]) -> String {
    lines.iter().map(|line| format!("  {}", line.as_ref())).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(text: &str) -> Counts {
        Counts::read(text).unwrap()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let some = counts("3 GET /a\n0 POST /b/{c}\n");
        assert_eq!(counts(&some.text()), some);
        assert!(Counts::read("GET /a").is_err());
    }

    #[test]
    fn a_count_may_be_exceeded_but_not_missed() {
        let committed = counts("0 GET /a\n1 GET /b\n2 GET /c\n1 GET /d");
        let ran = counts("1 GET /a\n3 GET /b\n1 GET /c\n1 GET /e");
        let wrong = differences(&committed, &ran);
        assert_eq!(wrong, ["GET /c: 1 in place of 2", "GET /d: 0 in place of 1", "GET /e is missing"]);
        assert!(differences(&committed, &committed).is_empty());
    }

    #[test]
    fn silent_is_what_is_built_and_neither_recorded_nor_tested() {
        let operation = |path: &str, state| Operation {
            state,
            method: "GET".to_owned(),
            path: path.to_owned(),
            why: String::new(),
        };
        let played = ["/a", "/b", "/c"].map(|path| operation(path, State::Built));
        let others = [("/d", State::Unbuilt), ("/e", State::Refuses), ("/f", State::Refuses)]
            .map(|(path, state)| operation(path, state));
        let table: Vec<Operation> = played.into_iter().chain(others).collect();
        let own = counts("0 GET /a\n1 GET /b\n0 GET /c\n1 GET /f");
        assert_eq!(silent(&table, &[1, 0, 0, 0, 0, 0], &own), ["GET /c"]);
        assert_eq!(agreeing(&table, &[1, 0, 0, 0, 0, 0], &own), ["GET /f"]);
        assert_eq!(agreeing(&table, &[1, 0, 0, 0, 1, 0], &own), ["GET /e", "GET /f"]);
    }
}
