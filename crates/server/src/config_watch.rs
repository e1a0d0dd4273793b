//! Takes up changes that somebody made to the configuration file by hand.

use std::sync::Arc;
use std::time::Duration;

use roost_app::system::config;
use roost_app::{App, Db};
use tokio_util::sync::CancellationToken;

use crate::logging::Follower;

/// Pause between two looks at the file.
const PERIOD: Duration = Duration::from_secs(2);

/// What another node writes it has told everybody of by then.
const ANNOUNCED_WITHIN: Duration = Duration::from_secs(1);

/// Looks until `stop`. A file that cannot be used is reported once and changes nothing. The log follows whatever the
/// configuration is by then.
pub async fn run(app: Arc<App>, db: Db, mut log: Option<Follower>, stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(PERIOD)).await.is_some() {
        let (store, announced) = (app.config.clone(), app.config.announced());
        let looked = tokio::task::spawn_blocking(move || store.file_changed().then(|| store.reload()));
        match looked.await {
            Ok(None) => {}
            Ok(Some(Ok(saved))) => {
                // Another node may have written it: then everybody hears of it from there, and should not hear it twice.
                stop.run_until_cancelled(tokio::time::sleep(ANNOUNCED_WITHIN)).await;
                if app.config.announced() == announced
                    && let Err(error) = config::announce(&app, &db, &saved).await
                {
                    tracing::warn!(%error, "clients could not be told of the new configuration");
                }
            }
            Ok(Some(Err(error))) => tracing::error!(%error, "the changed configuration cannot be used"),
            Err(error) => tracing::error!(%error, "looking at the configuration failed"),
        }
        if let Some(mut follower) = log.take() {
            let config = app.config.current();
            let followed = tokio::task::spawn_blocking(move || {
                follower.follow(&config.log);
                follower
            });
            log = followed.await.inspect_err(|error| tracing::error!(%error, "the log cannot be changed")).ok();
        }
    }
}

/// Takes up what another node wrote into the file that both use, and has told everybody of.
pub async fn take_up(app: &App) {
    app.config.note_announced();
    let store = app.config.clone();
    match tokio::task::spawn_blocking(move || store.file_changed().then(|| store.reload())).await {
        Ok(None | Some(Ok(_))) => {}
        Ok(Some(Err(error))) => tracing::error!(%error, "the changed configuration cannot be used"),
        Err(error) => tracing::error!(%error, "looking at the configuration failed"),
    }
}
