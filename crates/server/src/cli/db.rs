//! `roost migrate` and `roost db-url`.

use roost_app::clock::{Clock, Random};
use roost_server::embedded;
use roost_server::node::StartError;
use roost_server::system::{SystemClock, SystemRandom};
use roost_store::connect::with_single;
use roost_store::migrate::{self, Defaults, Mode};

use super::Places;

#[derive(clap::Args)]
pub struct MigrateArgs {
    #[command(flatten)]
    places: Places,
    /// Print the SQL instead of running it.
    #[arg(long)]
    dry_run: bool,
}

#[derive(clap::Args)]
pub struct DbUrlArgs {
    #[command(flatten)]
    places: Places,
}

pub async fn migrate(args: MigrateArgs) -> Result<(), StartError> {
    let dsn = args.places.dsn()?;
    let mut new_id = || SystemRandom.id().as_str().to_owned();
    let defaults = Defaults::generate(&mut new_id, SystemClock.now_ms());
    let mode = if args.dry_run { Mode::DryRun } else { Mode::Apply };
    let report = with_single(&dsn, async |client| migrate::migrate(client, mode, &defaults).await).await??;
    if args.dry_run {
        print!("{}", report.sql);
    } else {
        println!("{} migrations applied, {} rows added", report.files.len(), report.rows_seeded);
    }
    Ok(())
}

pub fn db_url(args: &DbUrlArgs) -> Result<(), StartError> {
    println!("{}", embedded::connection_string(&args.places.data)?);
    Ok(())
}
