//! One server and the areas that are replayed against it, beside other lanes.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::Options;
use super::ledger::Ledger;
use crate::server::Server;
use crate::tree;

/// Time for events that the ledger knows to be missing, instead of the five seconds that each of them would take.
const KNOWN_WITHIN_MS: u64 = 250;

pub struct Lane {
    /// Ended with the lane; nothing when the server is somebody else's.
    server: Option<Server>,
    report: PathBuf,
    /// Where `replay.py` prints, when other lanes run beside this one.
    output: Option<PathBuf>,
    replaying: Child,
}

impl Lane {
    /// Starts a server and `replay.py` on it. Every area of the whole list runs with what `known` says about it; areas
    /// that were asked for run as they are recorded.
    pub fn start(
        roost: &Path,
        number: usize,
        areas: &[&str],
        known: &Ledger,
        options: &Options,
    ) -> Result<Self, String> {
        let server = Server::start(roost, &format!("replay_{number}"))?;
        let started = Self::start_replay(server.url(), server.dir(), areas, known, options);
        match started {
            Ok((report, output, replaying)) => Ok(Self { server: Some(server), report, output, replaying }),
            Err(error) => {
                server.stop()?;
                Err(error)
            }
        }
    }

    /// Starts `replay.py` on a server that runs already.
    pub fn on(url: &str, areas: &[&str], known: &Ledger, options: &Options) -> Result<Self, String> {
        let dir = tree::target_dir().join(format!("replay-{}", std::process::id()));
        fs::create_dir_all(&dir).map_err(|error| format!("cannot create {}: {error}", dir.display()))?;
        let (report, output, replaying) = Self::start_replay(url, &dir, areas, known, options)?;
        Ok(Self { server: None, report, output, replaying })
    }

    fn start_replay(
        url: &str,
        dir: &Path,
        areas: &[&str],
        known: &Ledger,
        options: &Options,
    ) -> Result<(PathBuf, Option<PathBuf>, Child), String> {
        let golden = tree::root().join("facts/golden");
        let report = dir.join("report.json");
        let mut command = Command::new("python3");
        command.arg("-B").arg(golden.join("replay.py")).args(["--base-url", url, "--skip", "unconfigured"]);
        command.arg("--settings").arg(golden.join("settings.json")).arg("--report").arg(&report);
        if options.verbose {
            command.arg("--verbose");
        }
        if options.hurries() {
            let hurried = dir.join("golden");
            hurry(&golden, &hurried, areas, known).map_err(|error| format!("{}: {error}", hurried.display()))?;
            command.arg("--dir").arg(hurried);
        }
        let mut output = None;
        if options.areas.is_empty() {
            let path = dir.join("replay.out");
            command.stdout(File::create(&path).map_err(|error| format!("{}: {error}", path.display()))?);
            output = Some(path);
        }
        let replaying = command.args(areas).stdin(Stdio::null()).spawn();
        Ok((report, output, replaying.map_err(|error| format!("cannot run python3: {error}"))?))
    }

    /// Waits for the end and returns the report. The exit status only says whether a step failed, which the ledger judges.
    pub fn finish(mut self) -> Result<Value, String> {
        let ended = self.replaying.wait();
        if let Some(output) = &self.output {
            print!("{}", fs::read_to_string(output).unwrap_or_default());
        }
        let report = match ended {
            Err(error) => Err(format!("cannot wait for replay.py: {error}")),
            Ok(status) if !self.report.is_file() => {
                let said = self.server.as_ref().map(Server::said).unwrap_or_default();
                Err(format!("replay.py made no report ({status}); the server said:\n{said}"))
            }
            Ok(_) => super::read_json(&self.report),
        };
        if let Some(server) = self.server {
            server.stop()?;
        }
        report
    }
}

/// The recordings with short waits for events that are known to be missing.
fn hurry(golden: &Path, into: &Path, areas: &[&str], known: &Ledger) -> std::io::Result<()> {
    fs::create_dir_all(into.join("ws"))?;
    symlink(golden.join("http"), into.join("http"))?;
    for area in areas.iter().filter(|area| area.starts_with("ws/")) {
        let file = format!("{area}.json");
        let mut scenario: Value = serde_json::from_slice(&fs::read(golden.join(&file))?)?;
        let steps = scenario.get_mut("steps").and_then(Value::as_array_mut).into_iter().flatten();
        for step in steps.filter_map(Value::as_object_mut) {
            let name = step.get("name").and_then(Value::as_str).unwrap_or_default();
            let awaits = step.get("ws").and_then(Value::as_str) == Some("expect");
            if awaits && known.knows(area, name) {
                step.insert("within_ms".to_owned(), KNOWN_WITHIN_MS.into());
            }
        }
        fs::write(into.join(file), serde_json::to_vec(&scenario)?)?;
    }
    Ok(())
}
