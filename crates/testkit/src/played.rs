//! What the tests have played, for `cargo xtask played`: which operations answered them with success.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// Method and pattern of a path.
type Operations = BTreeSet<(String, String)>;

/// The folder that takes a file for each node of a test: the test's name, then an operation a line.
const FOLDER: &str = "ROOST_PLAYED";

/// Nodes of this process that are gone.
static NODES: AtomicU32 = AtomicU32::new(0);

/// Writes down what a node has played when the node is gone.
pub struct Played(Box<dyn Fn() -> Operations + Send + Sync>);

impl Played {
    /// `operations`: those that the node has answered with success so far.
    pub fn by(operations: impl Fn() -> Operations + Send + Sync + 'static) -> Self {
        Self(Box::new(operations))
    }
}

impl Drop for Played {
    fn drop(&mut self) {
        let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
        // A test that fails has played nothing.
        let Some(test) = test_name().filter(|_| !std::thread::panicking()) else { return };
        let operations = (self.0)();
        if operations.is_empty() {
            return;
        }
        let played = operations.iter().map(|(method, path)| format!("{method} {path}"));
        let lines: Vec<String> = std::iter::once(test).chain(played).collect();
        let name = format!("{}-{}", std::process::id(), NODES.fetch_add(1, Ordering::Relaxed));
        std::fs::write(folder.join(name), lines.join("\n")).unwrap();
    }
}

/// The one test of this process: nextest gives each a process of its own, and its name behind the flags.
fn test_name() -> Option<String> {
    let mut arguments = std::env::args().skip(1);
    let exact = std::env::args().any(|argument| argument == "--exact");
    arguments.find(|argument| exact && !argument.starts_with('-'))
}
