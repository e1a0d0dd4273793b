//! Searching and completing names, and whom one knows.

use roost_model::Id;
use roost_model::permission::Permission;
use roost_model::user::{User, UserAutocomplete, UserSearch};
use roost_store::users as store;
use roost_store::users::list::{Fields, Roles, Scope, UserFilter, Words, user_page};

use super::access::visible;
use super::get::other_options;
use crate::access::channel::{channel_find, require_in_channel};
use crate::access::team::require_in_team;
use crate::{AppError, Ctx};

const LIMIT_DEFAULT: i64 = 100;
const LIMIT_MAX: i64 = 1_000;

/// `POST /users/search`.
pub async fn user_search(ctx: &Ctx, request: &UserSearch) -> Result<Vec<User>, AppError> {
    if request.term.is_empty() {
        return Err(AppError::invalid_body("term"));
    }
    if request.team_id.is_empty() && !request.not_in_channel_id.is_empty() {
        return Err(AppError::invalid_body("team_id"));
    }
    for channel in [&request.in_channel_id, &request.not_in_channel_id].into_iter().filter(|id| !id.is_empty()) {
        require_in_channel(ctx, Id::parse_or_empty(channel), Permission::ReadChannel).await?;
    }
    for team in [&request.team_id, &request.not_in_team_id].into_iter().filter(|id| !id.is_empty()) {
        require_in_team(ctx, Id::parse_or_empty(team), Permission::ViewTeam).await?;
    }
    let limit = request.limit.filter(|limit| *limit != 0).unwrap_or(LIMIT_DEFAULT);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(AppError::invalid_body("limit"));
    }
    let filter = UserFilter {
        scope: search_scope(request),
        search: Some(words(&request.term, fields(ctx, true))),
        role: request.role.clone(),
        roles: Roles {
            system: request.roles.clone(),
            team: request.team_roles.clone(),
            channel: request.channel_roles.clone(),
        },
        active: (!request.allow_inactive).then_some(true),
        group_constrained: request.group_constrained,
        visible: visible(ctx).await?,
        ..UserFilter::default()
    };
    found(ctx, &filter, limit).await
}

fn search_scope(request: &UserSearch) -> Scope {
    let id = |text: &str| Id::parse_or_empty(text);
    if request.without_team {
        Scope::WithoutTeam
    } else if !request.in_channel_id.is_empty() {
        Scope::InChannel(id(&request.in_channel_id))
    } else if !request.not_in_channel_id.is_empty() {
        Scope::NotInChannel { team: id(&request.team_id), channel: id(&request.not_in_channel_id) }
    } else if !request.not_in_team_id.is_empty() {
        Scope::NotInTeam(id(&request.not_in_team_id))
    } else if !request.in_group_id.is_empty() {
        Scope::InGroup(id(&request.in_group_id))
    } else if !request.not_in_group_id.is_empty() {
        Scope::NotInGroup(id(&request.not_in_group_id))
    } else if !request.team_id.is_empty() {
        Scope::InTeam(id(&request.team_id))
    } else {
        Scope::Everybody
    }
}

/// What the session may search by beside user name and nickname.
fn fields(ctx: &Ctx, with_email: bool) -> Fields {
    let config = ctx.config();
    let all = ctx.can(Permission::ManageSystem);
    Fields {
        full_name: all || config.privacy.show_full_name,
        email: with_email && (all || config.privacy.show_email_address),
    }
}

fn words(term: &str, fields: Fields) -> Words {
    let plain = |word: &str| word.trim_start_matches('@').to_owned();
    Words { words: term.split_whitespace().map(plain).collect(), fields }
}

async fn found(ctx: &Ctx, filter: &UserFilter, limit: i64) -> Result<Vec<User>, AppError> {
    let options = other_options(ctx);
    let users = user_page(ctx.db(), filter, 0, limit).await?;
    Ok(users.into_iter().map(|user| user.sanitized(options)).collect())
}

/// `GET /users/autocomplete`: names that begin so, in the channel and beside it, in the team, or anywhere.
pub async fn user_autocomplete(
    ctx: &Ctx,
    name: &str,
    team: &str,
    channel: &str,
    limit: Option<i64>,
) -> Result<UserAutocomplete, AppError> {
    let limit = match limit {
        Some(n) if n > LIMIT_MAX => LIMIT_MAX,
        Some(n) if n > 0 => n,
        _ => LIMIT_DEFAULT,
    };
    let mut team_id = Id::parse_or_empty(team);
    let channel_id = Id::parse_or_empty(channel);
    if !channel.is_empty() {
        require_in_channel(ctx, channel_id, Permission::ReadChannel).await?;
    }
    if !team.is_empty() {
        require_in_team(ctx, team_id, Permission::ViewTeam).await?;
    }
    let mut filter = UserFilter {
        search: Some(words(name, fields(ctx, false))),
        active: Some(true),
        visible: visible(ctx).await?,
        ..UserFilter::default()
    };
    if channel.is_empty() {
        filter.scope = if team.is_empty() { Scope::Everybody } else { Scope::InTeam(team_id) };
        return Ok(UserAutocomplete { users: found(ctx, &filter, limit).await?, out_of_channel: None });
    }
    if team.is_empty() {
        team_id = channel_find(ctx, channel_id).await?.map(|channel| channel.team_id).unwrap_or_default();
    }
    filter.scope = Scope::InChannel(channel_id);
    let users = found(ctx, &filter, limit).await?;
    filter.scope = Scope::NotInChannel { team: team_id, channel: channel_id };
    let out_of_channel = Some(found(ctx, &filter, limit).await?);
    Ok(UserAutocomplete { users, out_of_channel })
}

/// `GET /users/known`: everybody with whom the session's user shares a channel.
pub async fn user_known(ctx: &Ctx) -> Result<Vec<Id>, AppError> {
    Ok(store::user_known(ctx.db(), ctx.user_id()).await?)
}

/// The other members of each of these group channels that the session's user is in.
pub async fn user_list_by_group_channels(
    ctx: &Ctx,
    channels: &[Id],
) -> Result<std::collections::BTreeMap<String, Vec<User>>, AppError> {
    let options = other_options(ctx);
    let mut by_channel = std::collections::BTreeMap::<String, Vec<User>>::new();
    for (channel, user) in store::user_list_in_group_channels(ctx.db(), channels, ctx.user_id()).await? {
        by_channel.entry(channel.to_string()).or_default().push(user.sanitized(options));
    }
    Ok(by_channel)
}
