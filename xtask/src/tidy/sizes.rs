//! Sizes of files and functions. Rust is formatted by rustfmt, so a function ends at the first closing brace that
//! stands where its first line began.

use std::path::PathBuf;

use crate::tree;

/// Longest function that is still one thought, in lines.
const FUNCTION_LINES: usize = 70;
/// How many of the largest files are shown.
const SHOWN: usize = 10;

pub fn print(sources: &[(PathBuf, String)]) {
    let rust = sources.iter().filter(|(path, _)| path.extension().is_some_and(|found| found == "rs"));
    let mut files: Vec<(usize, &PathBuf)> = rust.clone().map(|(path, text)| (text.lines().count(), path)).collect();
    files.sort_unstable();
    let functions: Vec<usize> = rust.flat_map(|(_, text)| function_lines(text)).collect();
    let long = functions.iter().filter(|lines| **lines > FUNCTION_LINES).count();
    println!(
        "rust files {}, lines: median {} (aim 150), 95th percentile {} (aim 500)",
        files.len(),
        percentile(&files, 50),
        percentile(&files, 95)
    );
    println!(
        "functions {}, longer than {FUNCTION_LINES} lines: {long} = {}.{} % (aim 2.5)",
        functions.len(),
        long * 100 / functions.len().max(1),
        long * 1000 / functions.len().max(1) % 10
    );
    println!("largest files:");
    for (lines, path) in files.iter().rev().take(SHOWN) {
        println!("  {lines:5} {}", tree::shown(path));
    }
}

fn percentile(sorted: &[(usize, &PathBuf)], percent: usize) -> usize {
    let last = sorted.len().saturating_sub(1);
    sorted.get(last * percent / 100).map_or(0, |(lines, _)| *lines)
}

/// Lines of each function in the text, its signature included.
fn function_lines(text: &str) -> Vec<usize> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = lines.iter().enumerate().filter(|(_, line)| is_function_start(line));
    starts
        .filter_map(|(start, line)| Some(end_of_function(lines.get(start..)?, indent(line))?.saturating_add(1)))
        .collect()
}

/// Index of the last line of the function that begins at the first; `None` when it has no body.
fn end_of_function(lines: &[&str], indent_of_first: usize) -> Option<usize> {
    let (head, head_line) = lines.iter().enumerate().find(|(_, line)| line.ends_with(['{', ';', '}']))?;
    match head_line.chars().next_back()? {
        ';' => None,
        '}' => Some(head),
        _ => lines
            .iter()
            .skip(head + 1)
            .position(|line| indent(line) == indent_of_first && line.trim() == "}")
            .map(|at| head + 1 + at),
    }
}

fn is_function_start(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take_while(|word| !word.starts_with("fn(")).collect();
    let Some(at) = words.iter().position(|word| *word == "fn") else { return false };
    let qualifiers = words.iter().take(at);
    qualifiers.clone().all(|word| word.starts_with("pub") || matches!(*word, "async" | "const" | "in" | "super)"))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_measured_with_their_signature() {
        let text = "pub fn one() {}\n\nimpl A {\n    pub(super) async fn two(\n        a: u8,\n    ) -> u8 {\n        if a > 0 {\n            1\n        }\n    }\n    fn declared(&self);\n}\n// a fn in prose {\n";
        assert_eq!(function_lines(text), [1, 7]);
    }

    #[test]
    fn percentiles_of_few_files() {
        let path = PathBuf::from("x");
        let files: Vec<(usize, &PathBuf)> = (1..=100).map(|lines| (lines, &path)).collect();
        assert_eq!((percentile(&files, 50), percentile(&files, 95)), (50, 95));
        assert_eq!(percentile(&[], 50), 0);
    }
}
