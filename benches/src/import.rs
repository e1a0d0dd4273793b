//! `roost import` from outside: how fast, at what cost, with how much memory.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tokio::time::Instant;

use roost_load::usage::{Cpu, Processes, resident_max_bytes};

/// How often the running import is looked at. What it uses after the last look is not seen.
const LOOK_EVERY: Duration = Duration::from_millis(10);

#[derive(clap::Args, Debug)]
pub struct Args {
    /// The program.
    #[arg(long)]
    roost: PathBuf,
    #[arg(long)]
    config: PathBuf,
    /// Folder of a running server with its embedded PostgreSQL.
    #[arg(long)]
    data: PathBuf,
    file: PathBuf,
}

/// Runs one import to its end and returns a line of the table, whose head `scripts/measure-import.sh` prints.
pub async fn measure(args: &Args) -> io::Result<String> {
    let postgres = Processes::find(None, None, Some(&args.data.join("postgres")));
    let before = postgres.cpu();
    let start = Instant::now();
    let mut child = Command::new(&args.roost)
        .arg("import")
        .args([Path::new("--config"), &args.config, Path::new("--data"), &args.data])
        .arg(&args.file)
        .stdout(Stdio::piped())
        .spawn()?;
    let import = Processes { server: Some(child.id()), postgres: None };
    let (mut cpu, mut memory) = (Cpu::default(), 0);
    let status = loop {
        let seen = import.cpu();
        if seen.server_ms > 0.0 {
            cpu = seen;
        }
        memory = memory.max(resident_max_bytes(child.id()).unwrap_or(0));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    };
    let seconds = start.elapsed().as_secs_f64();
    let postgres_ms = postgres.cpu().postgres_ms - before.postgres_ms;
    let mut summary = String::new();
    if let Some(out) = &mut child.stdout {
        out.read_to_string(&mut summary)?;
    }
    if !status.success() {
        return Err(io::Error::other(format!("the import failed: {status}")));
    }
    let posts: u64 = ["post", "reply", "direct_post"].iter().map(|kind| written(&summary, kind)).sum();
    #[expect(clippy::cast_precision_loss, reason = "printed with few digits")]
    let (rate, megabytes) = (posts as f64 / seconds, memory as f64 / 1e6);
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    let (own, theirs) = (cpu.server_ms / 1e3, postgres_ms / 1e3);
    Ok(format!("| {name} | {posts} | {seconds:.1} | {rate:.0} | {own:.1} | {theirs:.1} | {megabytes:.1} |"))
}

/// The second number of a row of the closing summary.
fn written(summary: &str, kind: &str) -> u64 {
    let row = summary.lines().find(|line| line.split_whitespace().next() == Some(kind));
    row.and_then(|row| row.split_whitespace().nth(2)?.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_from_the_summary() {
        let summary = "  read written skipped\npost 7 5 2 there already: 2\ndirect_post 3 3 0\n";
        assert_eq!((written(summary, "post"), written(summary, "direct_post"), written(summary, "reply")), (5, 3, 0));
    }
}
