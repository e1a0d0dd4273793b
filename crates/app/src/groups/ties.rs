//! Which groups teams and channels are tied to. Only groups of a directory can be tied.

use std::collections::BTreeMap;

use roost_model::Id;
use roost_model::channel::ChannelType;
use roost_model::errors::group as errors;
use roost_model::group::{Tie, TiedGroup, TiedGroups};
use roost_model::permission::Permission;
use roost_store::channel_lists::Page;
use roost_store::groups as store;

use crate::access::channel::{channel_get, channel_perms};
use crate::access::team::require_in_team;
use crate::{AppError, Ctx};

/// What a group is tied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TieKind {
    Team,
    Channel,
}

/// One tie.
pub async fn tie_get(ctx: &Ctx, kind: TieKind, group: Id, place: Id) -> Result<Tie, AppError> {
    ctx.require(Permission::SysconsoleReadUserManagementGroups)?;
    ties(ctx, kind, group, place).await?.pop().ok_or_else(|| errors::NOT_FOUND.into())
}

/// Every tie of a group to teams or to channels.
pub async fn tie_list(ctx: &Ctx, kind: TieKind, group: Id) -> Result<Vec<Tie>, AppError> {
    ctx.require(Permission::SysconsoleReadUserManagementGroups)?;
    ties(ctx, kind, group, Id::EMPTY).await
}

pub(super) async fn ties(ctx: &Ctx, kind: TieKind, group: Id, place: Id) -> Result<Vec<Tie>, AppError> {
    Ok(match kind {
        TieKind::Team => store::group_team_ties(ctx.db(), group, place).await?,
        TieKind::Channel => store::group_channel_ties(ctx.db(), group, place).await?,
    })
}

/// Which of the groups of a team or channel are wanted.
#[derive(Clone, Debug)]
pub struct TiedListing {
    pub text: String,
    pub referenceable_only: bool,
    pub member_count: bool,
    /// `None`: all of them.
    pub page: Option<Page>,
}

impl TiedListing {
    fn wants(&self, tied: &TiedGroup) -> bool {
        let text = self.text.to_lowercase();
        let fits = |words: &str| words.to_lowercase().contains(&text);
        (!self.referenceable_only || tied.group.allow_reference)
            && (fits(&tied.group.display_name) || tied.group.name.as_deref().is_some_and(fits))
    }

    fn page_of(&self, groups: Vec<TiedGroup>) -> TiedGroups {
        let mut groups: Vec<TiedGroup> = groups.into_iter().filter(|tied| self.wants(tied)).collect();
        let total_group_count = i64::try_from(groups.len()).unwrap_or(i64::MAX);
        if let Some(page) = self.page {
            let (offset, limit) = (usize::try_from(page.offset), usize::try_from(page.limit));
            groups = groups.into_iter().skip(offset.unwrap_or(0)).take(limit.unwrap_or(0)).collect();
        }
        for tied in groups.iter_mut().filter(|_| !self.member_count) {
            tied.group.member_count = None;
        }
        TiedGroups { groups, total_group_count }
    }
}

/// The groups that a team is tied to.
pub async fn team_groups(ctx: &Ctx, team: Id, listing: &TiedListing) -> Result<TiedGroups, AppError> {
    require_in_team(ctx, team, Permission::ListTeamChannels).await?;
    Ok(listing.page_of(store::group_list_of_team(ctx.db(), team).await?))
}

/// The groups that a channel is tied to.
pub async fn channel_groups(ctx: &Ctx, channel: Id, listing: &TiedListing) -> Result<TiedGroups, AppError> {
    let channel = channel_get(ctx, channel).await?;
    let needed = match channel.channel_type {
        ChannelType::Private => Permission::ReadPrivateChannelGroups,
        _ => Permission::ReadPublicChannelGroups,
    };
    if !channel_perms(ctx, &channel).await?.has(needed) {
        return Err(AppError::no_permission().because(needed.name()));
    }
    Ok(listing.page_of(store::group_list_of_channel(ctx.db(), channel.id).await?))
}

/// The groups that the channels of a team are tied to, by channel.
pub async fn groups_by_channels(
    ctx: &Ctx,
    team: Id,
    listing: &TiedListing,
) -> Result<BTreeMap<Id, Vec<TiedGroup>>, AppError> {
    require_in_team(ctx, team, Permission::ListTeamChannels).await?;
    let mut by_channel: BTreeMap<Id, Vec<TiedGroup>> = BTreeMap::new();
    for (channel, tied) in store::group_list_of_channels_of_team(ctx.db(), team).await? {
        if listing.wants(&tied) {
            by_channel.entry(channel).or_default().push(tied);
        }
    }
    Ok(by_channel)
}
