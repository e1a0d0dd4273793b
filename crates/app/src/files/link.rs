//! Links to files for people without an account.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{Context, SHA256};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use roost_model::Id;
use roost_model::errors::file as errors;
use roost_store::burning::secret_may_read;

use super::open::{Download, existing, readable, whole};
use crate::{AppError, Ctx};

/// The address under which anybody may get the file, below the address of this server.
pub async fn file_link(ctx: &Ctx, id: Id) -> Result<String, AppError> {
    let salt = salt(ctx)?;
    let file = readable(ctx, id, errors::LINK_FILE_NOT_FOUND).await?;
    if file.info.post_id.is_empty() {
        return Err(errors::LINK_NO_POST.into());
    }
    if secret_may_read(ctx.db(), file.info.post_id, ctx.user_id(), ctx.now_ms()).await?.is_some() {
        return Err(AppError::no_permission().because("the post of the file burns, its link would not"));
    }
    Ok(format!("/files/{id}/public?h={}", hash(&salt, id)))
}

/// The file, for whoever has its link.
pub async fn file_public(ctx: &Ctx, id: Id, given: &str) -> Result<Download, AppError> {
    let salt = salt(ctx)?;
    let file = existing(ctx, id, errors::LINK_FILE_NOT_FOUND).await?;
    if verify_slices_are_equal(given.as_bytes(), hash(&salt, id).as_bytes()).is_err() {
        return Err(errors::LINK_INVALID.into());
    }
    whole(ctx, file, false).await
}

fn salt(ctx: &Ctx) -> Result<String, AppError> {
    let settings = &ctx.config().file;
    // Without a salt anybody could work the links out.
    if !settings.enable_public_link || settings.public_link_salt.is_empty() {
        return Err(errors::LINKS_OFF.into());
    }
    Ok(settings.public_link_salt.clone())
}

/// Of the same form as the original's, so that links which people have stay valid.
fn hash(salt: &str, id: Id) -> String {
    let mut hash = Context::new(&SHA256);
    hash.update(salt.as_bytes());
    hash.update(id.as_str().as_bytes());
    URL_SAFE_NO_PAD.encode(hash.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_salt_and_id() {
        let id = Id::parse("abcdefghijklmnopqrstuvwxyz").unwrap();
        // printf 'saltabcdefghijklmnopqrstuvwxyz' | openssl dgst -sha256 -binary | basenc --base64url
        assert_eq!(hash("salt", id), "D1-D452Q0OYJbkHXwk-6YdE9lWbP1RZA16JiT1co-dE");
        assert_ne!(hash("salt", id), hash("other", id));
    }
}
