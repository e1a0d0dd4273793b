//! What an account's changes tell connected clients.

use roost_model::Id;
use roost_model::ws::event;
use roost_model::ws::user::NewUser;
use roost_realtime::{Audience, Event};

/// Somebody has a new account. Guests learn of it only when they meet.
pub fn new_user(user_id: Id) -> Event {
    Event::new(event::NEW_USER, &NewUser { user_id }, Audience::everyone().guests([]))
}
