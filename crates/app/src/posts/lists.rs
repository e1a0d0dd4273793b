//! Posts by id, saved posts, and what can be asked about one post.

use std::collections::HashMap;

use roost_model::channel::ChannelType;
use roost_model::errors::post as errors;
use roost_model::file::FileInfo;
use roost_model::permission::Permission;
use roost_model::post::{Post, PostInfo, PostList};
use roost_model::{Id, error as ids};
use roost_store::post_lists::{self as store, Flagged};
use roost_store::post_parts::post_files;

use super::burning::burns;
use super::{get, metadata};
use crate::access::channel::{self, ReadContent};
use crate::access::team;
use crate::{AppError, Ctx};

/// Posts by id at once at most.
const IDS_MAX: usize = 1_000;

/// These posts, newest first, as far as the session's user may read them; 404 when none is left.
pub async fn post_list_by_ids(ctx: &Ctx, wanted: &[String]) -> Result<Vec<Post>, AppError> {
    if wanted.is_empty() {
        return Err(AppError::invalid_body("post_ids"));
    }
    if wanted.len() > IDS_MAX {
        return Err(AppError::new(errors::TOO_MANY_IDS));
    }
    let wanted: Vec<Id> = wanted.iter().filter_map(|text| Id::parse(text)).collect();
    let mut posts = store::post_list(ctx.db(), &wanted).await?;
    posts.retain(|post| post.delete_at == 0);
    if posts.is_empty() {
        return Err(errors::NOT_FOUND.into());
    }
    let mut posts = readable_ones(ctx, posts).await?;
    posts.sort_by_key(|post| std::cmp::Reverse((post.create_at, post.id)));
    metadata::all(ctx, posts).await
}

/// Those in channels that the session's user may read.
pub(super) async fn readable_ones(ctx: &Ctx, posts: Vec<Post>) -> Result<Vec<Post>, AppError> {
    let mut allowed: HashMap<Id, bool> = HashMap::new();
    let mut out = Vec::with_capacity(posts.len());
    for post in posts {
        let known = allowed.get(&post.channel_id).copied();
        let may = match known {
            Some(may) => may,
            None => match channel::channel_find(ctx, post.channel_id).await? {
                Some(found) => channel::of::<ReadContent>(ctx, found).await.is_ok(),
                None => false,
            },
        };
        allowed.insert(post.channel_id, may);
        if may {
            out.push(post);
        }
    }
    Ok(out)
}

/// Which saved posts.
#[derive(Clone, Copy, Debug)]
pub struct FlaggedWindow {
    pub channel_id: Id,
    pub team_id: Id,
    pub page: i64,
    pub per_page: i64,
}

/// The posts that a user saved, newest first.
pub async fn post_list_flagged(ctx: &Ctx, user_id: Id, window: &FlaggedWindow) -> Result<PostList, AppError> {
    crate::users::access::require_self_or_edit(ctx, user_id)?;
    let posts = store::post_flagged(
        ctx.db(),
        &Flagged {
            user_id,
            channel_id: window.channel_id,
            team_id: window.team_id,
            limit: window.per_page,
            offset: window.page.saturating_mul(window.per_page),
        },
    )
    .await?;
    let mut list = PostList::default();
    for post in readable_ones(ctx, posts).await? {
        list.push(post);
    }
    metadata::list(ctx, list).await
}

/// The earlier versions of a post, for its author.
pub async fn post_history(ctx: &Ctx, id: Id) -> Result<Vec<Post>, AppError> {
    let post = get::post_find(ctx, id).await?.filter(|post| post.delete_at == 0);
    let post = post.ok_or_else(AppError::no_permission)?;
    if post.user_id != ctx.user_id() || !channel::can_in_channel(ctx, post.channel_id, Permission::EditPost).await? {
        return Err(AppError::no_permission());
    }
    let mut versions = store::post_history(ctx.db(), id).await?;
    if versions.is_empty() {
        return Err(errors::NOT_FOUND.into());
    }
    for version in &mut versions {
        version.reply_count = 0;
    }
    metadata::all(ctx, versions).await
}

/// The files of a post.
pub async fn post_file_list(ctx: &Ctx, id: Id, include_deleted: bool) -> Result<Vec<FileInfo>, AppError> {
    let Some(post) = get::post_find(ctx, id).await?.filter(|post| include_deleted || post.delete_at == 0) else {
        // Whoever may read all channels learns that there is none; others only that they may not read it.
        let all = ctx.can(Permission::ReadChannelContent);
        return Err(if all { errors::NOT_FOUND.into() } else { AppError::new(ids::PERMISSIONS) });
    };
    get::of(ctx, &post).await?;
    metadata::require_deleted(ctx, include_deleted)?;
    if burns(&post) {
        let seen = metadata::one(ctx, post).await?;
        return Ok(seen.metadata.map(|metadata| metadata.files).unwrap_or_default());
    }
    Ok(post_files(ctx.db(), post.id, include_deleted).await?)
}

/// Where a post is, for somebody who is there or may join; 404 for everybody else.
pub async fn post_info(ctx: &Ctx, id: Id) -> Result<PostInfo, AppError> {
    let post = get::post_find(ctx, id).await?.filter(|post| post.delete_at == 0).ok_or(errors::NOT_FOUND)?;
    let channel = channel::channel_find(ctx, post.channel_id).await?.ok_or(errors::NOT_FOUND)?;
    let perms = channel::channel_perms(ctx, &channel).await?;
    let mut info = PostInfo {
        channel_id: channel.id,
        channel_type: channel.channel_type,
        channel_display_name: channel.display_name.clone(),
        has_joined_channel: perms.member,
        ..PostInfo::default()
    };
    if !channel.team_id.is_empty() {
        let team = team::team_get(ctx, channel.team_id).await?;
        let may_join = if team.allow_open_invite { Permission::JoinPublicTeams } else { Permission::JoinPrivateTeams };
        if !perms.team.member && !ctx.can(may_join) {
            return Err(errors::NOT_FOUND.into());
        }
        info.has_joined_team = perms.team.member;
        info.team_id = team.id;
        (if team.allow_open_invite { "O" } else { "I" }).clone_into(&mut info.team_type);
        info.team_display_name.clone_from(&team.display_name);
    }
    let may_enter = match channel.channel_type {
        ChannelType::Open => true,
        ChannelType::Private => perms.has(Permission::ManagePrivateChannelMembers),
        ChannelType::Direct | ChannelType::Group => false,
    };
    if perms.member || may_enter { Ok(info) } else { Err(errors::NOT_FOUND.into()) }
}
