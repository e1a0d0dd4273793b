//! Channels of the whole server, for consoles and for people in several teams.

use roost_model::Id;
use roost_model::channel::{
    ChannelPage, ChannelSearch, ChannelType, ChannelWithTeamData, DEFAULT_NAME, OFF_TOPIC_NAME,
};
use roost_model::permission::Permission;
use roost_store::channel_lists::{self as store, AllFilter, Page};

use super::search::term_of;
use crate::{AppError, Ctx};

/// Channels in one answer that is not paged.
const SEARCH_LEN_MAX: i64 = 50;

/// How `GET /channels` narrows its list.
#[derive(Debug, Default)]
pub struct ListAll {
    /// Empty for any.
    pub without_group: String,
    pub without_defaults: bool,
    pub without_policy: bool,
    pub include_deleted: bool,
}

/// A page of all public and private channels, for administrators.
pub async fn channels_list_all(ctx: &Ctx, list: &ListAll, page: Page) -> Result<ChannelPage, AppError> {
    ctx.require(Permission::SysconsoleReadUserManagementChannels)?;
    let filter = AllFilter {
        types: vec![ChannelType::Open, ChannelType::Private],
        include_deleted: list.include_deleted,
        without_names: default_names(ctx, list.without_defaults),
        without_group: Id::parse_or_empty(&list.without_group),
        without_policy: list.without_policy,
        ..AllFilter::default()
    };
    let (channels, total_count) = store::channel_search_all(ctx.db(), &filter, page).await?;
    Ok(ChannelPage { channels, total_count })
}

/// What a search over all teams answers.
pub enum AllFound {
    List(Vec<ChannelWithTeamData>),
    Page(ChannelPage),
}

/// Channels of all teams that a term finds: for administrators all, and with `own` what the user may see anyway.
pub async fn channels_search_all(ctx: &Ctx, search: &ChannelSearch, own: bool) -> Result<AllFound, AppError> {
    let mut filter = AllFilter { term: term_of(&search.term), ..AllFilter::default() };
    if own {
        filter.types = vec![ChannelType::Open, ChannelType::Private];
        filter.visible_to = ctx.user_id();
    } else {
        ctx.require(Permission::SysconsoleReadUserManagementChannels)?;
        filter.types = match (search.public, search.private) {
            (true, false) => vec![ChannelType::Open],
            (false, true) => vec![ChannelType::Private],
            _ => vec![ChannelType::Open, ChannelType::Private],
        };
        filter.teams = search.team_ids.iter().filter_map(|id| Id::parse(id)).collect();
        filter.include_deleted = search.include_deleted || search.deleted;
        filter.only_deleted = search.deleted;
        filter.without_names = default_names(ctx, search.exclude_default_channels);
        filter.without_group = Id::parse_or_empty(&search.not_associated_to_group);
        filter.group_constrained = search.group_constrained;
        filter.not_group_constrained = search.exclude_group_constrained;
        filter.without_policy = search.exclude_policy_constrained;
        filter.by_id = search.include_search_by_id;
    }
    if let (Some(number), Some(limit), false) = (search.page, search.per_page, own) {
        let limit = limit.clamp(0, 200);
        let page = Page { limit, offset: number.max(0).saturating_mul(limit) };
        let (channels, total_count) = store::channel_search_all(ctx.db(), &filter, page).await?;
        return Ok(AllFound::Page(ChannelPage { channels, total_count }));
    }
    let page = Page { limit: SEARCH_LEN_MAX, offset: 0 };
    Ok(AllFound::List(store::channel_search_all(ctx.db(), &filter, page).await?.0))
}

/// The channels that every team has, as far as they shall be left out.
fn default_names(ctx: &Ctx, leave_out: bool) -> Vec<String> {
    if !leave_out {
        return Vec::new();
    }
    let configured = ctx.config().team.experimental_default_channels.clone();
    let mut names = if configured.is_empty() { vec![OFF_TOPIC_NAME.to_owned()] } else { configured };
    names.push(DEFAULT_NAME.to_owned());
    names
}
