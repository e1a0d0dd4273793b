//! `roost-bench`: measures a server on this machine, and prints what an operation costs beside what the original needs.
//! `docs/MEASURING.md` says how.

use std::io;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use clap::{Parser, Subcommand};
use roost_load::usage;
use tokio::task::LocalSet;
use tokio::time::Instant;

mod bulk_file;
mod fan_out;
mod hot;
mod http;
mod import;
mod inner;
mod load;
mod prepare;
mod scenario;
mod socket;
mod table;

#[derive(Parser)]
#[command(about = "measures a server on this machine")]
struct Args {
    #[arg(long, default_value = "http://127.0.0.1:8065")]
    base_url: String,
    /// Process of the server, for its CPU and memory.
    #[arg(long)]
    server_pid: Option<u32>,
    /// Postmaster; without it the one of `--postgres-data`, or the server's child.
    #[arg(long)]
    postgres_pid: Option<u32>,
    #[arg(long)]
    postgres_data: Option<PathBuf>,
    /// Where `prepare` keeps sessions and ids.
    #[arg(long, default_value = "bench-prepared.json")]
    state: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Makes accounts, a team, channels and posts, once per database.
    Prepare(prepare::Args),
    /// Measures operations: all, or those named.
    Run {
        /// Time that is measured per row.
        #[arg(long, default_value_t = 5)]
        seconds: u64,
        /// get-me, channel-posts, my-channels, my-members, post, reply, login
        operations: Vec<String>,
    },
    /// Prints what operations cost with data of some size: one line each, without a head.
    Cost {
        /// First column.
        label: String,
        #[arg(long, default_value_t = 5)]
        seconds: u64,
        /// Sockets of other people, open meanwhile.
        #[arg(long, default_value_t = 0)]
        idle_sockets: usize,
        /// As for `run`, post-alone, view, and those of `hot.rs`; without any all of those
        operations: Vec<String>,
    },
    /// Posts at a fixed rate while the members of the channels listen at all nodes.
    FanOut(fan_out::Args),
    /// Opens sockets with sessions and prints the server's memory.
    IdleSockets { count: usize },
    /// Writes a bulk file.
    BulkFile(bulk_file::Args),
    /// Measures `roost import`.
    Import(import::Args),
    /// Counts the instructions of inner loops; needs valgrind.
    Instructions(inner::Args),
    #[command(hide = true)]
    Inner(inner::Loop),
}

fn main() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    LocalSet::new().block_on(&runtime, measure(Args::parse()))
}

async fn measure(args: Args) -> io::Result<()> {
    let address = http::loopback(&args.base_url)?;
    let seconds = match &args.command {
        Command::BulkFile(wanted) => return bulk_file::write(wanted),
        Command::Instructions(wanted) => return inner::count(wanted),
        Command::Inner(wanted) => return inner::run(wanted),
        Command::Import(wanted) => {
            println!("{}", import::measure(wanted).await?);
            return Ok(());
        }
        Command::Prepare(wanted) => return prepare::prepare(address, wanted, &args.state).await,
        Command::Run { seconds, .. } | Command::Cost { seconds, .. } => *seconds,
        Command::FanOut(wanted) => wanted.seconds,
        Command::IdleSockets { .. } => 0,
    };
    let bench = scenario::Bench {
        address,
        prepared: Rc::new(prepare::Prepared::load(&args.state)?),
        processes: usage::Processes::find(args.server_pid, args.postgres_pid, args.postgres_data.as_deref()),
        duration: Duration::from_secs(seconds),
        start: Instant::now(),
    };
    match args.command {
        Command::Run { operations, .. } => bench.rows(&operations).await,
        Command::Cost { label, idle_sockets, operations, .. } => {
            let all = || hot::OPERATIONS.map(str::to_owned).to_vec();
            let operations = if operations.is_empty() { all() } else { operations };
            bench.costs(&label, idle_sockets, &operations).await
        }
        Command::FanOut(wanted) => {
            fan_out::measure((address, bench.processes), &wanted, bench.prepared, bench.start).await
        }
        Command::IdleSockets { count } => bench.idle_sockets(count).await,
        Command::Prepare(_)
        | Command::BulkFile(_)
        | Command::Import(_)
        | Command::Instructions(_)
        | Command::Inner(_) => Ok(()),
    }
}
