//! The only way to a team or channel on behalf of a user: an object is obtained together with the proof that an action
//! on it is allowed.

pub mod channel;
pub mod direct;
pub mod roles;
pub mod team;

pub use channel::ChannelAccess;
pub use team::TeamAccess;
