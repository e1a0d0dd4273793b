//! What posts bring along, read for many posts at once.

use roost_model::Id;
use roost_model::emoji::Emoji;
use roost_model::file::FileInfo;
use roost_model::post::PostAcknowledgement;
use roost_model::reaction::Reaction;
use tokio_postgres::Row;

use crate::posts::file_from;
use crate::reactions::reaction_from;
use crate::row::{RowExt, id_list};
use crate::{Db, StoreError};

crate::statements! {
    ACKNOWLEDGEMENTS = "post_parts/acknowledgements";
    EMOJI = "post_parts/emoji";
    FILES = "post_parts/files";
    FILES_ALL = "post_parts/files_all";
    REACTIONS = "post_parts/reactions";
}

/// Of which posts which parts are wanted. An empty list asks for nothing.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub files: Vec<Id>,
    pub reactions: Vec<Id>,
    pub acknowledgements: Vec<Id>,
}

/// The parts, each list in the order of the posts' own.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    pub files: Vec<FileInfo>,
    pub reactions: Vec<Reaction>,
    pub acknowledgements: Vec<PostAcknowledgement>,
}

/// All parts in one round trip; none when nothing is wanted.
pub async fn parts_list(db: &Db, wanted: &Wanted) -> Result<Parts, StoreError> {
    let asked = [(FILES, &wanted.files), (REACTIONS, &wanted.reactions), (ACKNOWLEDGEMENTS, &wanted.acknowledgements)];
    let lists: Vec<_> = asked.iter().filter(|(_, ids)| !ids.is_empty()).map(|(s, ids)| (*s, id_list(ids))).collect();
    if lists.is_empty() {
        return Ok(Parts::default());
    }
    let params: Vec<[&(dyn tokio_postgres::types::ToSql + Sync); 1]> =
        lists.iter().map(|(_, ids)| [ids as &(dyn tokio_postgres::types::ToSql + Sync)]).collect();
    let calls: Vec<_> = lists.iter().zip(&params).map(|((s, _), params)| (*s, params.as_slice())).collect();
    let mut answers = db.query_many(&calls).await?.into_iter();
    let mut next = |ids: &[Id]| if ids.is_empty() { Vec::new() } else { answers.next().unwrap_or_default() };
    Ok(Parts {
        files: next(&wanted.files).iter().map(file_from).collect(),
        reactions: next(&wanted.reactions).iter().map(reaction_from).collect(),
        acknowledgements: next(&wanted.acknowledgements).iter().map(acknowledgement_from).collect(),
    })
}

/// The files of one post.
pub async fn post_files(db: &Db, post: Id, include_deleted: bool) -> Result<Vec<FileInfo>, StoreError> {
    let statement = if include_deleted { FILES_ALL } else { FILES };
    Ok(db.query(statement, &[&id_list(&[post])]).await?.iter().map(file_from).collect())
}

/// Custom emoji with these names.
pub async fn custom_emoji_list(db: &Db, names: &[String]) -> Result<Vec<Emoji>, StoreError> {
    let rows = db.query(EMOJI, &[&names]).await?;
    let emoji = |row: &Row| Emoji {
        id: row.id(0),
        create_at: row.int(1),
        update_at: row.int(2),
        delete_at: row.int(3),
        creator_id: row.id(4),
        name: row.text(5),
    };
    Ok(rows.iter().map(emoji).collect())
}

pub(crate) fn acknowledgement_from(row: &Row) -> PostAcknowledgement {
    PostAcknowledgement {
        user_id: row.id(0),
        post_id: row.id(1),
        acknowledged_at: row.int(2),
        channel_id: row.id(3),
        remote_id: row.optional_id(4).and_then(Id::some),
    }
}
