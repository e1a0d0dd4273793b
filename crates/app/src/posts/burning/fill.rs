//! Putting in what posts say, for those who may see it.

use std::collections::{HashMap, HashSet};

use roost_model::Id;
use roost_model::errors::post as errors;
use roost_model::post::Post;
use roost_store::burning::{self as store, Secret};

use super::new::EXPIRE_AT;
use super::{blank, burns};
use crate::{AppError, Ctx};

/// Completes the posts among these that burn, and gives those that are gone for the session's user.
pub async fn fill(ctx: &Ctx, posts: &mut [&mut Post]) -> Result<HashSet<Id>, AppError> {
    let ids: Vec<Id> = posts.iter().filter(|post| burns(post) && post.delete_at == 0).map(|post| post.id).collect();
    let mut gone = HashSet::new();
    if ids.is_empty() {
        return Ok(gone);
    }
    let secrets = store::secret_list(ctx.db(), &ids, ctx.user_id()).await?;
    let mut secrets: HashMap<Id, Secret> = secrets.into_iter().map(|secret| (secret.post_id, secret)).collect();
    for post in posts.iter_mut().filter(|post| burns(post) && post.delete_at == 0) {
        let secret = secrets.remove(&post.id);
        match secret.and_then(|secret| seen(post, secret, ctx.user_id(), ctx.now_ms())) {
            Some(seen) => **post = seen,
            None => drop(gone.insert(post.id)),
        }
    }
    Ok(gone)
}

/// The post as `user` sees it; `None`: it has burned.
fn seen(post: &Post, secret: Secret, user: Id, now_ms: i64) -> Option<Post> {
    if secret.expire_at <= now_ms {
        return None;
    }
    if post.user_id == user {
        // Sooner than it was to be: everybody has opened it.
        let planned = post.props.get(EXPIRE_AT).and_then(serde_json::Value::as_i64).unwrap_or_default();
        let expire_at = if secret.expire_at < planned { secret.expire_at } else { 0 };
        let readers = secret.readers.clone();
        let mut post = shown(post, secret, expire_at);
        post.metadata.get_or_insert_default().recipients = readers;
        return Some(post);
    }
    match secret.opened_until {
        None => Some(blank(post)),
        Some(until) if until <= now_ms => None,
        Some(until) => Some(shown(post, secret, until)),
    }
}

/// The post with what it says; `expire_at` is when it burns for the reader, 0 for not told.
pub fn shown(post: &Post, secret: Secret, expire_at: i64) -> Post {
    let mut post = Post { message: secret.message, file_ids: Some(secret.file_ids), ..post.clone() };
    post.metadata.get_or_insert_default().expire_at = expire_at;
    post
}

/// 404 for whoever does not see what a post says, if it burns.
pub async fn secret_require(ctx: &Ctx, post: Id) -> Result<(), AppError> {
    match store::secret_may_read(ctx.db(), post, ctx.user_id(), ctx.now_ms()).await? {
        Some(false) => Err(errors::NOT_FOUND.into()),
        Some(true) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use roost_model::post::kind;
    use serde_json::json;

    use super::*;

    fn post() -> Post {
        let props = json!({EXPIRE_AT: 1_000}).as_object().cloned().unwrap_or_default();
        Post { user_id: Id::from_random(1), post_type: kind::BURN_ON_READ.to_owned(), props, ..Post::default() }
    }

    fn secret(expire_at: i64, opened_until: Option<i64>) -> Secret {
        let (message, file_ids) = ("secret".to_owned(), vec![Id::from_random(9)]);
        Secret { message, file_ids, expire_at, opened_until, ..Secret::default() }
    }

    #[test]
    fn what_it_says_is_for_the_author_and_for_those_who_opened_it_as_long_as_it_lasts() {
        let (author, reader) = (Id::from_random(1), Id::from_random(2));
        for (user, secret, text, expire_at) in [
            (author, secret(1_000, None), Some("secret"), 0),
            (author, secret(900, None), Some("secret"), 900),
            (author, secret(500, None), None, 0),
            (reader, secret(1_000, None), Some(""), 0),
            (reader, secret(1_000, Some(800)), Some("secret"), 800),
            (reader, secret(1_000, Some(500)), None, 0),
            (reader, secret(500, Some(800)), None, 0),
        ] {
            let seen = seen(&post(), secret, user, 500);
            let told = |post: &Post| post.metadata.as_ref().map_or(0, |metadata| metadata.expire_at);
            assert_eq!(seen.as_ref().map(|post| post.message.as_str()), text);
            assert_eq!(seen.as_ref().map_or(0, told), expire_at);
            assert_eq!(seen.map_or(0, |post| post.files().len()), usize::from(text == Some("secret")));
        }
    }
}
