//! Changing an account: by its owner or by whoever may edit others.

use roost_model::Id;
use roost_model::errors::user as errors;
use roost_model::user::{StringMap, User, UserDraft, UserPatch, default_notify_props};
use roost_store::Tx;
use roost_store::users as store;
use roost_store::users::change;

use super::access::{require_over, require_self_or_edit};
use super::check::check_password;
use super::{domains, events, recovery, user_find, user_get};
use crate::mail::{Mail, Topic};
use crate::presence::out_of_office_set;
use crate::record::Kind;
use crate::{AppError, Ctx, Record};

/// Changes the fields that the patch names.
pub async fn user_patch(ctx: &Ctx, id: Id, patch: UserPatch) -> Result<User, AppError> {
    require_self_or_edit(ctx, id)?;
    let before = user_find(ctx, id).await?.ok_or_else(|| AppError::invalid_body("user_id"))?;
    require_over(ctx, &before)?;
    let changes_email = patch.email.as_ref().is_some_and(|email| *email != before.email);
    if changes_email && ctx.session().is_some_and(|session| session.is_oauth) {
        return Err(AppError::no_permission());
    }
    refuse_service_fields(&before, &patch)?;
    if changes_email && ctx.user_id() == id {
        let password = patch.password.as_deref().ok_or_else(|| AppError::invalid_body("password"))?;
        check_password(ctx, id, password).await?;
    }
    let user = user_change(ctx, id, |user| user.apply(&patch)).await?;
    follow_auto_reply(ctx, &before, &user).await?;
    Ok(user)
}

/// Replaces everything that a client may set.
pub async fn user_update(ctx: &Ctx, id: Id, draft: UserDraft) -> Result<User, AppError> {
    if draft.id != id.as_str() {
        return Err(AppError::invalid_body("user_id"));
    }
    require_self_or_edit(ctx, id)?;
    let before = user_get(ctx, id).await?;
    require_over(ctx, &before)?;
    let changes_email = !draft.email.is_empty() && draft.email != before.email;
    if draft.email != before.email && ctx.session().is_some_and(|session| session.is_oauth) {
        return Err(AppError::no_permission());
    }
    let named = UserPatch { username: Some(draft.username.clone()), ..UserPatch::default() };
    refuse_service_fields(&before, &named)?;
    if changes_email && ctx.user_id() == id {
        check_password(ctx, id, &draft.password).await.map_err(|error| match error.id.status {
            500.. => error,
            _ => AppError::invalid_body("password"),
        })?;
    }
    let user = user_change(ctx, id, |user| replace(user, draft)).await?;
    follow_auto_reply(ctx, &before, &user).await?;
    Ok(user)
}

/// Whether the server answers for the user, by their settings.
pub fn replies_by_itself(user: &User) -> bool {
    user.notify_props.get(AUTO_REPLY).is_some_and(|on| on == "true")
}

/// The status says so when the server begins to answer for somebody, and when it ends.
async fn follow_auto_reply(ctx: &Ctx, before: &User, user: &User) -> Result<(), AppError> {
    let (was, is) = (replies_by_itself(before), replies_by_itself(user));
    if was == is { Ok(()) } else { out_of_office_set(ctx, user.id, is).await }
}

/// The server no longer answers for the user, whose status says so already.
pub async fn auto_reply_off(ctx: &Ctx, id: Id) -> Result<(), AppError> {
    if user_get(ctx, id).await.is_ok_and(|user| replies_by_itself(&user)) {
        user_change(ctx, id, |user| drop(user.notify_props.insert(AUTO_REPLY.to_owned(), "false".to_owned()))).await?;
    }
    Ok(())
}

fn replace(user: &mut User, draft: UserDraft) {
    user.username = draft.username;
    draft.email.trim().clone_into(&mut user.email);
    user.nickname = draft.nickname;
    user.first_name = draft.first_name;
    user.last_name = draft.last_name;
    user.position = draft.position;
    user.locale = draft.locale;
    user.allow_marketing = draft.allow_marketing;
    user.props = draft.props;
    user.notify_props = draft.notify_props;
    user.timezone = draft.timezone;
    user.remote_id = None;
}

/// What a login service is the master of cannot be changed here.
fn refuse_service_fields(before: &User, patch: &UserPatch) -> Result<(), AppError> {
    let changes_name = patch.username.as_ref().is_some_and(|name| *name != before.username);
    if before.auth_service.is_empty() || !changes_name {
        return Ok(());
    }
    Err(AppError::new(errors::SERVICE_FIELD).with("field", "username"))
}

/// Applies `change` to the account as it is in the database, and tells everybody. Two changes at once follow one another.
pub async fn user_change(ctx: &Ctx, id: Id, change: impl FnOnce(&mut User)) -> Result<User, AppError> {
    let witnesses = events::witnesses(ctx, id).await?;
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    let user = user_change_in_tx(ctx, &mut tx, &mut record, &witnesses, id, change).await?;
    ctx.commit(tx, record).await.map_err(taken)?;
    Ok(user)
}

/// As [`user_change`], inside a transaction; `witnesses` are those of [`events::witnesses`].
pub async fn user_change_in_tx(
    ctx: &Ctx,
    tx: &mut Tx,
    record: &mut Record,
    witnesses: &[Id],
    id: Id,
    change: impl FnOnce(&mut User),
) -> Result<User, AppError> {
    let before = change::user_lock_in_tx(tx, id).await?.ok_or(errors::MISSING_ACCOUNT)?;
    let mut user = before.clone();
    change(&mut user);
    normalise(ctx, &before, &mut user);
    // What stands for the address of a bot is nobody's to prove.
    if user.email != before.email && !user.is_bot {
        domains::require_allowed_change(ctx, &user)?;
        user.validate()?;
        if ctx.config().email.require_email_verification {
            // The address stays until its owner has shown that it is theirs.
            let new = std::mem::replace(&mut user.email, before.email.clone());
            if store::user_email_taken_in_tx(tx, &new).await? {
                return Err(errors::EMAIL_EXISTS.into());
            }
            recovery::verification_in_tx(ctx, tx, &before, &new);
        } else {
            ctx.mail(Mail::to_user(&before, Topic::AddressChanged).with("address", &user.email));
            user.email_verified = false;
        }
    }
    user.validate()?;
    if user.username != before.username && !user.is_bot {
        ctx.mail(Mail::to_user(&user, Topic::NameChanged).with("former", &before.username));
    }
    change::user_update_in_tx(tx, &user);
    record.invalidate(Kind::User, id);
    events::user_updated(ctx, record, &user, witnesses);
    Ok(user)
}

/// A name or mail address that somebody else has.
pub fn taken(error: AppError) -> AppError {
    match error.store() {
        Some(taken) if taken.is_conflict("users_email_key") => errors::EMAIL_EXISTS.into(),
        Some(taken) if taken.is_conflict("users_username_key") => errors::USERNAME_EXISTS.into(),
        _ => error,
    }
}

fn normalise(ctx: &Ctx, before: &User, user: &mut User) {
    // The etag is made of this time: it must never stand still.
    user.update_at = ctx.now_ms().max(before.update_at + 1);
    user.username = user.username.to_lowercase();
    user.email = user.email.to_lowercase();
    if user.notify_props.is_empty() {
        user.notify_props = default_notify_props();
    }
    drop_blank_keys(&mut user.notify_props);
    if user.username != before.username {
        forget_keys_of_name(&mut user.notify_props, &before.username);
        if user.last_picture_update <= 0 && !user.is_bot {
            // The picture with the initial changes with the name; a negative time marks it as generated.
            user.last_picture_update = -user.update_at;
        }
    }
}

/// The setting by which the server answers for somebody, and the one with what it says.
const AUTO_REPLY: &str = "auto_responder_active";
pub const AUTO_REPLY_MESSAGE: &str = "auto_responder_message";

const MENTION_KEYS: &str = "mention_keys";

fn drop_blank_keys(props: &mut StringMap) {
    if let Some(keys) = props.get_mut(MENTION_KEYS) {
        *keys = keys.split(',').map(str::trim).filter(|key| !key.is_empty()).collect::<Vec<_>>().join(",");
    }
}

/// A former name no longer mentions its user.
fn forget_keys_of_name(props: &mut StringMap, name: &str) {
    if let Some(keys) = props.get_mut(MENTION_KEYS) {
        let is_name = |key: &&str| key.strip_prefix('@').unwrap_or(key) == name;
        *keys = keys.split(',').filter(|key| !is_name(key)).collect::<Vec<_>>().join(",");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use roost_model::user::string_map;

    #[test]
    fn a_former_name_and_blanks_leave_the_mention_keys() {
        let mut props = string_map(&[(MENTION_KEYS, "ann, ,@ann,build,")]);
        drop_blank_keys(&mut props);
        assert_eq!(props[MENTION_KEYS], "ann,@ann,build");
        forget_keys_of_name(&mut props, "ann");
        assert_eq!(props[MENTION_KEYS], "build");
    }
}
