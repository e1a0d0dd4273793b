//! Small rooms: prints the sizes of files and functions beside the figures of trees that feel light, and fails only on
//! facts: leftovers, log text out of style, and names in the docs of things that do not exist.

mod docs;
mod logs;
mod sizes;

use std::path::{Path, PathBuf};

use crate::tree;

/// Folders with source of ours.
const SOURCE: [&str; 4] = ["crates", "tests", "xtask", "webapp"];
const EXTENSIONS: [&str; 4] = ["rs", "ts", "tsx", "sql"];
/// Words that mark unfinished work; written in two halves so that this file does not find itself.
const LEFTOVERS: [&str; 3] = [concat!("db", "g!("), concat!("FIX", "ME"), concat!("XX", "X")];

pub fn run(args: &[String]) -> crate::Outcome {
    if !args.is_empty() {
        return Err(format!("tidy takes no arguments, got: {}", args.join(" ")));
    }
    let root = tree::root();
    let sources = sources(&root)?;
    sizes::print(&sources);
    let mut wrong = Vec::new();
    for (path, text) in &sources {
        let shown = tree::shown(path);
        wrong.extend(leftovers(text).into_iter().map(|(line, word)| format!("{shown}:{line}: {word} is left over")));
        let product = path.starts_with(root.join("crates")) && path.extension().is_some_and(|found| found == "rs");
        if product {
            let faults = logs::faults(text).into_iter();
            wrong.extend(faults.map(|(line, fault)| format!("{shown}:{line}: {fault}")));
        }
    }
    wrong.extend(docs::dead_names(&root)?);
    if wrong.is_empty() {
        println!("tidy: no leftovers, log text in style, names in the docs exist");
        return Ok(());
    }
    Err(format!("tidy:\n  {}", wrong.join("\n  ")))
}

/// Path and text of every source file.
fn sources(root: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let files = SOURCE.iter().flat_map(|folder| EXTENSIONS.iter().map(move |extension| (folder, extension)));
    let files = files.flat_map(|(folder, extension)| tree::files_with(&root.join(folder), extension));
    files.map(|path| tree::read(&path).map(|text| (path, text))).collect()
}

fn leftovers(text: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for word in LEFTOVERS {
            if line.match_indices(word).any(|(at, _)| stands_alone(line, at, word)) {
                found.push((number + 1, word));
            }
        }
    }
    found
}

/// Whether the word is not part of a longer one.
fn stands_alone(line: &str, at: usize, word: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let before = line.get(..at).and_then(|text| text.chars().next_back());
    let after = line.get(at + word.len()..).and_then(|text| text.chars().next());
    !before.is_some_and(part) && (word.ends_with('(') || !after.is_some_and(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_are_whole_words() {
        let [macro_call, mend, mark] = LEFTOVERS;
        let text = format!("a {mark}A\n// {mend}: later\nlet x = {macro_call}y);\nmy_{macro_call}y);\n{mark}\n");
        assert_eq!(leftovers(&text), [(2, mend), (3, macro_call), (5, mark)]);
    }
}
