//! What an account's changes tell connected clients.

use roost_model::Id;
use roost_model::user::{SanitizeOptions, User};
use roost_model::ws::event;
use roost_model::ws::user::{NewUser, UserRoleUpdated, UserUpdated};
use roost_realtime::{Audience, Event};
use serde_json::json;

use crate::{AppError, Ctx, Record};

/// Somebody has a new account. Guests learn of it only when they meet.
pub fn new_user(user_id: Id) -> Event {
    Event::new(event::NEW_USER, &NewUser { user_id }, Audience::everyone().guests([]))
}

/// The system roles of an account changed; the owner's clients read them anew.
pub fn role_updated(user: &User) -> Event {
    let data = UserRoleUpdated { roles: user.roles.clone(), user_id: user.id };
    Event::new(event::USER_ROLE_UPDATED, &data, Audience::user(user.id))
}

/// Somebody was deactivated or brought back; clients that show such lists read them anew.
pub fn activation_changed() -> Event {
    Event::new(event::USER_ACTIVATION_STATUS_CHANGE, &json!({}), Audience::everyone())
}

/// No guest is let in any more; clients read their lists anew.
pub fn guests_deactivated() -> Event {
    Event::new(event::GUESTS_DEACTIVATED, &json!({}), Audience::everyone())
}

/// The guests who may hear of this account. To be asked before a transaction is opened.
pub async fn witnesses(ctx: &Ctx, id: Id) -> Result<Vec<Id>, AppError> {
    Ok(roost_store::users::user_guests_who_see(ctx.db(), id).await?)
}

/// `user_updated` in its three forms: for administrators, for everybody else, and for the owner.
pub fn user_updated(ctx: &Ctx, record: &mut Record, user: &User, witnesses: &[Id]) {
    let privacy = &ctx.config().privacy;
    let other =
        SanitizeOptions::Other { show_full_name: privacy.show_full_name, show_email: privacy.show_email_address };
    let shown = |viewer, audience| {
        let user = user.clone().sanitized(viewer);
        Event::new(event::USER_UPDATED, &UserUpdated { user: &user }, audience)
    };
    let everyone = || Audience::everyone().omit_user(user.id).guests(witnesses.iter().copied());
    record.event(shown(SanitizeOptions::Admin, everyone().sensitive()));
    record.event(shown(other, everyone().sanitized()));
    record.event(shown(SanitizeOptions::Own, Audience::user(user.id)));
}
