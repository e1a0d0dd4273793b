//! The three session cookies of a browser.

use actix_http::header;
use actix_http::header::HeaderMap;
use roost_app::Ctx;
use roost_app::sessions::LoggedIn;
use roost_config::Config;

use crate::Reply;

/// The session token, not readable by scripts.
pub const TOKEN: &str = "MMAUTHTOKEN";
/// The user's id, readable by scripts.
pub const USER: &str = "MMUSERID";
/// The value that scripts send back in `X-CSRF-Token`.
pub const CSRF: &str = "MMCSRF";

/// A cookie of the request; empty when absent.
pub fn get<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers
        .get_all(header::COOKIE)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| value))
        .unwrap_or_default()
}

/// Where a browser sends the cookies: to the site alone, or to hosts below it too where the settings say so.
pub fn domain(config: &Config) -> String {
    let settings = &config.service;
    if !settings.allow_cookies_for_subdomains {
        return String::new();
    }
    let host = settings.site_url.split_once("://").map_or("", |(_, rest)| rest);
    // A literal address of IPv6 has no hosts below it.
    if host.starts_with('[') {
        return String::new();
    }
    host.split(['/', ':']).next().unwrap_or_default().to_owned()
}

/// What a cookie is for a browser.
#[derive(Clone, Copy, Debug)]
pub struct Attributes<'a> {
    pub path: &'a str,
    pub domain: &'a str,
    pub secure: bool,
    pub http_only: bool,
    /// Seconds; `None` is a cookie of the browser session.
    pub max_age_s: Option<i64>,
    /// Milliseconds since 1970.
    pub expires_ms: Option<i64>,
}

/// A `Set-Cookie` line.
pub fn set(name: &str, value: &str, attributes: Attributes<'_>) -> String {
    let mut line = format!("{name}={value}; Path={}", attributes.path);
    if !attributes.domain.is_empty() {
        line.push_str("; Domain=");
        line.push_str(attributes.domain);
    }
    if let Some(ms) = attributes.expires_ms {
        line.push_str("; Expires=");
        line.push_str(&http_date(ms));
    }
    if let Some(seconds) = attributes.max_age_s {
        line.push_str("; Max-Age=");
        line.push_str(&seconds.to_string());
    }
    if attributes.http_only {
        line.push_str("; HttpOnly");
    }
    if attributes.secure {
        line.push_str("; Secure");
    }
    line
}

/// The line that makes a browser forget its session token.
pub fn forget_token() -> String {
    let attributes =
        Attributes { path: "/", domain: "", secure: false, http_only: true, max_age_s: Some(0), expires_ms: None };
    set(TOKEN, "", attributes)
}

/// The answer with the three cookies of a browser.
pub fn with_session(reply: Reply, ctx: &Ctx, logged_in: &LoggedIn) -> Reply {
    let session = &logged_in.session.session;
    let max_age_s = (session.expires_at - session.create_at) / 1000;
    let all = [
        (TOKEN, logged_in.session.token.0.clone(), true),
        (USER, session.user_id.to_string(), false),
        (CSRF, session.csrf().to_owned(), false),
    ];
    let secure = ctx.client().secure;
    let domain = domain(&ctx.config());
    all.into_iter().fold(reply, |reply, (name, value, http_only)| {
        let attributes = Attributes {
            path: "/",
            domain: &domain,
            secure,
            http_only,
            max_age_s: Some(max_age_s),
            expires_ms: Some(session.expires_at),
        };
        reply.with(header::SET_COOKIE, &set(name, &value, attributes))
    })
}

fn http_date(ms: i64) -> String {
    let seconds = u64::try_from(ms / 1000).unwrap_or(0);
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    header::HttpDate::from(time).to_string()
}

#[cfg(test)]
mod tests {
    use actix_http::header::HeaderValue;

    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=b; MMAUTHTOKEN=tok; c=d"));
        assert_eq!(get(&headers, TOKEN), "tok");
        assert_eq!(get(&headers, CSRF), "");
    }

    #[test]
    fn attributes_are_written_out() {
        let attributes = Attributes {
            path: "/",
            domain: "",
            secure: true,
            http_only: true,
            max_age_s: Some(60),
            expires_ms: Some(1_700_000_000_000),
        };
        let line = set(TOKEN, "x", attributes);
        assert_eq!(line, "MMAUTHTOKEN=x; Path=/; Expires=Tue, 14 Nov 2023 22:13:20 GMT; Max-Age=60; HttpOnly; Secure");
    }
}
