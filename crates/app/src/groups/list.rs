//! `GET /groups` with its filters.

use roost_model::Id;
use roost_model::channel::ChannelType;
use roost_model::group::{Group, GroupsWithCount, SOURCE_DIRECTORY};
use roost_model::permission::Permission;
use roost_store::channel_lists::Page;
use roost_store::group_list::{GroupFilter, State, group_page};
use roost_store::groups as store;
use serde::Serialize;

use super::access::require_enabled;
use crate::access::channel::{channel_get, channel_perms};
use crate::access::team::{require_in_team, team_get};
use crate::{AppError, Ctx};

/// What was asked for. Ids are texts: malformed ones have no groups.
#[derive(Debug, Default)]
pub struct GroupListing {
    pub text: String,
    pub source: String,
    pub with_member: String,
    pub not_of_team: String,
    pub not_of_channel: String,
    pub count_in_channel: String,
    pub since_ms: i64,
    pub synced_only: bool,
    pub referenceable_only: bool,
    pub parent_team_permitted: bool,
    pub include_archived: bool,
    pub archived_only: bool,
    pub member_count: bool,
    pub member_ids: bool,
    pub timezones: bool,
    pub total_count: bool,
}

/// What the list looks like.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum GroupPage {
    Plain(Vec<Group>),
    Counted(GroupsWithCount),
}

/// Groups that the session may see: those of a directory that no message may name are for administrators.
pub async fn group_list(ctx: &Ctx, listing: &GroupListing, page: Page) -> Result<GroupPage, AppError> {
    let filter = filter_of(ctx, listing).await?;
    // Nobody has a malformed id.
    let impossible = !listing.with_member.is_empty() && filter.with_member.is_none();
    let mut groups = if impossible { Vec::new() } else { group_page(ctx.db(), &filter, page).await? };
    if listing.member_ids && !groups.is_empty() {
        let ids: Vec<Id> = groups.iter().map(|group| group.id).collect();
        let members = store::group_member_ids(ctx.db(), &ids).await?;
        for group in &mut groups {
            let own = members.iter().filter(|(id, _)| *id == group.id).map(|(_, user)| *user);
            group.member_ids = Some(own.collect());
        }
    }
    if !listing.total_count {
        return Ok(GroupPage::Plain(groups));
    }
    let total_count = store::group_count(ctx.db()).await?;
    Ok(GroupPage::Counted(GroupsWithCount { groups, total_count }))
}

async fn filter_of(ctx: &Ctx, listing: &GroupListing) -> Result<GroupFilter, AppError> {
    let custom = ctx.config().service.enable_custom_groups;
    let source = match listing.source.as_str() {
        "" if !custom => Some(SOURCE_DIRECTORY.to_owned()),
        "" => None,
        source => Some(source.to_owned()),
    };
    if source.as_deref() == Some(roost_model::group::SOURCE_CUSTOM) {
        require_enabled(ctx)?;
    }
    let not_of_team = Id::parse(&listing.not_of_team);
    if let Some(team) = not_of_team {
        team_get(ctx, team).await?;
        require_in_team(ctx, team, Permission::ManageTeam).await?;
    }
    let not_of_channel = Id::parse(&listing.not_of_channel);
    let mut of_team = None;
    if let Some(channel) = not_of_channel {
        of_team = require_members_of(ctx, channel).await?.filter(|_| listing.parent_team_permitted);
    }
    let state = match listing {
        _ if listing.since_ms > 0 => State::ChangedSince(listing.since_ms),
        _ if listing.archived_only => State::Deleted,
        _ if listing.include_archived => State::Any,
        _ => State::Live,
    };
    Ok(GroupFilter {
        text: listing.text.clone(),
        source,
        synced_only: listing.synced_only,
        referenceable_only: listing.referenceable_only || !ctx.can(Permission::SysconsoleReadUserManagementGroups),
        with_member: Id::parse(&listing.with_member),
        not_of_team,
        not_of_channel,
        of_team,
        state,
        member_count: listing.member_count,
        count_in_channel: readable_channel(ctx, &listing.count_in_channel).await?,
        timezones: listing.timezones,
    })
}

/// Whoever manages the members of a channel may see which groups it is not tied to. Returns its team when only groups of
/// the team may be in it.
async fn require_members_of(ctx: &Ctx, channel: Id) -> Result<Option<Id>, AppError> {
    let channel = channel_get(ctx, channel).await?;
    let needed = match channel.channel_type {
        ChannelType::Private => Permission::ManagePrivateChannelMembers,
        _ => Permission::ManagePublicChannelMembers,
    };
    if !channel_perms(ctx, &channel).await?.has(needed) {
        return Err(AppError::no_permission().because(needed.name()));
    }
    if channel.team_id.is_empty() {
        return Ok(None);
    }
    let team = team_get(ctx, channel.team_id).await?;
    Ok((team.group_constrained == Some(true)).then_some(team.id))
}

/// The channel whose members are counted: one that the session's user may read.
async fn readable_channel(ctx: &Ctx, text: &str) -> Result<Option<Id>, AppError> {
    let Some(id) = Id::parse(text) else { return Ok(None) };
    let channel = channel_get(ctx, id).await?;
    if !channel_perms(ctx, &channel).await?.has(Permission::ReadChannel) {
        return Err(AppError::no_permission().because(Permission::ReadChannel.name()));
    }
    Ok(Some(id))
}
