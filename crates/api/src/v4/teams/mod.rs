//! `/teams`, and what users have to do with teams.

mod collection;
mod image;
mod invitations;
mod item;
mod members;
mod of_user;

pub(crate) use members::group_ids;

use crate::route::Built;
use crate::v4::channels::page;

/// The operations below `/teams`, and those below users that answer teams.
pub const ROUTES: &[&[Built]] =
    &[collection::ROUTES, image::ROUTES, invitations::ROUTES, item::ROUTES, members::ROUTES, of_user::ROUTES];
