//! `GET /users` with its many filters, and counts.

use roost_model::Id;
use roost_model::errors::group::NOT_FOUND as GROUP_NOT_FOUND;
use roost_model::permission::Permission;
use roost_model::user::User;
use roost_store::users as store;
use roost_store::users::list::{Order, Roles, Scope, UserFilter, user_count, user_page};

use super::access::visible;
use super::get::{as_everybody_sees, other_options};
use crate::access::channel::require_in_channel;
use crate::access::team::require_in_team;
use crate::{AppError, Ctx};

/// What `GET /users` was asked for. Ids are texts: a malformed one is refused like an unknown one.
#[derive(Debug, Default)]
pub struct UserListing {
    pub in_team: String,
    pub not_in_team: String,
    pub in_channel: String,
    pub not_in_channel: String,
    pub in_group: String,
    pub not_in_group: String,
    pub without_team: bool,
    pub group_constrained: bool,
    pub active: bool,
    pub inactive: bool,
    pub role: String,
    pub roles: String,
    pub team_roles: String,
    pub channel_roles: String,
    pub sort: String,
    pub page: i64,
    pub per_page: i64,
}

/// One page, and whether its reply carries an etag.
pub struct UserPage {
    pub users: Vec<User>,
    pub tagged: bool,
    /// Active and inactive were both asked for: the page is followed by an error, as clients know it.
    pub contradictory: bool,
}

/// The accounts of a listing that the session may see.
pub async fn user_list(ctx: &Ctx, listing: &UserListing) -> Result<UserPage, AppError> {
    let order = checked_order(listing)?;
    if !listing.role.is_empty() && !is_role_name(&listing.role) {
        return Err(AppError::invalid_body("role"));
    }
    let roles = Roles {
        system: role_list(&listing.roles, "roles")?,
        team: role_list(&listing.team_roles, "team_roles")?,
        channel: role_list(&listing.channel_roles, "channel_roles")?,
    };
    let scope = checked_scope(ctx, listing).await?;
    let contradictory = listing.active && listing.inactive;
    let filter = UserFilter {
        scope,
        order,
        role: listing.role.clone(),
        roles,
        active: match (listing.active, listing.inactive) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        },
        group_constrained: listing.group_constrained,
        visible: visible(ctx).await?,
        ..UserFilter::default()
    };
    // Lists of groups show administrators no more than others.
    let of_group = matches!(scope, Scope::InGroup(_) | Scope::NotInGroup(_));
    let options = if of_group { as_everybody_sees(ctx) } else { other_options(ctx) };
    let users = if contradictory {
        Vec::new()
    } else {
        user_page(ctx.db(), &filter, listing.page.saturating_mul(listing.per_page), listing.per_page).await?
    };
    let tagged = order == Order::Username && matches!(scope, Scope::InTeam(_) | Scope::NotInTeam(_));
    Ok(UserPage { users: users.into_iter().map(|user| user.sanitized(options)).collect(), tagged, contradictory })
}

/// Sorting is offered on a team alone, or by presence and administration in a channel.
fn checked_order(listing: &UserListing) -> Result<Order, AppError> {
    if !listing.not_in_channel.is_empty() && listing.in_team.is_empty() {
        return Err(AppError::invalid_url("team_id"));
    }
    let others =
        [&listing.not_in_team, &listing.in_channel, &listing.not_in_channel, &listing.in_group, &listing.not_in_group];
    let team_alone =
        !listing.in_team.is_empty() && !listing.without_team && others.iter().all(|other| other.is_empty());
    let in_channel = !listing.in_channel.is_empty();
    match listing.sort.as_str() {
        "" => Ok(Order::Username),
        "last_activity_at" if team_alone => Ok(Order::Activity),
        "create_at" if team_alone => Ok(Order::Created),
        "status" if in_channel => Ok(Order::Status),
        "admin" if in_channel => Ok(Order::ChannelAdmin),
        _ => Err(AppError::invalid_url("sort")),
    }
}

async fn checked_scope(ctx: &Ctx, listing: &UserListing) -> Result<Scope, AppError> {
    let id = |text: &str| Id::parse_or_empty(text);
    if listing.without_team {
        ctx.require(Permission::ListUsersWithoutTeam)?;
        return Ok(Scope::WithoutTeam);
    }
    if !listing.not_in_channel.is_empty() {
        let (team, channel) = (id(&listing.in_team), id(&listing.not_in_channel));
        require_in_channel(ctx, channel, Permission::ReadChannel).await?;
        return Ok(Scope::NotInChannel { team, channel });
    }
    if !listing.not_in_team.is_empty() {
        let team = id(&listing.not_in_team);
        require_in_team(ctx, team, Permission::ViewTeam).await?;
        return Ok(Scope::NotInTeam(team));
    }
    if !listing.in_team.is_empty() {
        let team = id(&listing.in_team);
        require_in_team(ctx, team, Permission::ViewTeam).await?;
        return Ok(Scope::InTeam(team));
    }
    if !listing.in_channel.is_empty() {
        let channel = id(&listing.in_channel);
        require_in_channel(ctx, channel, Permission::ReadChannel).await?;
        return Ok(Scope::InChannel(channel));
    }
    if !listing.in_group.is_empty() {
        return Ok(Scope::InGroup(require_group(ctx, &listing.in_group).await?));
    }
    if !listing.not_in_group.is_empty() {
        return Ok(Scope::NotInGroup(require_group(ctx, &listing.not_in_group).await?));
    }
    Ok(Scope::Everybody)
}

/// Groups of the directory are for administrators; custom ones are everybody's.
async fn require_group(ctx: &Ctx, id: &str) -> Result<Id, AppError> {
    let id = Id::parse_or_empty(id);
    let source = store::group_source(ctx.db(), id).await?.ok_or(GROUP_NOT_FOUND)?;
    if source == "ldap" {
        ctx.require(Permission::SysconsoleReadUserManagementGroups)?;
    }
    Ok(id)
}

fn is_role_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// A list of role names separated by commas.
fn role_list(text: &str, parameter: &'static str) -> Result<Vec<String>, AppError> {
    let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).filter(|n| !n.is_empty()).collect();
    if names.iter().all(|name| is_role_name(name)) { Ok(names) } else { Err(AppError::invalid_body(parameter)) }
}

/// `GET /users/stats`: active accounts that the session may see.
pub async fn user_stats(ctx: &Ctx) -> Result<i64, AppError> {
    let filter = UserFilter { active: Some(true), visible: visible(ctx).await?, ..UserFilter::default() };
    Ok(user_count(ctx.db(), &filter).await?)
}

/// What `GET /users/stats/filtered` was asked for.
#[derive(Debug, Default)]
pub struct StatsRequest {
    pub in_team: String,
    pub in_channel: String,
    pub include_deleted: bool,
    pub include_bots: bool,
    pub include_remote: bool,
    pub roles: String,
    pub team_roles: String,
    pub channel_roles: String,
}

/// A count for administrators.
pub async fn user_stats_filtered(ctx: &Ctx, request: &StatsRequest) -> Result<i64, AppError> {
    let roles = Roles {
        system: role_list(&request.roles, "roles")?,
        team: role_list(&request.team_roles, "team_roles")?,
        channel: role_list(&request.channel_roles, "channel_roles")?,
    };
    ctx.require(Permission::SysconsoleReadUserManagementUsers)?;
    let scope = if !request.in_team.is_empty() {
        Scope::InTeam(Id::parse_or_empty(&request.in_team))
    } else if !request.in_channel.is_empty() {
        Scope::InChannel(Id::parse_or_empty(&request.in_channel))
    } else {
        Scope::Everybody
    };
    let filter = UserFilter {
        scope,
        roles,
        active: (!request.include_deleted).then_some(true),
        without_bots: !request.include_bots,
        without_remote: !request.include_remote,
        ..UserFilter::default()
    };
    Ok(user_count(ctx.db(), &filter).await?)
}
