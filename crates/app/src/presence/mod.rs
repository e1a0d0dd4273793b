//! Who is there: statuses chosen by people and those that follow from their connections, and who is typing.

mod automatic;
mod manual;
mod read;
mod typing;

pub use automatic::{active, away_when_idle, offline_without_connections, online};
pub use manual::status_set;
pub use read::{status_of, statuses_of};
pub use typing::{typing, typing_in_name};

use roost_model::status::Status;
use roost_model::ws::event;
use roost_model::ws::user::StatusChange;
use roost_realtime::{Audience, Event};
use roost_store::status::status_save_in_tx;

use crate::record::Kind;
use crate::{App, AppError, Db, Record};

/// Writes a status; its owner's connections are told when the word itself changed.
async fn save(app: &App, db: &Db, new: &Status, changed: bool) -> Result<(), AppError> {
    let mut tx = db.begin().await?;
    status_save_in_tx(&mut tx, new);
    let mut record = Record::new();
    record.invalidate(Kind::Status, new.user_id);
    if changed {
        let data = StatusChange { status: new.status.clone(), user_id: new.user_id };
        record.event(Event::new(event::STATUS_CHANGE, &data, Audience::user(new.user_id)));
    }
    app.commit(tx, record).await
}
