//! A site that lives below a path of its host, such as `https://example.com/chat`.

use bytes::Bytes;

/// The path of a site's address: `/chat`, or nothing for a site at the root.
pub fn of_site(site_url: &str) -> &str {
    let after_scheme = site_url.split_once("://").map_or("", |(_, rest)| rest);
    let path = after_scheme.find('/').and_then(|start| after_scheme.get(start..)).unwrap_or_default();
    path.trim_end_matches('/')
}

/// The path as the routes know it. Both kinds of proxies are served: those that pass the site's path on, and those that
/// take it away.
pub fn below<'a>(path: &'a str, subpath: &str) -> &'a str {
    match path.strip_prefix(subpath) {
        Some("") if !subpath.is_empty() => "/",
        Some(rest) if rest.starts_with('/') => rest,
        _ => path,
    }
}

/// Whether addresses of other files stand in the file.
pub(super) fn has_addresses(name: &str) -> bool {
    matches!(name.rsplit('.').next(), Some("css" | "html")) || name.ends_with("manifest.json")
}

/// The text with the addresses of files as they are below the site's path.
pub(super) fn rewrite(text: &[u8], subpath: &str) -> Bytes {
    if subpath.is_empty() {
        return Bytes::copy_from_slice(text);
    }
    let mut text = String::from_utf8_lossy(text).into_owned();
    for before in ["\"", "'", "(", "="] {
        text = text.replace(&format!("{before}/static/"), &format!("{before}{subpath}/static/"));
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_site_is_what_follows_its_host() {
        for (site, path) in [
            ("", ""),
            ("https://example.com", ""),
            ("https://example.com/", ""),
            ("https://example.com:8443/chat", "/chat"),
            ("https://example.com/a/b/", "/a/b"),
        ] {
            assert_eq!(of_site(site), path, "{site}");
        }
    }

    #[test]
    fn paths_lose_the_path_of_the_site_and_nothing_else() {
        for (path, subpath, expected) in [
            ("/api/v4/users", "", "/api/v4/users"),
            ("/chat/api/v4/users", "/chat", "/api/v4/users"),
            ("/chat", "/chat", "/"),
            ("/chatter/x", "/chat", "/chatter/x"),
            ("/api/v4/users", "/chat", "/api/v4/users"),
        ] {
            assert_eq!(below(path, subpath), expected, "{path} below {subpath}");
        }
    }

    #[test]
    fn addresses_of_files_are_moved_below_the_path() {
        let text = br#"<script src="/static/a.js"></script><style>x{background:url(/static/b.png)}</style>"#;
        let moved = rewrite(text, "/chat");
        assert_eq!(
            moved,
            r#"<script src="/chat/static/a.js"></script><style>x{background:url(/chat/static/b.png)}</style>"#
        );
    }
}
