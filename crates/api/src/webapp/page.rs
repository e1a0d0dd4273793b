//! The page of a client, and what its headers allow it to do.

use actix_http::StatusCode;
use actix_http::header;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::{Site, subpath};
use crate::Reply;

/// As the original answers its page.
const CACHE: &str = "no-cache, max-age=31556926, public";

/// A page as it is answered.
pub struct Page {
    etag: String,
    html: Bytes,
    policy: String,
}

impl Page {
    fn new(html: Bytes, frame_ancestors: &str) -> Self {
        // Only the site itself and those that the operator names may show the page in a frame, and scripts run from its own
        // files, or as they stand in the page that an operator chose.
        // What cannot stand in a header, or would begin another directive, is left out.
        let ancestors: String = frame_ancestors.chars().filter(|c| matches!(c, ' '..='~') && *c != ';').collect();
        let policy = format!("frame-ancestors 'self' {ancestors}; script-src 'self'{}", inline_scripts(&html));
        let etag = format!("\"{}\"", BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&html)));
        Self { etag, html, policy }
    }

    /// `held`: the tag of the page that the browser has.
    pub fn reply(self, held: &str) -> Reply {
        let held = held == self.etag;
        let (status, html) = if held { (StatusCode::NOT_MODIFIED, Bytes::new()) } else { (StatusCode::OK, self.html) };
        Reply::new(status, "text/html", html)
            .with(header::CACHE_CONTROL, CACHE)
            .with(header::CONTENT_SECURITY_POLICY, &self.policy)
            .with(header::X_FRAME_OPTIONS, "SAMEORIGIN")
            .with(header::ETAG, &self.etag)
    }
}

/// The page of a build at a site.
pub fn of_build(html: &[u8], site: &Site<'_>) -> Page {
    let html = subpath::rewrite(html, site.subpath);
    Page::new(if site.subpath.is_empty() { html } else { told_of_its_place(html, site.subpath) }, site.frame_ancestors)
}

/// For a binary that was compiled without a build of the client.
pub fn not_built(site: &Site<'_>) -> Page {
    Page::new(Bytes::from_static(NOT_BUILT.as_bytes()), site.frame_ancestors)
}

/// Bundles of the original's kind load their parts from below `window.publicPath`, which a script of the page has to say;
/// where the page has a policy of its own, that allows the script too. Modules know where they came from.
fn told_of_its_place(html: Bytes, subpath: &str) -> Bytes {
    let text = String::from_utf8_lossy(&html);
    let Some(first) = text.find("<script").filter(|_| !text.contains("type=\"module\"")) else { return html };
    let script = format!("window.publicPath='{subpath}/static/'");
    let (before, after) = text.split_at(first);
    let allowed = format!("script-src 'self' {}", source(&script));
    // The first one stands in the page's own policy, if it has one: policies come before what they are about.
    let before = before.replacen("script-src 'self'", &allowed, 1);
    format!("{before}<script>{script}</script>{after}").into()
}

/// The source by which a policy allows a script that stands in the page.
fn source(script: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script)))
}

/// A source for each script that stands in the page itself: the hash of its text.
fn inline_scripts(html: &[u8]) -> String {
    let html = String::from_utf8_lossy(html);
    let mut sources = String::new();
    for script in html.split("<script").skip(1) {
        let Some((attributes, rest)) = script.split_once('>') else { continue };
        let Some((text, _)) = rest.split_once("</script") else { continue };
        if !attributes.contains(" src=") && !text.is_empty() {
            sources.push(' ');
            sources.push_str(&source(text));
        }
    }
    sources
}

const NOT_BUILT: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Roost</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }
code { background: #8882; padding: .1em .3em; border-radius: .2em; }
@media (prefers-color-scheme: dark) { body { background: #16181d; color: #dde; } a { color: #8bf; } }
</style>
<h1>Roost is up, without its web client</h1>
<p>This binary was compiled before the web client was built. <code>make run</code> builds both;
<code>scripts/webapp.sh</code> builds the client alone, for the next <code>cargo build</code>. A build that is
elsewhere is served with <code>roost serve --client-dir DIR</code>.</p>
<p>Everything else works: point a Mattermost desktop or mobile app at this address, or use the API.
<a href="/api/v4/system/ping"><code>GET /api/v4/system/ping</code></a> says whether the server is well.</p>
</html>
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_in_the_page_are_allowed_by_what_they_are() {
        let site = Site { subpath: "", frame_ancestors: "" };
        let page = of_build(b"<script src=\"/static/a.js\"></script><script>alert(1)</script>", &site);
        // `printf 'alert(1)' | openssl dgst -sha256 -binary | base64`
        let hash = "bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=";
        assert_eq!(page.policy, format!("frame-ancestors 'self' ; script-src 'self' 'sha256-{hash}'"));
    }

    #[test]
    fn others_may_frame_the_page_where_the_operator_says_so() {
        let site = Site { subpath: "", frame_ancestors: "https://portal.example.com" };
        let page = of_build(b"<!doctype html>", &site);
        assert_eq!(page.policy, "frame-ancestors 'self' https://portal.example.com; script-src 'self'");
        let site = Site { subpath: "", frame_ancestors: "https://a.example\n; script-src *" };
        let page = of_build(b"<!doctype html>", &site);
        assert_eq!(page.policy, "frame-ancestors 'self' https://a.example script-src *; script-src 'self'");
    }
}
