//! Addresses of pictures that this server fetches for its clients. Pure.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use roost_config::Config;
use roost_model::link::{OpenGraph, OpenGraphImage};
use roost_model::post::Post;
use url::Url;

use crate::text::markdown::with_image_addresses;

const PATH: &str = "/api/v4/image";

/// As the original writes them, so that the same address is the same text.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The page as clients get it: its pictures through this server while the proxy is on, else from where they are.
pub fn page_shown(config: &Config, page: &OpenGraph) -> OpenGraph {
    let image = |image: &OpenGraphImage| {
        let direct = unproxied(config, image.shown());
        if config.image_proxy.enable {
            let secure_url = proxied(config, direct.as_deref().unwrap_or(image.shown()));
            return OpenGraphImage { url: String::new(), secure_url, ..image.clone() };
        }
        match direct {
            Some(url) => OpenGraphImage { url, secure_url: String::new(), ..image.clone() },
            None => image.clone(),
        }
    };
    OpenGraph { images: page.images.iter().map(image).collect(), ..page.clone() }
}

/// Has clients get the pictures of a message through this server while the proxy is on.
pub fn show_message(config: &Config, post: &mut Post) {
    if !config.image_proxy.enable {
        return;
    }
    if let Some(message) = with_image_addresses(&post.message, |address| shown(config, address)) {
        let written = std::mem::replace(&mut post.message, message);
        if post.message_source.is_empty() {
            post.message_source = written;
        }
    }
}

/// A message as it is kept: its pictures are where they are, not where this server shows them.
pub fn message_kept(config: &Config, message: String) -> String {
    with_image_addresses(&message, |address| unproxied(config, address)).unwrap_or(message)
}

/// Another address of a picture while the proxy is on.
pub fn shown(config: &Config, address: &str) -> Option<String> {
    let is_web = address.starts_with("http://") || address.starts_with("https://");
    let other = proxied(config, address);
    (config.image_proxy.enable && is_web && other != address).then_some(other)
}

/// The address at this server of a picture that is elsewhere.
fn proxied(config: &Config, address: &str) -> String {
    let site = config.service.site_url.trim_end_matches('/');
    let own = !site.is_empty() && address.starts_with(site);
    if address.is_empty() || address.starts_with('/') || own {
        return address.to_owned();
    }
    let escaped = percent_encode(address.as_bytes(), ESCAPED).to_string().replace("%20", "+");
    format!("{site}{PATH}?url={escaped}")
}

/// Where the picture is that this address at this server is for; `None` for every other address.
pub fn unproxied(config: &Config, address: &str) -> Option<String> {
    let site = config.service.site_url.trim_end_matches('/');
    let query = address.strip_prefix(site)?.strip_prefix(PATH)?.strip_prefix('?')?;
    let url = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "url")?.1;
    Url::parse(&url).is_ok().then(|| url.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(on: bool) -> Config {
        let mut config = Config::default();
        config.service.site_url = "https://chat.example/sub/".to_owned();
        config.image_proxy.enable = on;
        config
    }

    fn page(url: &str, secure_url: &str) -> OpenGraph {
        let image =
            OpenGraphImage { url: url.to_owned(), secure_url: secure_url.to_owned(), width: 7, ..Default::default() };
        OpenGraph { images: vec![image], ..OpenGraph::default() }
    }

    #[test]
    fn pictures_come_through_the_proxy_while_it_is_on() {
        let there = "https://a.example/b c~.png?d=e&f";
        let here = "https://chat.example/sub/api/v4/image?url=https%3A%2F%2Fa.example%2Fb+c~.png%3Fd%3De%26f";
        for (on, from, to) in [
            (true, page(there, ""), page("", here)),
            (true, page("http://x", there), page("", here)),
            (true, page("", here), page("", here)),
            (true, page("https://chat.example/sub/a.png", ""), page("", "https://chat.example/sub/a.png")),
            (false, page(there, ""), page(there, "")),
            (false, page("http://x", there), page("http://x", there)),
            (false, page("", here), page(there, "")),
        ] {
            assert_eq!(page_shown(&config(on), &from), to, "{on} {from:?}");
        }
        assert_eq!(unproxied(&config(true), here).as_deref(), Some(there));
        let (written, told) = (format!("![a](<{there}>)"), format!("![a]({here})"));
        let mut post = Post { message: written.clone(), ..Post::default() };
        show_message(&config(false), &mut post);
        assert_eq!((post.message.as_str(), post.message_source.as_str()), (written.as_str(), ""));
        show_message(&config(true), &mut post);
        show_message(&config(true), &mut post);
        assert_eq!((post.message.as_str(), post.message_source.as_str()), (told.as_str(), written.as_str()));
        assert_eq!(message_kept(&config(false), told), written);
        assert_eq!(unproxied(&config(true), "https://chat.example/sub/api/v4/image?url=x"), None);
        assert_eq!(unproxied(&config(true), there), None);
    }
}
