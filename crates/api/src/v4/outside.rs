//! Addresses outside the API: the page at `/` and the health check.

use std::sync::Arc;

use actix_http::StatusCode;
use roost_app::{App, Db};

use crate::Reply;

/// What is at `path`, if anything.
pub async fn get(app: &Arc<App>, _db: &Db, path: &str) -> Option<Reply> {
    match path {
        "/" => Some(Reply::new(StatusCode::OK, "text/html; charset=utf-8", home_page(app))),
        // Liveness only: a database outage must not empty the proxy's pool.
        "/healthz/live" => Some(Reply::new(StatusCode::OK, "text/plain; charset=utf-8", "ok\n")),
        _ => None,
    }
}

fn home_page(app: &App) -> String {
    let version = app.node.roost_version;
    let compatible = app.node.version;
    format!(
        r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Roost</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }}
code {{ background: #8882; padding: .1em .3em; border-radius: .2em; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #16181d; color: #dde; }} a {{ color: #8bf; }} }}
</style>
<h1>Roost is up</h1>
<p>This is Roost {version}, a team-messaging server that speaks the API of Mattermost {compatible}.
The web client is not part of this build yet.</p>
<p>To connect, point a Mattermost desktop or mobile app at this address, or use the API:</p>
<ul>
<li><a href="/api/v4/system/ping"><code>GET /api/v4/system/ping</code></a> says whether the server is well.</li>
<li><code>POST /api/v4/users</code> creates an account; the first one becomes the system administrator.</li>
<li><code>GET /api/v4/websocket</code> is the event stream.</li>
</ul>
</html>
"#
    )
}
