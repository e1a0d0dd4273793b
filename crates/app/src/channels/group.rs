//! Conversations of three to eight users.

use aws_lc_rs::digest;
use roost_model::Id;
use roost_model::channel::{Channel, ChannelType};
use roost_model::errors::channel as errors;
use roost_model::limits::{CHANNEL_DISPLAY_NAME_RUNES_MAX, CHANNEL_GROUP_MEMBERS_MAX, CHANNEL_GROUP_MEMBERS_MIN};
use roost_model::permission::Permission;
use roost_store::channels as store;

use super::direct::{add_members_in_tx, made_by_somebody_else};
use super::events;
use super::visible::require_visible;
use crate::users::user_find;
use crate::{AppError, Ctx, Record};

/// The group channel of these users and the session's own, made if it is not there.
pub async fn channel_group(ctx: &Ctx, ids: &[String]) -> Result<Channel, AppError> {
    let mut users = Vec::with_capacity(ids.len() + 1);
    for id in ids {
        users.push(Id::parse(id).ok_or_else(|| AppError::invalid_body("user_id"))?);
    }
    if users.is_empty() {
        return Err(AppError::invalid_body("user_ids"));
    }
    users.push(ctx.user_id());
    users.sort_unstable();
    users.dedup();
    ctx.require(Permission::CreateGroupChannel)?;
    require_visible(ctx, &users).await?;
    channel_group_of(ctx, &users).await
}

/// As [`channel_group`] for exactly these users, sorted and each once. Nobody's permission is asked for.
pub async fn channel_group_of(ctx: &Ctx, ids: &[Id]) -> Result<Channel, AppError> {
    if !(CHANNEL_GROUP_MEMBERS_MIN..=CHANNEL_GROUP_MEMBERS_MAX).contains(&ids.len()) {
        return Err(errors::GROUP_BAD_SIZE.into());
    }
    let name = group_name(ids);
    if let Some(channel) = store::channel_get_by_name(ctx.db(), Id::EMPTY, &name).await? {
        return Ok(channel);
    }
    let mut users = Vec::with_capacity(ids.len());
    for id in ids {
        users.push(user_find(ctx, *id).await?.ok_or(errors::GROUP_BAD_USER)?);
    }
    let usernames = users.iter().map(|user| user.username.as_str()).collect();
    let channel = Channel {
        id: ctx.new_id(),
        create_at: ctx.now_ms(),
        update_at: ctx.now_ms(),
        channel_type: ChannelType::Group,
        display_name: group_display_name(usernames),
        name,
        shared: Some(false),
        ..Channel::default()
    };
    channel.validate()?;
    let mut tx = ctx.db().begin().await?;
    if !store::channel_insert_in_tx(&mut tx, &channel).await?.made {
        return made_by_somebody_else(ctx, tx, &channel.name).await;
    }
    let mut record = Record::new();
    add_members_in_tx(ctx, &mut tx, &channel, &users, &mut record).await?;
    for id in ids {
        record.event(events::group_added(&channel, *id, ids));
    }
    ctx.commit(tx, record).await?;
    Ok(channel)
}

/// The name under which the original stores the group of these users: they must be sorted.
pub(crate) fn group_name(ids: &[Id]) -> String {
    let mut digest = digest::Context::new(&digest::SHA1_FOR_LEGACY_USE_ONLY);
    for id in ids {
        digest.update(id.as_str().as_bytes());
    }
    hex::encode(digest.finish())
}

/// Their user names in order, cut where a display name ends.
pub(crate) fn group_display_name(mut usernames: Vec<&str>) -> String {
    usernames.sort_unstable();
    usernames.join(", ").chars().take(CHANNEL_DISPLAY_NAME_RUNES_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_named_by_the_hash_of_their_sorted_members() {
        let ids = ["a", "b", "c"].map(|c| Id::parse_or_empty(&c.repeat(26)));
        // printf of the three ids in a row, piped into sha1sum.
        assert_eq!(group_name(&ids), "5f760163324ad54bc6ad15c4cb0623de3526e053");
        assert_eq!(group_display_name(vec!["zoe", "adam", "mia"]), "adam, mia, zoe");
        let long = "x".repeat(40);
        assert_eq!(group_display_name(vec![&long, &long]).len(), CHANNEL_DISPLAY_NAME_RUNES_MAX);
    }
}
