//! Sessions: loading, making, ending.

mod access_tokens;
mod activity;
pub mod agent;
mod create;
mod desktop;
mod device;
mod identity;
mod link;
mod list;
mod load;
mod login;
mod switch;

pub use access_tokens::{
    TokenChange, access_token_change, access_token_create, access_token_get, access_token_list,
    access_token_list_for_user, access_token_owner, access_token_search,
};
pub use activity::session_used;
pub use create::{logout, own_session, session_create_in_tx, session_length_ms};
pub use desktop::login_by_desktop_token;
pub use device::session_device;
pub use identity::{identity_of, lacks_second_factor, refresh_sockets};
pub use link::login_by_link;
pub(crate) use list::team_member_of;
pub use list::{session_list, session_revoke, session_revoke_all, session_revoke_everybody};
pub use load::{session_by_id, session_by_token};
pub use login::{LoggedIn, login};
pub use switch::login_switch;
