//! `roost-load`: simulated people on a server, what they cost, and whether everything is there that was promised.
//! `docs/MEASURING.md` says how.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::{Parser, Subcommand};
use roost_load::api::fault;
use roost_load::mix::Mix;
use roost_load::run::{Options, Plan, drive};
use roost_load::world::{PASSWORD, Size};

#[derive(Parser)]
#[command(about = "simulated people on any server of the API, version 4")]
struct Args {
    /// The server; several times for several nodes, over which people are spread.
    #[arg(long, default_value = "http://127.0.0.1:8065")]
    base_url: Vec<String>,
    /// Load a server that is not on this machine. It must be yours.
    #[arg(long)]
    allow_remote: bool,
    /// The administrator; made when there is nobody yet.
    #[arg(long, default_value = "admin")]
    admin_user: String,
    #[arg(long, default_value = PASSWORD)]
    admin_pass: String,
    /// Begins the names of what is made; without it, one of the time.
    #[arg(long)]
    label: Option<String>,
    /// The same people do the same things.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// People; of a ramp, the most. Each costs two password hashes at first.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=9_000))]
    people: u32,
    /// People per team; each is also in the next one.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    per_team: u32,
    /// Channels per team, with all of its people in each.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=500))]
    channels: u32,
    /// Actions and weights, as `view=40,post=10,type=10`.
    #[arg(long)]
    mix: Option<Mix>,
    /// Mean pause between two actions of a person.
    #[arg(long, default_value_t = 1_000)]
    think_ms: u64,
    /// Actions after which everything ends.
    #[arg(long, default_value_t = u64::MAX)]
    actions: u64,
    /// What the 99th percentile of all actions may be.
    #[arg(long, default_value_t = 500)]
    objective_ms: u64,
    /// Process of the server, for its CPU and memory; several times for several.
    #[arg(long)]
    server_pid: Vec<u32>,
    /// Postmaster; without it the child of the first server.
    #[arg(long)]
    postgres_pid: Option<u32>,
    /// Writes the report there as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Everybody for some seconds.
    Run {
        #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3_600))]
        seconds: u64,
    },
    /// More people step by step, until the objective breaks or all are there.
    Ramp {
        #[arg(long, default_value_t = 20)]
        start: usize,
        #[arg(long, default_value_t = 20)]
        step: usize,
        #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..=600))]
        step_seconds: u64,
    },
    /// Everybody for a long time; what counts is that memory stays flat.
    Soak {
        #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=1_440))]
        minutes: u64,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    match load(Args::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("roost-load: {error}");
            ExitCode::from(2)
        }
    }
}

/// True when nothing was lost, doubled or skipped.
async fn load(args: Args) -> std::io::Result<bool> {
    let (command, plan) = match args.command {
        Command::Run { seconds } => ("run", Plan::Run(Duration::from_secs(seconds))),
        Command::Ramp { start, step, step_seconds } => {
            ("ramp", Plan::Ramp { start, step, each: Duration::from_secs(step_seconds) })
        }
        Command::Soak { minutes } => ("soak", Plan::Run(Duration::from_secs(minutes * 60))),
    };
    let count = |number: u32| usize::try_from(number).map_err(std::io::Error::other);
    #[expect(clippy::disallowed_methods, reason = "the date of a report")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(std::io::Error::other)?;
    let options = Options {
        command: command.to_owned(),
        base_urls: args.base_url,
        allow_remote: args.allow_remote,
        admin_user: args.admin_user,
        admin_pass: args.admin_pass,
        label: args.label.unwrap_or_else(|| format!("load{}", now.as_secs())),
        seed: args.seed,
        size: Size { people: count(args.people)?, per_team: count(args.per_team)?, channels: count(args.channels)? },
        mix: args.mix.unwrap_or_default(),
        think: Duration::from_millis(args.think_ms),
        pause: Duration::from_secs(3),
        actions_max: args.actions,
        objective: Duration::from_millis(args.objective_ms),
        settle: Duration::from_secs(15),
        plan,
        server_pids: args.server_pid,
        postgres_pid: args.postgres_pid,
        progress: true,
    };
    let report = drive(&options).await?;
    print!("{report}");
    if let Some(path) = args.json {
        let text = serde_json::to_vec_pretty(&report)?;
        std::fs::write(&path, text).map_err(|error| fault(format!("{}: {error}", path.display())))?;
    }
    Ok(report.checks.sound())
}
