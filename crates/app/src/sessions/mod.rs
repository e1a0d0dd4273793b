//! Sessions: loading, making, ending.

mod create;
mod identity;
mod load;

pub use create::{LoggedIn, login, logout, own_session, session_create_in_tx};
pub use identity::identity_of;
pub use load::{session_by_id, session_by_token};
