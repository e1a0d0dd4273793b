//! From clients that come back to this node to the log: which connections of other nodes it wants to go on with.

use std::sync::Arc;
use std::time::Duration;

use roost_app::{App, AppError, Db, Record};
use roost_realtime::TakeOver;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Wishes of this time share a record: after the death of a node there are thousands.
const GATHER: Duration = Duration::from_millis(5);

/// Wishes in one record.
const WISHES_LEN_MAX: usize = 256;

/// Wishes that are in no record yet. Beyond it clients get a new connection.
pub const QUEUE_LEN_MAX: usize = 16 * 1024;

/// Writes wishes until `stop`. One that is not written is given up by who made it.
pub async fn run(app: Arc<App>, db: Db, mut wishes: mpsc::Receiver<TakeOver>, stop: CancellationToken) {
    let mut batch = Vec::new();
    while let Some(1..) = stop.run_until_cancelled(wishes.recv_many(&mut batch, WISHES_LEN_MAX)).await {
        tokio::time::sleep(GATHER).await;
        while batch.len() < WISHES_LEN_MAX
            && let Ok(wish) = wishes.try_recv()
        {
            batch.push(wish);
        }
        let record = Record { take_overs: std::mem::take(&mut batch), ..Record::default() };
        let (app, db) = (app.clone(), db.for_request());
        // Not awaited: the next ones need not wait until all nodes have applied these.
        app.writes.clone().spawn(async move {
            if let Err(error) = write(&app, &db, record).await {
                tracing::warn!(%error, "connections of other nodes could not be asked for");
            }
        });
    }
}

async fn write(app: &App, db: &Db, record: Record) -> Result<(), AppError> {
    let tx = db.begin().await?;
    app.commit(tx, record).await
}
