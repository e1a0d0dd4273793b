//! Replays the golden recordings against the built server on a fresh database and compares with the committed ledger.

mod ledger;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::server::Server;
use crate::tree;
use ledger::{Ledger, Outcome};

const LEDGER: &str = "tests/compat/ledger.json";

/// What is replayed when no area is named: those whose operations are built, for the most part. An area joins the list
/// with its first operations.
const AREAS: [&str; 31] = [
    "http/auth",
    "http/categories",
    "http/channels",
    "http/emoji",
    "http/files",
    "http/posts",
    "http/preferences",
    "http/reactions",
    "http/roles",
    "http/search",
    "http/status",
    "http/system",
    "http/teams",
    "http/threads",
    "http/users",
    "http/sweep-api",
    "http/sweep-channel",
    "http/sweep-config",
    "http/sweep-emoji",
    "http/sweep-file",
    "http/sweep-license",
    "http/sweep-post",
    "http/sweep-preference",
    "http/sweep-reaction",
    "http/sweep-role",
    "http/sweep-status",
    "http/sweep-system",
    "http/sweep-team",
    "http/sweep-upload",
    "http/sweep-user",
    "ws/handshake",
];

#[derive(Default)]
struct Options {
    areas: Vec<String>,
    update: bool,
    allow_worse: bool,
    verbose: bool,
}

pub fn run(args: &[String]) -> crate::Outcome {
    let options = parse(args)?;
    let roost = tree::built_roost()?;
    let path = tree::root().join(LEDGER);
    let known = Ledger::read(&path)?;
    let server = Server::start(&roost)?;
    let report = replay(&server, &options);
    server.stop()?;
    let outcome = Outcome::compare(known, &report?)?;
    outcome.print();
    if options.update {
        outcome.refuse_worse(options.allow_worse)?;
        tree::write(&path, outcome.ledger().to_json().as_bytes())?;
        println!("replay: {LEDGER} written");
        return Ok(());
    }
    outcome.verdict()
}

fn parse(args: &[String]) -> Result<Options, String> {
    let mut options = Options::default();
    for arg in args {
        match arg.as_str() {
            "--update" => options.update = true,
            "--allow-worse" => options.allow_worse = true,
            "--verbose" => options.verbose = true,
            flag if flag.starts_with('-') => return Err(format!("replay does not know {flag}")),
            area => options.areas.push(area.to_owned()),
        }
    }
    Ok(options)
}

/// Runs `replay.py` and returns its report. Its exit status only says whether a step failed, which the ledger judges.
fn replay(server: &Server, options: &Options) -> Result<Value, String> {
    let golden = tree::root().join("facts/golden");
    let report = server.dir().join("report.json");
    let mut command = Command::new("python3");
    command.arg("-B").arg(golden.join("replay.py")).args(["--base-url", server.url(), "--skip", "unconfigured"]);
    command.arg("--settings").arg(golden.join("settings.json")).arg("--report").arg(&report);
    if options.verbose {
        command.arg("--verbose");
    }
    if options.areas.is_empty() {
        command.args(AREAS);
    }
    command.args(&options.areas);
    let status = command.status().map_err(|error| format!("cannot run python3: {error}"))?;
    if !report.is_file() {
        return Err(format!("replay.py made no report ({status}); the server said:\n{}", server.said()));
    }
    read_json(&report)
}

fn read_json(path: &Path) -> Result<Value, String> {
    serde_json::from_str(&tree::read(path)?).map_err(|error| format!("{}: {error}", tree::shown(path)))
}
