//! Channels.

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType};
use tokio_postgres::Row;

use crate::row::RowExt;
use crate::{Db, StoreError};

crate::statements! {
    GET = "channels/get";
}

/// Reads the columns of `channels/get.sql`, in that order, from column `at` on.
pub(crate) fn channel_from(row: &Row, at: usize) -> Channel {
    Channel {
        id: row.id(at),
        create_at: row.int(at + 1),
        update_at: row.int(at + 2),
        delete_at: row.int(at + 3),
        team_id: row.id(at + 4),
        channel_type: ChannelType::parse(row.get::<_, Option<&str>>(at + 5).unwrap_or_default()).unwrap_or_default(),
        display_name: row.text(at + 6),
        name: row.text(at + 7),
        header: row.text(at + 8),
        purpose: row.text(at + 9),
        last_post_at: row.int(at + 10),
        total_msg_count: row.int(at + 11),
        extra_update_at: row.int(at + 12),
        creator_id: row.id(at + 13),
        scheme_id: row.optional_id(at + 14),
        props: None,
        group_constrained: row.get(at + 15),
        autotranslation: row.flag(at + 16),
        shared: row.get(at + 17),
        total_msg_count_root: row.int(at + 18),
        policy_id: None,
        last_root_post_at: row.int(at + 19),
        banner_info: serde_json::from_value(row.json(at + 20)).unwrap_or_default(),
        policy_enforced: false,
        policy_is_active: false,
        default_category_name: row.text(at + 21),
    }
}

/// One channel, deleted ones too.
pub async fn channel_get(db: &Db, id: Id) -> Result<Option<Channel>, StoreError> {
    Ok(db.query_opt(GET, &[&id.as_str()]).await?.map(|row| channel_from(&row, 0)))
}
