//! From the headers of a request to its session.

use std::sync::Arc;

use actix_http::header::{self, HeaderMap};
use roost_app::Db;
use roost_app::sessions::{lacks_second_factor, session_by_token, session_used};
use roost_app::{App, AppError};
use roost_model::error as ids;
use roost_model::errors::system::SERVER_BUSY;
use roost_model::session::Session;

use crate::call::{header_text, parse_query};
use crate::cookies;
use crate::route::Auth;

/// Where a token stood. A cookie is sent by the browser on its own, so it needs the CSRF proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Cookie,
    Header,
    Query,
}

/// The token of a request: cookie before header before query, as in the original.
pub fn token(headers: &HeaderMap, query: &str) -> Option<(String, Place)> {
    let cookie = cookies::get(headers, cookies::TOKEN);
    if !cookie.is_empty() {
        return Some((cookie.to_owned(), Place::Cookie));
    }
    let value = header_text(headers, header::AUTHORIZATION);
    if let Some((scheme, token)) = value.split_once(' ')
        && (scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("token"))
    {
        return Some((token.trim().to_owned(), Place::Header));
    }
    let pairs = parse_query(query);
    let token = pairs.into_iter().find(|(key, _)| key == "access_token").map(|(_, value)| value)?;
    Some((token, Place::Query))
}

/// Why a request does not get past the check.
pub struct Refused {
    pub error: AppError,
    /// The token is no session (any more): a browser is told to forget its cookie.
    pub clear_cookie: bool,
}

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        Self { error, clear_cookie: false }
    }
}

impl From<&'static roost_model::ErrorId> for Refused {
    fn from(id: &'static roost_model::ErrorId) -> Self {
        AppError::new(id).into()
    }
}

/// What somebody who still has to set up the second factor may always read.
const OWN_ACCOUNT: &str = "/api/v4/users/me";

/// Loads the session and checks it against `auth`; `None` where no session is needed and none came.
pub async fn check(
    app: &App,
    db: &Db,
    auth: Auth,
    method: &str,
    headers: &HeaderMap,
    path: &str,
    query: &str,
) -> Result<Option<Arc<Session>>, Refused> {
    let (auth, unless_busy) = match auth {
        Auth::SessionUnlessBusy => (Auth::Session, true),
        other => (other, false),
    };
    let required = matches!(auth, Auth::Session | Auth::SessionTrusted | Auth::SessionBeforeMfa);
    if matches!(auth, Auth::Remote | Auth::Cloud | Auth::Local) {
        // None of these callers has a token that we issued until their own operations are built.
        return Err(ids::SESSION_EXPIRED.into());
    }
    let Some((token, place)) = token(headers, query) else {
        return if required { Err(ids::SESSION_EXPIRED.into()) } else { Ok(None) };
    };
    let Some(session) = session_by_token(app, db, &token).await? else {
        return if required {
            Err(Refused { error: ids::SESSION_EXPIRED.into(), clear_cookie: true })
        } else {
            Ok(None)
        };
    };
    let Some(session) = session_used(app, db, &token, session).await? else {
        return if required {
            Err(Refused { error: ids::SESSION_EXPIRED.into(), clear_cookie: true })
        } else {
            Ok(None)
        };
    };
    if place == Place::Query && !session.is_oauth && required {
        return Err(ids::TOKEN_PROVIDED.into());
    }
    let trusted = matches!(auth, Auth::SessionTrusted | Auth::Open) || method == "GET" || method == "HEAD";
    if place == Place::Cookie && !trusted && !csrf_holds(app, &session, headers) {
        return Err(AppError::new(ids::SESSION_EXPIRED).because("a cookie without its csrf token").into());
    }
    if matches!(auth, Auth::Session | Auth::SessionTrusted)
        && path.trim_end_matches('/') != OWN_ACCOUNT
        && lacks_second_factor(app, db, &session).await?
    {
        return Err(ids::MFA_REQUIRED.into());
    }
    if unless_busy && app.busy.is_on(app.clock.now_ms()) {
        return Err(SERVER_BUSY.into());
    }
    Ok(Some(session))
}

/// The session's own token in `X-CSRF-Token`, or (unless the strict mode is on) the mark of a script.
fn csrf_holds(app: &App, session: &Session, headers: &HeaderMap) -> bool {
    let sent = header_text(headers, "x-csrf-token");
    let own = session.csrf();
    if !own.is_empty() && sent == own {
        return true;
    }
    let by_script = headers.get("x-requested-with").is_some_and(|value| value == "XMLHttpRequest");
    by_script && !app.config.current().service.experimental_strict_csrf_enforcement
}
