//! The web client: one page for every address that people open, and the files that the page loads.
//!
//! A build of a client is a folder with the page `root.html`; its other files are asked for below `/static/`. Ours is in
//! the binary; an operator may name the folder of another.

mod page;
mod subpath;

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use actix_http::StatusCode;
use actix_http::header::{self, HeaderMap};
use bytes::Bytes;

use crate::Reply;
use crate::call::header_text;
use crate::compress;

pub use subpath::{below, of_site};

/// Where the files of a build are asked for.
const STATIC: &str = "/static/";

/// The page of a build.
const PAGE: &str = "root.html";

/// For files whose name changes with what is in them.
const FOREVER: &str = "max-age=31556926, public, immutable";

/// For files that keep their name: kept, but asked about each time.
const ASK: &str = "no-cache";

/// First segments of addresses that belong to programs: what is not there gets an error, not the page.
const FOR_PROGRAMS: [&str; 4] = ["api", "healthz", "plugins", "static"];

/// Files that are asked for at the root, because of what browsers allow them to do there.
const AT_ROOT: [&str; 3] = ["/sw.js", "/robots.txt", "/favicon.ico"];

/// A file of the build in the binary, with what was compressed when it was built.
pub struct Embedded {
    /// Below the folder of the build, with slashes.
    pub path: &'static str,
    pub plain: &'static [u8],
    pub gzip: Option<&'static [u8]>,
    pub brotli: Option<&'static [u8]>,
}

/// The client that a node serves.
pub enum Webapp {
    Embedded(&'static [Embedded]),
    Folder(PathBuf),
}

/// What the configuration says of the site that is served.
#[derive(Clone, Copy, Debug)]
pub struct Site<'c> {
    /// As from [`of_site`].
    pub subpath: &'c str,
    /// Who may show the page in a frame besides the site itself: sources of a policy, separated by spaces.
    pub frame_ancestors: &'c str,
}

/// What was found of a file.
struct Found {
    bytes: Bytes,
    encoding: Option<&'static str>,
}

impl Webapp {
    /// What a browser gets at `path`, if it is an address of the client.
    pub async fn get(&self, path: &str, site: &Site<'_>, headers: &HeaderMap) -> Option<Reply> {
        let subpath = site.subpath;
        if let Some(name) = path.strip_prefix(STATIC) {
            return self.file(name, subpath, headers).await;
        }
        if AT_ROOT.contains(&path) {
            return self.file(path.trim_start_matches('/'), subpath, headers).await;
        }
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        if FOR_PROGRAMS.contains(&first) {
            return None;
        }
        let page = match self.read(PAGE, headers, false).await {
            Some(found) => page::of_build(&found.bytes, site),
            None => page::not_built(site),
        };
        Some(page.reply(header_text(headers, header::IF_NONE_MATCH)))
    }

    async fn file(&self, name: &str, subpath: &str, headers: &HeaderMap) -> Option<Reply> {
        let addressed = !subpath.is_empty() && subpath::has_addresses(name);
        let mut found = self.read(name, headers, !addressed).await?;
        if addressed {
            found.bytes = subpath::rewrite(&found.bytes, subpath);
        }
        let reply = Reply::new(StatusCode::OK, "application/octet-stream", found.bytes);
        let mut reply = Reply { headers: Vec::new(), ..reply }
            .with(header::CONTENT_TYPE, &content_type(name))
            .with(header::CACHE_CONTROL, if is_hashed(name) { FOREVER } else { ASK });
        if let Some(encoding) = found.encoding {
            reply = reply.with(header::CONTENT_ENCODING, encoding).with(header::VARY, "Accept-Encoding");
        }
        Some(reply)
    }

    /// A file of the build, compressed where that is allowed and there.
    async fn read(&self, name: &str, headers: &HeaderMap, compressed: bool) -> Option<Found> {
        match self {
            Self::Embedded(files) => {
                let file = files.iter().find(|file| file.path == name)?;
                let takes = |encoding| compressed && compress::accepts(headers, encoding);
                let (bytes, encoding) = match (file.brotli, file.gzip) {
                    (Some(bytes), _) if takes("br") => (bytes, Some("br")),
                    (_, Some(bytes)) if takes("gzip") => (bytes, Some("gzip")),
                    _ => (file.plain, None),
                };
                Some(Found { bytes: Bytes::from_static(bytes), encoding })
            }
            Self::Folder(folder) => {
                let name = Path::new(name);
                if !name.components().all(|part| matches!(part, Component::Normal(_))) {
                    return None;
                }
                let bytes = tokio::fs::read(folder.join(name)).await.ok()?;
                Some(Found { bytes: bytes.into(), encoding: None })
            }
        }
    }
}

fn content_type(name: &str) -> Cow<'static, str> {
    let kind = mime_guess::from_path(name).first_raw().unwrap_or("application/octet-stream");
    // Scripts and styles are UTF-8, and a browser guesses when nobody says so.
    if kind.starts_with("text/") { format!("{kind}; charset=utf-8").into() } else { kind.into() }
}

/// Whether a hash is part of the file's name: eight or more letters and digits, one of them a digit, before the ending.
fn is_hashed(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let mut parts = file.split(['.', '-']).skip(1).collect::<Vec<_>>();
    parts.pop();
    parts.iter().any(|part| {
        part.len() >= 8
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && part.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_forever() {
        for hashed in ["assets/index-BxQ3k2Zz.js", "main.0a1b2c3d4e5f.js", "files/a.91bafe9bb0c7ab18.woff2"] {
            assert!(is_hashed(hashed), "{hashed}");
        }
        for named in ["manifest.json", "sw.js", "icon-512.png", "emoji/1f600.png", "favicon-default.ico"] {
            assert!(!is_hashed(named), "{named}");
        }
    }

    #[actix_rt::test]
    async fn a_folder_gives_out_nothing_from_beside_it() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("client")).unwrap();
        std::fs::write(home.path().join("secret.txt"), "secret").unwrap();
        std::fs::write(home.path().join("client/own.txt"), "own").unwrap();
        let webapp = Webapp::Folder(home.path().join("client"));
        let headers = HeaderMap::new();
        let site = Site { subpath: "", frame_ancestors: "" };
        assert!(webapp.get("/static/own.txt", &site, &headers).await.is_some());
        for outside in ["/static/../secret.txt", "/static//etc/hostname", "/static/", "/static/./../secret.txt"] {
            assert!(webapp.get(outside, &site, &headers).await.is_none(), "{outside}");
        }
    }
}
