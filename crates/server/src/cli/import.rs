//! `roost import`.

use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use indicatif::HumanDuration;
use roost_app::bulk::{Files, Importer, REFUSALS_MAX, Refusals, Report, Source, Watch, validate};
use roost_app::clock::{Clock, Random};
use roost_app::files::storage_open;
use roost_config::ConfigStore;
use roost_server::embedded::{self, EmbeddedError, EmbeddedPostgres, Options as EmbeddedOptions};
use roost_server::node::StartError;
use roost_server::system::{SystemClock, SystemRandom};
use roost_store::connect::{PoolOptions, pool, with_single};
use roost_store::migrate::{Defaults, Mode, migrate};
use roost_store::{Db, bulk};

use tokio::signal::unix::{SignalKind, signal};

use super::Places;
use super::progress::{Progress, per_second};

/// A batch may wait for a server that is in use, and for its disk.
const STATEMENT_TIMEOUT_MS: u64 = 600_000;

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    places: Places,
    /// JSON lines, also with gzip, or a zip archive of them with the files they name in data/.
    file: PathBuf,
    /// Say what is wrong with the file, and write nothing.
    #[arg(long, alias = "dry-run")]
    validate: bool,
    /// Load posts whose attachments are missing without these.
    #[arg(long)]
    skip_missing_attachments: bool,
}

pub async fn run(args: Args) -> Result<(), StartError> {
    let source = Arc::new(Source::open(&args.file).map_err(|refusal| refusal.to_string())?);
    let config = super::serve::open_config(&args.places)?;
    let dsn = args.places.db_url.clone().or_else(|| super::serve::external_dsn(&config));
    let (dsn, embedded) = match dsn {
        Some(dsn) => (dsn, None),
        None => embedded_database(&args.places.data).await?,
    };
    let outcome = with_single(&dsn, async |client| -> Result<(), StartError> {
        if !bulk::lock(client).await? {
            return Err("another import is running on this database".into());
        }
        let outcome = async {
            let mut new_id = || SystemRandom.id().as_str().to_owned();
            let defaults = Defaults::generate(&mut new_id, SystemClock.now_ms());
            migrate(client, Mode::Apply, &defaults).await?;
            until_stopped(&args, &config, &dsn, &source).await
        }
        .await;
        if let Err(error) = bulk::unlock(client).await {
            // The end of the connection frees it too.
            tracing::warn!(%error, "the lock of imports was not given back");
        }
        outcome
    })
    .await;
    if let Some(running) = embedded {
        running.stop().await?;
    }
    outcome?
}

/// The embedded database: started for the time of the import, unless a server is running on it.
async fn embedded_database(data: &Path) -> Result<(String, Option<EmbeddedPostgres>), StartError> {
    match EmbeddedPostgres::start(EmbeddedOptions::new(data)).await {
        Ok(running) => Ok((running.dsn().to_owned(), Some(running))),
        Err(EmbeddedError::InUse { .. }) => Ok((embedded::connection_string(data)?, None)),
        Err(error) => Err(error.into()),
    }
}

/// How far an import is, as far as stopping it is concerned.
struct Phase(AtomicU8);

impl Phase {
    const CHECKING: u8 = 0;
    const WRITING: u8 = 1;
    const STOPPING: u8 = 2;

    /// Whether it was in `from` and is in `to` now.
    fn change(&self, from: u8, to: u8) -> bool {
        self.0.compare_exchange(from, to, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }

    fn is_stopping(&self) -> bool {
        self.0.load(Ordering::SeqCst) == Self::STOPPING
    }
}

/// Ctrl-C ends a check at once, and a load after the batches that are being written; a second one does not wait for
/// them, and the database takes them back.
async fn until_stopped(args: &Args, config: &ConfigStore, dsn: &str, source: &Arc<Source>) -> Result<(), StartError> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let phase = Phase(AtomicU8::new(Phase::CHECKING));
    let mut work = pin!(work(args, config, dsn, source, &phase));
    loop {
        tokio::select! {
            outcome = &mut work => return outcome,
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        if phase.change(Phase::CHECKING, Phase::STOPPING) {
            return Err("stopped; nothing was written".into());
        }
        if !phase.change(Phase::WRITING, Phase::STOPPING) {
            return Err("stopped in the middle of a batch; a next run goes on there".into());
        }
        eprintln!("stopping when the batches that are being written are complete");
    }
}

async fn work(
    args: &Args,
    config: &ConfigStore,
    dsn: &str,
    source: &Arc<Source>,
    phase: &Phase,
) -> Result<(), StartError> {
    let files = if args.skip_missing_attachments { Files::Optional } else { Files::Demanded };
    let db = pool(&PoolOptions {
        statement_timeout_ms: STATEMENT_TIMEOUT_MS,
        lock_timeout_ms: STATEMENT_TIMEOUT_MS,
        idle_in_transaction_timeout_ms: STATEMENT_TIMEOUT_MS,
        ..PoolOptions::new(dsn, Importer::CONNECTIONS_MAX)
    })?;
    let progress = Progress::new("checked", None);
    let (checked, refusals) = validate(&db, source, files, |lines| progress.at(lines, lines)).await?;
    progress.finish();
    if refusals.count > 0 {
        print_refusals(&args.file, &refusals);
        return Err(format!("{} of {} lines are refused; nothing was written", refusals.count, checked.lines).into());
    }
    if args.validate {
        println!("{} lines, nothing wrong with them", checked.lines);
        print_report(&checked);
        return Ok(());
    }
    phase.change(Phase::CHECKING, Phase::WRITING);
    let progress = Progress::new("written", Some(checked.lines));
    let mut report = Report::default();
    let watch =
        Watch { progress: &|report| progress.at(report.lines, report.read_total()), stopped: &|| phase.is_stopping() };
    let outcome = importer(db, config).await?.load(source, files, &mut report, &watch).await;
    let elapsed = progress.finish();
    let rate = per_second(report.read_total(), elapsed);
    println!("{} lines in {}, {rate} rows/s", report.lines, HumanDuration(elapsed));
    print_report(&report);
    outcome.map_err(|failure| {
        let file = args.file.display();
        format!("{file}: {failure}; what stands before it is written, and a next run goes on there").into()
    })
}

async fn importer(db: Db, config: &ConfigStore) -> Result<Importer, StartError> {
    let current = config.current();
    let mut member = [0; 8];
    SystemRandom.fill(&mut member);
    Ok(Importer {
        db,
        blobs: storage_open(&current, Path::new(current.file.directory.as_str())).await?,
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        password_work_factor: roost_app::password::WORK_FACTOR,
        file_size_max: u64::try_from(current.file.max_file_size).unwrap_or(0),
        locale: current.localization.default_client_locale.clone(),
        member: i64::from_le_bytes(member),
    })
}

fn print_refusals(file: &Path, refusals: &Refusals) {
    for (line, refusal) in &refusals.list {
        eprintln!("{}:{line}: {refusal}", file.display());
    }
    if refusals.count > REFUSALS_MAX as u64 {
        eprintln!("… and {} more", refusals.count - REFUSALS_MAX as u64);
    }
}

/// One row per kind: read, written, skipped and why.
fn print_report(report: &Report) {
    println!("{:<16}{:>12}{:>12}{:>12}  why skipped", "", "read", "written", "skipped");
    for (kind, tally) in &report.kinds {
        let reasons: Vec<String> =
            tally.skipped.iter().filter(|(_, n)| **n > 0).map(|(why, n)| format!("{why}: {n}")).collect();
        let skipped: u64 = tally.skipped.values().sum();
        let (read, written) = (tally.read, tally.written);
        println!("{:<16}{read:>12}{written:>12}{skipped:>12}  {}", kind.name(), reasons.join(", "));
    }
}
