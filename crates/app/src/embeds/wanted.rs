//! Which addresses in a post are looked at. Pure.

use roost_config::Config;
use roost_model::Id;
use roost_model::link::LINK_LEN_MAX;
use roost_model::post::Post;
use serde_json::Value;
use url::Url;

use super::proxy;
use crate::posts::attachments;
use crate::posts::metadata::PREVIEWED;
use crate::text::markdown::Document;
use crate::text::permalink;
use crate::text::runes::without_duplicates;

/// Pictures of one post of which the size is told.
const IMAGES_MAX: usize = 10;

/// A program says with this that what it wrote shall lead nowhere by itself.
const UNSAFE_LINKS: &str = "unsafe_links";

/// Parts of an attachment that are addresses of pictures.
const ATTACHED_PICTURES: [&str; 4] = ["author_icon", "image_url", "thumb_url", "footer_icon"];

/// What is looked up for a post. Addresses are as clients get them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The one that is previewed.
    pub link: Option<String>,
    pub images: Vec<String>,
}

impl Wanted {
    pub fn of(config: &Config, post: &Post) -> Self {
        if post.delete_at > 0 || post.prop_str(UNSAFE_LINKS) == "true" {
            return Self::default();
        }
        let document = if linking(&post.message) { Document::parse(&post.message) } else { Document::default() };
        let attached = attached(post);
        let link = if attached.is_some() { None } else { previewed(config, post, &document) };
        // By the addresses that clients get: the places of those pictures decide whether they are looked at.
        let place = |image: &str| proxy::unproxied(config, image).unwrap_or_else(|| image.to_owned());
        let mut images = document.images;
        images.retain(|image| is_allowed(config, &place(image)));
        for image in &mut images {
            if let Some(shown) = proxy::shown(config, image) {
                *image = shown;
            }
        }
        for attachment in attached.into_iter().flatten() {
            images.extend(texts(attachment).filter(|text| linking(text)).flat_map(|text| Document::parse(text).images));
            let named = ATTACHED_PICTURES.iter().filter_map(|name| attachment.get(*name).and_then(Value::as_str));
            images.extend(named.map(str::to_owned));
        }
        images.retain(|image| !image.is_empty() && image.len() <= LINK_LEN_MAX && is_allowed(config, image));
        let mut images = without_duplicates(images);
        images.truncate(IMAGES_MAX);
        Self { link, images }
    }

    pub fn is_empty(&self) -> bool {
        self.link.is_none() && self.images.is_empty()
    }
}

/// Whether a text may link to anything: most do not, and are not taken apart.
fn linking(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.contains("://") || text.contains("![") || bytes.windows(4).any(|four| four.eq_ignore_ascii_case(b"www."))
}

fn attached(post: &Post) -> Option<&Vec<Value>> {
    post.props.get(attachments::PROP).and_then(Value::as_array).filter(|list| !list.is_empty())
}

/// The texts of an attachment in which pictures may be.
fn texts(attachment: &Value) -> impl Iterator<Item = &str> {
    let fields = attachment.get("fields").and_then(Value::as_array).into_iter().flatten();
    let values = fields.filter_map(|field| field.get("value"));
    ["text", "pretext"].into_iter().filter_map(|name| attachment.get(name)).chain(values).filter_map(Value::as_str)
}

/// The first bare address that may be previewed. A post that is linked to is shown otherwise.
fn previewed(config: &Config, post: &Post, document: &Document) -> Option<String> {
    if !config.service.enable_link_previews || !Id::parse_or_empty(post.prop_str(PREVIEWED)).is_empty() {
        return None;
    }
    let link = document.bare_links.iter().find(|link| is_allowed(config, link))?;
    let own_post = permalink(link, &config.service.site_url).is_some();
    (!own_post && link.len() <= LINK_LEN_MAX).then(|| link.clone())
}

/// Whether an address is of no host that `RestrictLinkPreviews` names, wherever in its name.
fn is_allowed(config: &Config, address: &str) -> bool {
    let restricted = config.service.restrict_link_previews.to_lowercase();
    let mut domains = restricted.split([',', '@']).flat_map(str::split_whitespace).peekable();
    if domains.peek().is_none() {
        return true;
    }
    match Url::parse(address) {
        Ok(url) => !domains.any(|domain| url.host_str().unwrap_or_default().contains(domain)),
        Err(url::ParseError::RelativeUrlWithoutBase) => true,
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn config() -> Config {
        let mut config = Config::default();
        config.service.site_url = "https://chat.example".to_owned();
        config
    }

    fn post(message: &str) -> Post {
        Post { message: message.to_owned(), ..Post::default() }
    }

    fn link(config: &Config, message: &str) -> Option<String> {
        Wanted::of(config, &post(message)).link
    }

    #[test]
    fn the_first_bare_address_is_previewed() {
        let config = config();
        let own = format!("https://chat.example/team/pl/{}", Id::from_random(1));
        for (message, expected) in [
            ("see https://a.example/x, https://b.example", Some("https://a.example/x")),
            ("[named](https://a.example) WWW.b.example", Some("http://WWW.b.example")),
            ("`https://a.example`", None),
            ("plain", None),
            (&own, None),
            (&format!("https://a.example/{}", "x".repeat(LINK_LEN_MAX)), None),
        ] {
            assert_eq!(link(&config, message).as_deref(), expected, "{message}");
        }
        let mut off = config.clone();
        off.service.enable_link_previews = false;
        assert_eq!(link(&off, "https://a.example"), None);
        let images = Wanted::of(&off, &post("![a](https://a.example/b.png)")).images;
        assert_eq!(images, ["https://a.example/b.png"], "pictures in messages are no previews");
    }

    #[test]
    fn restricted_hosts_are_passed_over() {
        let mut config = config();
        config.service.restrict_link_previews = "@Bad.example, worse.example x.test".to_owned();
        for (message, expected) in [
            ("https://bad.example https://good.example", Some("https://good.example")),
            ("https://BAD.example/ https://sub.worse.example", None),
            ("https://notbad.example", None),
            ("https://good.example/?at=bad.example", Some("https://good.example/?at=bad.example")),
        ] {
            assert_eq!(link(&config, message).as_deref(), expected, "{message}");
        }
        let wanted = Wanted::of(&config, &post("![a](https://bad.example/a.png) ![b](/b.png)"));
        assert_eq!(wanted.images, ["/b.png"]);
    }

    #[test]
    fn attachments_have_pictures_and_no_previews() {
        let mut post = post("https://a.example");
        post.props.insert(
            attachments::PROP.to_owned(),
            json!([{"text": "![a](http://x/1)", "pretext": "http://no", "image_url": "http://x/2", "author_icon": "",
                "thumb_url": 7, "fields": [{"value": "![b][c]\n\n[c]: http://x/3"}, {"value": 1}, null]}, 7]),
        );
        let wanted = Wanted::of(&config(), &post);
        assert_eq!(
            (wanted.link, wanted.images),
            (None, vec!["http://x/1".into(), "http://x/3".into(), "http://x/2".into()])
        );
        post.props.insert(UNSAFE_LINKS.to_owned(), json!("true"));
        assert!(Wanted::of(&config(), &post).is_empty());
    }

    #[test]
    fn so_many_pictures_at_most() {
        let many: Vec<String> = (0..50).map(|n| format!("![x](http://x/{n})")).collect();
        assert_eq!(Wanted::of(&config(), &post(&many.join(" "))).images.len(), IMAGES_MAX);
    }
}
