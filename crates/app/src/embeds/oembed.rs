//! Sites that tell about their pages at another address, and little in the pages themselves. Pure.

use roost_model::link::{LINK_LEN_MAX, OpenGraph, OpenGraphImage};
use serde::Deserialize;
use url::Url;

use super::page::{cut, is_showable};

const VIDEOS: &str = "https://www.youtube.com/oembed";

/// What the original calls what it was told so.
const KIND: &str = "opengraph";

/// Where to ask about this address, by the oEmbed protocol; `None` where its own page tells.
pub fn asked(address: &str) -> Option<String> {
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    let path = url.path();
    let named = |name: &str| url.query_pairs().any(|(key, value)| key == name && !value.is_empty());
    let is_video = match host {
        "youtu.be" => path.len() > 1,
        _ if host == "youtube.com" || host.ends_with(".youtube.com") => {
            (path == "/watch" && named("v"))
                || (path == "/playlist" && named("list"))
                || ["/v/", "/embed/", "/shorts/", "/live/"]
                    .iter()
                    .any(|start| path.strip_prefix(start).is_some_and(|id| !id.is_empty()))
        }
        _ => false,
    };
    let asked = Url::parse_with_params(VIDEOS, [("format", "json"), ("url", address)]).ok()?;
    is_video.then(|| asked.into())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Told {
    title: String,
    thumbnail_url: String,
    thumbnail_width: u64,
    thumbnail_height: u64,
}

/// Reads what was told about an address; `None` where it is not what the protocol says.
pub fn read(json: &[u8], address: &str) -> Option<OpenGraph> {
    let told: Told = serde_json::from_slice(json).ok()?;
    if told.title.is_empty() && told.thumbnail_url.is_empty() {
        return None;
    }
    let image = OpenGraphImage {
        url: told.thumbnail_url,
        kind: "image".to_owned(),
        width: told.thumbnail_width,
        height: told.thumbnail_height,
        ..OpenGraphImage::default()
    };
    let shown = Url::parse(&image.url).is_ok() && image.url.len() <= LINK_LEN_MAX && is_showable(&image);
    let mut page = OpenGraph {
        kind: KIND.to_owned(),
        url: address.to_owned(),
        title: told.title,
        images: if shown { vec![image] } else { Vec::new() },
        ..OpenGraph::default()
    };
    cut(&mut page.title);
    Some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn videos_are_asked_for_elsewhere_and_other_pages_are_not() {
        let there = "https://www.youtube.com/watch?v=abc&t=5";
        let asked_for =
            "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabc%26t%3D5";
        assert_eq!(asked(there).as_deref(), Some(asked_for));
        for yes in [
            "https://youtu.be/abc",
            "http://youtube.com/playlist?list=x",
            "https://m.youtube.com/shorts/abc",
            "https://www.youtube.com/v/abc",
        ] {
            assert!(asked(yes).is_some(), "{yes}");
        }
        for no in [
            "https://youtu.be/",
            "https://www.youtube.com/",
            "https://www.youtube.com/watch",
            "https://www.youtube.com/@somebody",
            "https://notyoutube.com/watch?v=abc",
            "https://youtube.com.a.example/watch?v=abc",
            "ftp://youtu.be/abc",
            "youtu.be/abc",
        ] {
            assert_eq!(asked(no), None, "{no}");
        }
    }

    #[test]
    fn what_is_told_becomes_a_page() {
        let json =
            br#"{"title":"A film","type":"video","thumbnail_url":"https://i.example/a.jpg","thumbnail_width":480,
            "thumbnail_height":360,"html":"<iframe>"}"#;
        let page = read(json, "https://youtu.be/a").unwrap();
        assert_eq!(
            (page.kind.as_str(), page.title.as_str(), page.url.as_str()),
            (KIND, "A film", "https://youtu.be/a")
        );
        let image = &page.images[0];
        assert_eq!((image.url.as_str(), image.width, image.height), ("https://i.example/a.jpg", 480, 360));
        assert!(
            read(br#"{"title":"x","thumbnail_url":"no address"}"#, "https://youtu.be/a").unwrap().images.is_empty()
        );
        for bad in [b"Not Found".as_slice(), b"{}", b"[]", b"{\"title\":5}"] {
            assert_eq!(read(bad, "https://youtu.be/a"), None);
        }
    }
}
