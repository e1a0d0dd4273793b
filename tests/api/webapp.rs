//! The web client: the page, its files, and what stays with the API.

use std::sync::Arc;

use roost_api::Webapp;
use roost_testkit::{TestNode, Tuning};

const PAGE: &str = r#"<!doctype html><script type="module" src="/static/assets/index-BxQ3k2Zz.js"></script>"#;

/// A node that serves a small build of a client from a folder, at a site of that address.
async fn node(home: &std::path::Path, site_url: &str) -> TestNode {
    std::fs::create_dir(home.join("assets")).unwrap();
    std::fs::write(home.join("root.html"), PAGE).unwrap();
    std::fs::write(home.join("assets/index-BxQ3k2Zz.js"), "let a = 1;".repeat(500)).unwrap();
    std::fs::write(home.join("manifest.json"), r#"{"icons": [{"src": "/static/icon.png"}]}"#).unwrap();
    let tuning = Tuning { webapp: Some(Arc::new(Webapp::Folder(home.to_owned()))), ..Tuning::default() };
    TestNode::tuned(tuning.with("MM_SERVICESETTINGS_SITEURL", site_url)).await
}

#[tokio::test]
async fn every_address_of_a_person_gets_the_page_and_every_other_an_error() {
    let home = tempfile::tempdir().unwrap();
    let node = node(home.path(), "").await;
    let nobody = node.anonymous();
    for path in ["/", "/login", "/team/channels/town-square", "/team/pl/abc", "/admin_console/users?page=2"] {
        let page = nobody.get(path).await;
        assert_eq!((page.status, page.bytes.as_slice()), (200, PAGE.as_bytes()), "{path}");
        assert_eq!(page.header("content-type"), "text/html");
        assert_eq!(page.header("cache-control"), "no-cache, max-age=31556926, public");
        assert_eq!(page.header("content-security-policy"), "frame-ancestors 'self' ; script-src 'self'");
        assert_eq!(page.header("x-frame-options"), "SAMEORIGIN");
    }
    for path in ["/api/v4/nosuch", "/api/nosuch", "/static/nosuch.js", "/healthz/nosuch"] {
        let error = nobody.get(path).await;
        assert_eq!((error.status, error.error_id()), (404, "api.context.404.app_error"), "{path}");
    }
    assert_eq!(nobody.post("/login", serde_json::json!({})).await.status, 404);
    assert_eq!(nobody.get("/healthz/live").await.bytes, b"ok\n");
}

#[tokio::test]
async fn files_with_a_hash_in_their_name_are_kept_and_the_page_is_asked_for_again() {
    let home = tempfile::tempdir().unwrap();
    let node = node(home.path(), "").await;
    let nobody = node.anonymous();
    let script = nobody.get("/static/assets/index-BxQ3k2Zz.js").await;
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(script.header("cache-control"), "max-age=31556926, public, immutable");
    assert_eq!(script.bytes.len(), 5_000);
    assert_eq!(nobody.get("/static/manifest.json").await.header("cache-control"), "no-cache");
    let packed = nobody.request("GET", "/static/assets/index-BxQ3k2Zz.js").header("accept-encoding", "gzip");
    assert_eq!(nobody.send(packed).await.header("content-encoding"), "gzip");

    let etag = nobody.get("/").await.header("etag").to_owned();
    let again = nobody.send(nobody.request("GET", "/login").header("if-none-match", &etag)).await;
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    std::fs::write(home.path().join("root.html"), "<!doctype html>").unwrap();
    let newer = nobody.send(nobody.request("GET", "/login").header("if-none-match", &etag)).await;
    assert_eq!((newer.status, newer.bytes.as_slice()), (200, b"<!doctype html>".as_slice()));
}

#[tokio::test]
async fn a_site_below_a_path_is_served_there_with_its_addresses_moved() {
    let home = tempfile::tempdir().unwrap();
    let node = node(home.path(), "http://example.com/chat").await;
    let nobody = node.anonymous();
    let moved = PAGE.replace("/static/", "/chat/static/");
    for path in ["/chat", "/chat/", "/chat/team/channels/x"] {
        assert_eq!(String::from_utf8(nobody.get(path).await.bytes).unwrap(), moved, "{path}");
    }
    assert_eq!(nobody.get("/chat/static/assets/index-BxQ3k2Zz.js").await.status, 200);
    let manifest = nobody.get("/chat/static/manifest.json").await;
    assert_eq!(manifest.body["icons"][0]["src"], "/chat/static/icon.png");
    assert_eq!(nobody.get("/chat/api/v4/system/ping").await.body["status"], "OK");
    assert_eq!(nobody.get("/chat/api/v4/nosuch").await.error_id(), "api.context.404.app_error");
    let ada = node.sign_up("ada").await;
    let below = ada.at_address(&format!("{}/chat", node.base()));
    let mut socket = below.connect().await;
    socket.wait_for("hello").await;
}

/// A page in the layout of the original's own bundle, with a policy of its own.
const BUNDLED: &str = r#"<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="script-src 'self' example.org">
<link rel="manifest" href="/static/manifest.json"><link href="/static/main.0a1b2c3d4e5f.css" rel="stylesheet"><style>b{}</style>
<script defer="defer" src="/static/main.0a1b2c3d4e5f.js"></script></head><body><div id="root"></div></body></html>"#;

/// A node that serves a build in that layout.
async fn bundled(home: &std::path::Path, site_url: &str) -> TestNode {
    std::fs::create_dir_all(home.join("files")).unwrap();
    std::fs::create_dir_all(home.join("i18n")).unwrap();
    std::fs::write(home.join("root.html"), BUNDLED).unwrap();
    std::fs::write(home.join("main.0a1b2c3d4e5f.js"), r#"e.p="/static/";"#).unwrap();
    std::fs::write(home.join("main.0a1b2c3d4e5f.css"), "i{src:url(/static/files/a.91bafe9bb0c7ab18.woff2)}").unwrap();
    std::fs::write(home.join("files/a.91bafe9bb0c7ab18.woff2"), b"font").unwrap();
    std::fs::write(home.join("i18n/de.json"), "{}").unwrap();
    std::fs::write(home.join("remote_entry.js"), "var a;").unwrap();
    std::fs::write(home.join("manifest.json"), r#"{"icons": [{"src": "/static/icon.png"}]}"#).unwrap();
    let tuning = Tuning { webapp: Some(Arc::new(Webapp::Folder(home.to_owned()))), ..Tuning::default() };
    let tuning = tuning.with("MM_SERVICESETTINGS_FRAMEANCESTORS", "https://portal.example.com");
    TestNode::tuned(tuning.with("MM_SERVICESETTINGS_SITEURL", site_url)).await
}

#[tokio::test]
async fn a_build_in_the_layout_of_the_original_is_served_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let nobody = bundled(home.path(), "").await.anonymous();
    let page = nobody.get("/team/channels/town-square").await;
    assert_eq!(page.bytes, BUNDLED.as_bytes());
    let policy = "frame-ancestors 'self' https://portal.example.com; script-src 'self'";
    assert_eq!(page.header("content-security-policy"), policy);
    for (path, kind, kept) in [
        ("/static/main.0a1b2c3d4e5f.js", "text/javascript; charset=utf-8", true),
        ("/static/main.0a1b2c3d4e5f.css", "text/css; charset=utf-8", true),
        ("/static/files/a.91bafe9bb0c7ab18.woff2", "font/woff2", true),
        ("/static/i18n/de.json", "application/json", false),
        ("/static/remote_entry.js?bt=1700000000", "text/javascript; charset=utf-8", false),
    ] {
        let file = nobody.get(path).await;
        assert_eq!((file.status, file.header("content-type")), (200, kind), "{path}");
        assert_eq!(file.header("cache-control").contains("immutable"), kept, "{path}");
    }
}

#[tokio::test]
async fn below_a_path_such_a_build_is_told_where_its_parts_are_and_policies_allow_it() {
    let home = tempfile::tempdir().unwrap();
    let nobody = bundled(home.path(), "https://example.com/chat").await.anonymous();
    let page = nobody.get("/chat/login").await;
    // `printf "window.publicPath='/chat/static/'" | openssl dgst -sha256 -binary | base64`
    let script = "<script>window.publicPath='/chat/static/'</script><script defer";
    let hash = "'sha256-ONrd52qEmLJ6ra3JM71gigPm7cHp4qtKuHm9F0ASdyw='";
    let html = String::from_utf8(page.bytes.clone()).unwrap();
    assert!(html.contains(script), "{html}");
    assert!(html.contains(&format!("content=\"script-src 'self' {hash} example.org\"")), "{html}");
    let policy = format!("frame-ancestors 'self' https://portal.example.com; script-src 'self' {hash}");
    assert_eq!(page.header("content-security-policy"), policy);
    assert!(html.contains("href=\"/chat/static/main.0a1b2c3d4e5f.css\""), "{html}");
    let style = nobody.get("/chat/static/main.0a1b2c3d4e5f.css").await;
    assert_eq!(style.bytes, b"i{src:url(/chat/static/files/a.91bafe9bb0c7ab18.woff2)}");
    // What a bundle says of its place is replaced by the page's word, not in its text.
    assert_eq!(nobody.get("/chat/static/main.0a1b2c3d4e5f.js").await.bytes, br#"e.p="/static/";"#);
}
