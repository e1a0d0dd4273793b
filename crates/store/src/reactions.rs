//! Reactions.

use roost_model::Id;
use roost_model::reaction::Reaction;
use tokio_postgres::Row;

use crate::row::{RowExt, id_list};
use crate::tx::Rows;
use crate::{Db, StoreError, Tx};

crate::statements! {
    DELETE = "reactions/delete";
    DELETE_BY_EMOJI = "reactions/delete_by_emoji";
    LEAVE_POST = "reactions/leave_post";
    LIST = "reactions/list";
    NAMES = "reactions/names";
    SAVE = "reactions/save";
    TAKE_POST = "reactions/take_post";
}

pub(crate) fn reaction_from(row: &Row) -> Reaction {
    Reaction {
        user_id: row.id(0),
        post_id: row.id(1),
        emoji_name: row.text(2),
        create_at: row.int(3),
        update_at: row.int(4),
        delete_at: row.int(5),
        remote_id: row.optional_id(6),
        channel_id: row.id(7),
    }
}

/// The reactions to these posts, in the order in which they were made.
pub async fn reaction_list(db: &Db, posts: &[Id]) -> Result<Vec<Reaction>, StoreError> {
    Ok(db.query(LIST, &[&id_list(posts)]).await?.iter().map(reaction_from).collect())
}

/// What is known once a post was taken for a new reaction.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    /// Whether the post is there and not deleted.
    pub live: bool,
    /// Different emoji that it has as reactions, apart from the new one.
    pub other_names: i64,
}

/// Marks the post of a new reaction and counts its others, in one round trip.
pub async fn reaction_take_post_in_tx(tx: &mut Tx, new: &Reaction) -> Result<Taken, StoreError> {
    let post = new.post_id.as_str();
    let answers = tx.query_many(&[(TAKE_POST, &[&post, &new.update_at]), (NAMES, &[&post, &new.emoji_name])]).await?;
    let live = answers.first().is_some_and(|rows| !rows.is_empty());
    let names = answers.get(1).and_then(|rows| rows.first()).map_or(0, |row| row.int(0));
    Ok(Taken { live, other_names: names })
}

/// Adds a reaction or brings it back.
pub fn reaction_save_in_tx(tx: &mut Tx, reaction: &Reaction) {
    let params = crate::params![
        reaction.user_id.to_string(),
        reaction.post_id.to_string(),
        reaction.emoji_name.clone(),
        reaction.update_at,
        reaction.channel_id.to_string(),
    ];
    tx.queue(SAVE, Rows::One, params);
}

/// Takes a reaction back and answers whether there was one.
pub async fn reaction_delete_in_tx(tx: &mut Tx, reaction: &Reaction) -> Result<bool, StoreError> {
    let (post, user) = (reaction.post_id.as_str(), reaction.user_id.as_str());
    let mut answers = tx
        .query_many(&[
            // Whoever reacts to the post waits, so that its mark is right in the end.
            (TAKE_POST, &[&post, &reaction.update_at]),
            (DELETE, &[&post, &user, &reaction.emoji_name, &reaction.update_at]),
        ])
        .await?;
    let gone = answers.pop().is_some_and(|rows| !rows.is_empty());
    tx.queue(LEAVE_POST, Rows::Any, crate::params![reaction.post_id.to_string(), reaction.update_at]);
    Ok(gone)
}

/// Takes back all reactions with an emoji that is gone.
pub fn reaction_delete_by_emoji_in_tx(tx: &mut Tx, name: &str, now_ms: i64) {
    tx.queue(DELETE_BY_EMOJI, Rows::Any, crate::params![name.to_owned(), now_ms]);
}
