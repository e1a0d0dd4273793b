//! Finding channels by a term.

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::errors::team as team_errors;
use roost_model::permission::Permission;
use roost_store::channel_lists::{self as store, Term};

use crate::access::team::{can_in_team, memberships, require_in_team};
use crate::users::own_user;
use crate::{AppError, Ctx};

/// Channels that a search shows at most.
const SEARCH_LEN_MAX: i64 = 100;
/// Channels that a completion offers at most.
const AUTOCOMPLETE_LEN_MAX: i64 = 50;

/// The term as names hold it, and its words for the full-text index.
pub fn term_of(text: &str) -> Term {
    let text = text.trim().to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(|word| format!("{word}:*")).collect();
    Term { words: words.join(" & "), text }
}

/// Channels of a team: its public ones for those who may list them, else those the user is in.
pub async fn channels_search(ctx: &Ctx, team: Id, text: &str) -> Result<Vec<Channel>, AppError> {
    let term = term_of(text);
    if can_in_team(ctx, team, Permission::ListTeamChannels).await? {
        return Ok(store::channel_search_in_team(ctx.db(), team, &term, SEARCH_LEN_MAX).await?);
    }
    if !memberships(ctx, ctx.user_id()).await?.teams.contains_key(&team) {
        return Err(team_errors::MEMBER_NOT_FOUND.into());
    }
    Ok(store::channel_search_for_user(ctx.db(), ctx.user_id(), team, &term, SEARCH_LEN_MAX).await?)
}

/// Channels that may be named in a message.
pub async fn channels_autocomplete(ctx: &Ctx, team: Id, text: &str) -> Result<Vec<Channel>, AppError> {
    require_in_team(ctx, team, Permission::ListTeamChannels).await?;
    let guest = own_user(ctx).await?.is_guest();
    let term = term_of(text);
    Ok(store::channel_autocomplete(ctx.db(), ctx.user_id(), team, &term, guest, AUTOCOMPLETE_LEN_MAX).await?)
}

/// Channels whose posts may be searched: the user's own.
pub async fn channels_autocomplete_for_search(ctx: &Ctx, team: Id, text: &str) -> Result<Vec<Channel>, AppError> {
    let term = term_of(text);
    Ok(store::channel_autocomplete_own(ctx.db(), ctx.user_id(), team, &term, AUTOCOMPLETE_LEN_MAX).await?)
}

/// The user's group channels with members of these names; none without a term.
pub async fn channels_search_group(ctx: &Ctx, text: &str) -> Result<Vec<Channel>, AppError> {
    let words: Vec<String> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    Ok(store::channel_search_group(ctx.db(), ctx.user_id(), &words, SEARCH_LEN_MAX).await?)
}

#[cfg(test)]
mod tests {
    use super::term_of;

    #[test]
    fn a_term_becomes_prefixes_that_cannot_break_the_query() {
        let term = term_of("  Town-Sq & '(x ");
        assert_eq!((term.text.as_str(), term.words.as_str()), ("town-sq & '(x", "town:* & sq:* & x:*"));
        assert_eq!(term_of("!!").words, "");
    }
}
