//! Lists of channels: of a team, of a user, and what a term finds.

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType, ChannelWithTeamData};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::channels::channel_from;
use crate::db::Params;
use crate::row::{RowExt, id_list};
use crate::{Db, Statement, StoreError};

crate::statements! {
    AUTOCOMPLETE = "channels/autocomplete";
    AUTOCOMPLETE_OWN = "channels/autocomplete_own";
    COUNT_ALL = "channels/count_all";
    LIST_BY_IDS = "channels/list_by_ids";
    LIST_DELETED = "channels/list_deleted";
    LIST_FOR_USER = "channels/list_for_user";
    LIST_FOR_USER_IN_TEAM = "channels/list_for_user_in_team";
    LIST_IN_TEAM = "channels/list_in_team";
    LIST_PUBLIC_BY_IDS = "channels/list_public_by_ids";
    SEARCH_ALL = "channels/search_all";
    SEARCH_FOR_USER = "channels/search_for_user";
    SEARCH_GROUP = "channels/search_group";
    SEARCH_IN_TEAM = "channels/search_in_team";
}

/// A part of a list.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    pub limit: i64,
    pub offset: i64,
}

/// Which deleted channels a list includes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Deleted {
    pub include: bool,
    /// Only those deleted at or after this time, Unix milliseconds.
    pub since: i64,
}

/// What somebody looks for.
#[derive(Clone, Debug, Default)]
pub struct Term {
    /// In lower case; found anywhere in a name.
    pub text: String,
    /// As a `tsquery` of words; empty when there is none.
    pub words: String,
}

async fn list(db: &Db, statement: &'static Statement, params: Params<'_>) -> Result<Vec<Channel>, StoreError> {
    let channel = |row: &Row| channel_from(row, 0);
    Ok(db.query(statement, params).await?.iter().map(channel).collect())
}

/// The live channels of one type in a team, by display name.
pub async fn channel_list_in_team(
    db: &Db,
    team: Id,
    channel_type: ChannelType,
    page: Page,
) -> Result<Vec<Channel>, StoreError> {
    list(db, LIST_IN_TEAM, &[&team.as_str(), &channel_type.as_str(), &page.limit, &page.offset]).await
}

/// The deleted public channels of a team and those private ones that the user is in, or all.
pub async fn channel_list_deleted(
    db: &Db,
    team: Id,
    user: Id,
    all: bool,
    page: Page,
) -> Result<Vec<Channel>, StoreError> {
    list(db, LIST_DELETED, &[&team.as_str(), &user.as_str(), &all, &page.limit, &page.offset]).await
}

/// Those of the named channels that are public, live and in the team.
pub async fn channel_list_public_by_ids(db: &Db, team: Id, ids: &[Id]) -> Result<Vec<Channel>, StoreError> {
    list(db, LIST_PUBLIC_BY_IDS, &[&team.as_str(), &id_list(ids)]).await
}

/// Channels by id in any order, deleted ones too; unknown ids are left out.
pub async fn channel_list_by_ids(db: &Db, ids: &[Id]) -> Result<Vec<Channel>, StoreError> {
    list(db, LIST_BY_IDS, &[&id_list(ids)]).await
}

/// The channels of a user in a team, with the direct and group ones, by display name.
pub async fn channel_list_for_user_in_team(
    db: &Db,
    user: Id,
    team: Id,
    deleted: Deleted,
) -> Result<Vec<Channel>, StoreError> {
    list(db, LIST_FOR_USER_IN_TEAM, &[&user.as_str(), &team.as_str(), &deleted.include, &deleted.since]).await
}

/// The channels of a user in all live teams, with the direct and group ones, by id.
pub async fn channel_list_for_user(db: &Db, user: Id, deleted: Deleted) -> Result<Vec<Channel>, StoreError> {
    list(db, LIST_FOR_USER, &[&user.as_str(), &deleted.include, &deleted.since]).await
}

/// Live public channels of a team.
pub async fn channel_search_in_team(db: &Db, team: Id, term: &Term, limit: i64) -> Result<Vec<Channel>, StoreError> {
    list(db, SEARCH_IN_TEAM, &[&team.as_str(), &term.text, &term.words, &limit]).await
}

/// Live channels of a team that the user is in.
pub async fn channel_search_for_user(
    db: &Db,
    user: Id,
    team: Id,
    term: &Term,
    limit: i64,
) -> Result<Vec<Channel>, StoreError> {
    list(db, SEARCH_FOR_USER, &[&user.as_str(), &team.as_str(), &term.text, &term.words, &limit]).await
}

/// Live channels of a team: the public ones unless `own_only`, and those that the user is in.
pub async fn channel_autocomplete(
    db: &Db,
    user: Id,
    team: Id,
    term: &Term,
    own_only: bool,
    limit: i64,
) -> Result<Vec<Channel>, StoreError> {
    list(db, AUTOCOMPLETE, &[&team.as_str(), &user.as_str(), &term.text, &term.words, &own_only, &limit]).await
}

/// Live channels that the user is in: of a team, and conversations.
pub async fn channel_autocomplete_own(
    db: &Db,
    user: Id,
    team: Id,
    term: &Term,
    limit: i64,
) -> Result<Vec<Channel>, StoreError> {
    list(db, AUTOCOMPLETE_OWN, &[&user.as_str(), &team.as_str(), &term.text, &term.words, &limit]).await
}

/// Group channels of the user in which each of these words, in lower case, stands in a member's user name.
pub async fn channel_search_group(db: &Db, user: Id, words: &[String], limit: i64) -> Result<Vec<Channel>, StoreError> {
    list(db, SEARCH_GROUP, &[&user.as_str(), &words, &limit]).await
}

/// Which channels of the whole server somebody asks for.
#[derive(Clone, Debug, Default)]
pub struct AllFilter {
    pub term: Term,
    pub types: Vec<ChannelType>,
    /// Empty: all teams.
    pub teams: Vec<Id>,
    pub include_deleted: bool,
    pub only_deleted: bool,
    pub without_names: Vec<String>,
    /// Not tied to this group; empty for any.
    pub without_group: Id,
    pub group_constrained: bool,
    pub not_group_constrained: bool,
    pub without_policy: bool,
    /// What this user may see; empty for everything.
    pub visible_to: Id,
    /// The term may be the id of a channel.
    pub by_id: bool,
}

/// A page of the channels of all teams with their teams, and how many there are in all.
pub async fn channel_search_all(
    db: &Db,
    filter: &AllFilter,
    page: Page,
) -> Result<(Vec<ChannelWithTeamData>, i64), StoreError> {
    let f = filter;
    let types: Vec<&str> = f.types.iter().map(|t| t.as_str()).collect();
    let (teams, group, user) = (id_list(&f.teams), f.without_group.as_str(), f.visible_to.as_str());
    let common: [&(dyn ToSql + Sync); 13] = [
        &f.term.text,
        &f.term.words,
        &types,
        &teams,
        &f.include_deleted,
        &f.only_deleted,
        &f.without_names,
        &group,
        &f.group_constrained,
        &f.not_group_constrained,
        &f.without_policy,
        &user,
        &f.by_id,
    ];
    let paged: Vec<&(dyn ToSql + Sync)> =
        common.into_iter().chain([&page.limit as &(dyn ToSql + Sync), &page.offset]).collect();
    let mut answers = db.query_many(&[(SEARCH_ALL, &paged), (COUNT_ALL, &common)]).await?.into_iter();
    let with_team = |row: &Row| ChannelWithTeamData {
        channel: channel_from(row, 0),
        team_display_name: row.text(22),
        team_name: row.text(23),
        team_update_at: row.int(24),
    };
    let found = answers.next().unwrap_or_default().iter().map(with_team).collect();
    Ok((found, answers.next().unwrap_or_default().first().map_or(0, |row| row.int(0))))
}
