//! What applications of others ask of this server (OAuth 2.0): below `/oauth`, and where they are made.

mod apps;
mod authorize;
mod connections;
mod page;
mod token;

use crate::route::{Auth, Built, Known};

/// The operations on applications, and those that applications and people call outside of the API.
pub const ROUTES: &[&[Built]] = &[apps::ROUTES, authorize::ROUTES, connections::ROUTES, token::ROUTES];

/// The operations outside of `/api/v4`: the original's list of routes has only what is below it.
pub const OUTSIDE: &[Known] = &[
    Known { method: "GET", path: "/oauth/authorize", auth: Auth::Open },
    Known { method: "POST", path: "/oauth/authorize", auth: Auth::Session },
    Known { method: "POST", path: "/oauth/deauthorize", auth: Auth::Session },
    Known { method: "POST", path: "/oauth/access_token", auth: Auth::Open },
    Known { method: "GET", path: "/.well-known/oauth-authorization-server", auth: Auth::Open },
];
