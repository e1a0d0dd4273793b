//! `roost serve`.

use std::io::Write;
use std::net::TcpListener;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use roost_api::Webapp;
use roost_app::clock::{Clock, Random};
use roost_app::gate::PER_S;
use roost_config::{ConfigStore, DEFAULT_DATA_SOURCE, Overrides, Sources};
use roost_server::embedded::{EmbeddedPostgres, Options as EmbeddedOptions};
use roost_server::listen::full_address;
use roost_server::logging::Follower;
use roost_server::node::{DrainTimings, StartError};
use roost_server::system::{SystemClock, SystemRandom};
use roost_server::{Node, NodeOptions};
use roost_telemetry::{Logging, TraceSettings};
use tokio::signal::unix::{SignalKind, signal};

use super::Places;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    places: Places,
    /// Address to listen on; wins over ServiceSettings.ListenAddress.
    #[arg(long)]
    listen: Option<String>,
    /// Address on which a proxy asks how the node is: health checks over HTTP, and HAProxy's agent check.
    #[arg(long, env = "ROOST_HEALTH_LISTEN")]
    health_listen: Option<String>,
    /// Address on which the other nodes speak to this one, with ClusterSettings.Enable; wins over ClusterSettings.BindAddress
    /// and GossipPort.
    #[arg(long, env = "ROOST_BUS_LISTEN")]
    bus_listen: Option<String>,
    /// File with the keys that nodes gossip with, one per line as `openssl rand -hex 32` writes them; the first one seals, all
    /// open. Without it there is one key, which follows from the database. A change is taken up while the node runs.
    #[arg(long, env = "ROOST_GOSSIP_KEYS")]
    gossip_keys: Option<PathBuf>,
    /// Address on which metrics are told; wins over MetricsSettings.ListenAddress.
    #[arg(long, env = "ROOST_METRICS_LISTEN")]
    metrics_listen: Option<String>,
    /// Gives profiles of CPU time and memory to whoever can read the metrics, below /debug/pprof/.
    #[arg(long, env = "ROOST_PROFILING")]
    profiling: bool,
    /// Folder with another web client, the official one for example: its page is `root.html`.
    #[arg(long, env = "ROOST_CLIENT_DIR")]
    client_dir: Option<PathBuf>,
    /// Time over which sockets are closed when the node is told to go (SIGTERM), in seconds.
    #[arg(long, env = "ROOST_DRAIN_S", default_value_t = 60)]
    drain_s: u64,
    /// New sockets that the node lets in per second, and as many more of those who say who they are afterwards; the others
    /// wait, or come back.
    #[arg(long, env = "ROOST_SOCKETS_PER_S", default_value_t = PER_S)]
    sockets_per_s: NonZeroU32,
}

pub async fn run(args: Args, log: Arc<Logging>) -> Result<(), StartError> {
    let config = Arc::new(open_config(&args.places)?);
    let mut outputs = Follower::new(log.clone(), args.places.data.join("logs"));
    outputs.follow(&config.current().log);
    let listener = bind(args.listen.as_deref().unwrap_or(&config.current().service.listen_address))?;
    let health = args.health_listen.as_deref().map(bind_blocking).transpose()?;
    let bus = args.bus_listen.as_deref().map(bind_blocking).transpose()?;
    let dsn = args.places.db_url.clone().or_else(|| external_dsn(&config));
    let embedded = if dsn.is_some() {
        None
    } else {
        say(&format!("database in {}", args.places.data.join("postgres").display()));
        Some(EmbeddedPostgres::start(EmbeddedOptions::new(&args.places.data)).await?)
    };
    let options = NodeOptions {
        dsn: dsn.unwrap_or_else(|| embedded.as_ref().map(|e| e.dsn().to_owned()).unwrap_or_default()),
        files_dir: PathBuf::from(config.current().file.directory.as_str()),
        config,
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        password_work_factor: roost_app::password::WORK_FACTOR,
        workers: 0,
        log_timings: roost_cluster::log_reader::Timings::default(),
        socket_timings: roost_realtime::Timings::default(),
        sockets_per_s: args.sockets_per_s,
        drain_timings: DrainTimings { sockets: Duration::from_secs(args.drain_s), ..DrainTimings::default() },
        webapp: Arc::new(webapp(args.client_dir)?),
        health,
        bus,
        gossip_keys: args.gossip_keys,
        metrics_listen: args.metrics_listen,
        profiling: args.profiling,
        presence_timings: roost_app::presence::Timings::default(),
        database_hold_ms: roost_server::node::DATABASE_HOLD_MS,
        due_timings: roost_server::due::Timings::default(),
        job_timings: roost_app::jobs::Timings::default(),
        log_lines: log.lines(),
        traces: trace_settings(),
        log_outputs: Some(outputs),
    };
    let node = Node::start(options, listener).await;
    let node = match node {
        Ok(node) => node,
        Err(error) => {
            stop_embedded(embedded).await;
            return Err(error);
        }
    };
    say(&format!("listening on http://{}", node.address));
    say("open that address in a browser, or point a Mattermost client at it; Ctrl-C stops the server");
    let (embedded, why) = wait(embedded).await?;
    if why == Told::Go {
        // Whoever is in a hurry says it twice.
        tokio::select! {
            () = node.drain() => {}
            _ = told()? => {}
        }
    }
    tracing::info!("stopping");
    node.stop().await;
    stop_embedded(embedded).await;
    Ok(())
}

/// A node serves people although what the environment says of spans cannot be used.
fn trace_settings() -> Option<TraceSettings> {
    TraceSettings::read(|name| std::env::var(name).ok()).unwrap_or_else(|why| {
        tracing::warn!(why, "no spans are sent");
        None
    })
}

/// The web client of the folder, or the one in the binary.
fn webapp(folder: Option<PathBuf>) -> Result<Webapp, StartError> {
    let Some(folder) = folder else { return Ok(roost_server::webapp::embedded()) };
    if !folder.join("root.html").is_file() {
        return Err(format!("{} has no root.html: --client-dir wants a build of a web client", folder.display()).into());
    }
    Ok(Webapp::Folder(folder))
}

/// Prints a line. A server goes on when whoever read its output is gone.
fn say(line: &str) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// What the server is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// Ctrl-C: stop now.
    Stop,
    /// SIGTERM: go in good order.
    Go,
}

/// The next signal; those that come before the future is polled count too.
fn told() -> Result<impl Future<Output = Told>, StartError> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => Told::Stop,
            _ = terminate.recv() => Told::Go,
        }
    })
}

/// Returns when the server is told to stop. An embedded database that ends meanwhile is started again.
async fn wait(mut embedded: Option<EmbeddedPostgres>) -> Result<(Option<EmbeddedPostgres>, Told), StartError> {
    let mut told = std::pin::pin!(told()?);
    loop {
        let database = async {
            match embedded.as_mut() {
                Some(running) => running.wait_exit().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            told = &mut told => return Ok((embedded, told)),
            why = database => {
                tracing::error!(%why, "the embedded database ended; starting it again");
                if let Some(running) = embedded.as_mut() {
                    running.restart().await?;
                }
            }
        }
    }
}

async fn stop_embedded(embedded: Option<EmbeddedPostgres>) {
    if let Some(running) = embedded
        && let Err(error) = running.stop().await
    {
        tracing::error!(%error, "the embedded database did not stop");
    }
}

pub fn open_config(places: &Places) -> Result<ConfigStore, StartError> {
    let overrides = Overrides::from_env(environment())
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    let sources = Sources {
        overrides,
        entropy: Box::new(|out| SystemRandom.fill(out)),
        now_ms: Box::new(|| SystemClock.now_ms()),
    };
    Ok(ConfigStore::open(&places.config, sources)?)
}

/// The environment; a value that is not UTF-8 cannot be a setting.
fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?)))
}

/// The data source of the configuration, unless it is the default that nobody chose.
pub fn external_dsn(config: &ConfigStore) -> Option<String> {
    let dsn = config.current().sql.data_source.clone();
    (!dsn.is_empty() && dsn != DEFAULT_DATA_SOURCE).then_some(dsn)
}

fn bind(address: &str) -> Result<TcpListener, StartError> {
    let listener = bind_blocking(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn bind_blocking(address: &str) -> Result<TcpListener, StartError> {
    let full = full_address(address);
    let listener = TcpListener::bind(&full).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => format!("{full} is taken by another process; choose another with --listen"),
        _ => format!("cannot listen on {full}: {error}"),
    })?;
    Ok(listener)
}
