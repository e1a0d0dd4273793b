//! What a page says about itself, by the Open Graph protocol.

use roost_model::link::{LINK_LEN_MAX, OpenGraph, OpenGraphImage};
use url::Url;

use crate::text::html::{Element, Part, walk};

/// Pictures of one page that are kept.
const IMAGES_MAX: usize = 5;
/// Longest text, in characters; longer ones end with a mark.
const TEXT_LEN_MAX: usize = 300;
const CUT: &str = "[...]";
/// Characters of what a page calls its kind and its picture's kind.
const KIND_LEN_MAX: usize = 100;

/// The kind by which clients know the small picture of a site.
const SITE_ICON: &str = "image/x-mm-icon";

/// Reads a page that `url` leads to; `None` where it says nothing about itself.
pub fn read(html: &str, url: &Url) -> Option<OpenGraph> {
    let mut page = OpenGraph::default();
    let mut icon = String::new();
    walk(html, &mut |part| {
        let Part::Start(element) = part else { return };
        match element.name() {
            "meta" => property(&mut page, element.attribute("property"), element.attribute("content")),
            "link" if icon.is_empty() && is_icon(element) => element.attribute("href").clone_into(&mut icon),
            _ => {}
        }
    });
    if page.title.is_empty() && page.kind.is_empty() && page.url.is_empty() {
        return None;
    }
    if !page.url.is_empty() {
        // The one that people see in the message.
        page.url = url.to_string();
    }
    if !icon.is_empty() {
        page.images.push(OpenGraphImage { url: icon, kind: SITE_ICON.to_owned(), ..OpenGraphImage::default() });
    }
    for image in &mut page.images {
        image.url = absolute(url, &image.url);
        image.secure_url = absolute(url, &image.secure_url);
        image.kind = image.kind.chars().take(KIND_LEN_MAX).collect();
    }
    page.images.retain(is_showable);
    page.images.truncate(IMAGES_MAX);
    page.kind = page.kind.chars().take(KIND_LEN_MAX).collect();
    for text in [&mut page.title, &mut page.description, &mut page.site_name] {
        cut(text);
    }
    Some(page)
}

/// Cuts a text that is too long for a preview.
pub fn cut(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(TEXT_LEN_MAX) {
        text.truncate(end);
        text.push_str(CUT);
    }
}

fn property(page: &mut OpenGraph, name: &str, content: &str) {
    match name {
        "og:title" => content.clone_into(&mut page.title),
        "og:description" => content.clone_into(&mut page.description),
        "og:type" => content.clone_into(&mut page.kind),
        "og:url" => content.clone_into(&mut page.url),
        "og:site_name" => content.clone_into(&mut page.site_name),
        // Its parts follow it.
        "og:image" => page.images.push(OpenGraphImage { url: content.to_owned(), ..OpenGraphImage::default() }),
        _ => {
            let Some(part) = name.strip_prefix("og:image:") else { return };
            if page.images.is_empty() {
                page.images.push(OpenGraphImage::default());
            }
            let Some(image) = page.images.last_mut() else { return };
            match part {
                "url" => content.clone_into(&mut image.url),
                "secure_url" => content.clone_into(&mut image.secure_url),
                "type" => content.clone_into(&mut image.kind),
                "width" => image.width = content.parse().unwrap_or(0),
                "height" => image.height = content.parse().unwrap_or(0),
                _ => {}
            }
        }
    }
}

fn is_icon(element: Element<'_>) -> bool {
    element.attribute("rel").split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("icon"))
}

/// The address seen from the page; empty where it is none.
fn absolute(page: &Url, address: &str) -> String {
    if address.is_empty() || address.len() > LINK_LEN_MAX {
        return String::new();
    }
    page.join(address).map(String::from).unwrap_or_default()
}

/// Drawings are not shown: they may hold programs.
pub fn is_showable(image: &OpenGraphImage) -> bool {
    let is_drawing = |address: &str| {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("svg"))
    };
    let shown = image.shown();
    let is_web = shown.starts_with("http://") || shown.starts_with("https://");
    is_web && shown.len() <= LINK_LEN_MAX && image.kind != "image/svg+xml" && !is_drawing(shown)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(html: &str) -> Option<OpenGraph> {
        read(html, &"https://site.example/deep/page?a=1".parse().unwrap())
    }

    #[test]
    fn a_page_tells_its_title_and_its_pictures() {
        let page = at(r#"<html><head><title>no</title>
            <meta property="og:title" content="A &amp; B"><meta property="og:type" content="article"/>
            <meta property="og:url" content="https://elsewhere.example/"><meta property="og:site_name" content="Site">
            <meta property="og:image" content="../a.png"><meta property="og:image:width" content="640">
            <meta property="og:image:height" content="x"><meta property="og:image:type" content="image/png">
            <meta property="og:image" content="//cdn.example/b.jpg"><meta property="og:image:secure_url" content="/s.jpg">
            <link rel="shortcut icon" href="/favicon.ico"><meta property="og:image" content="c.svg?x">
            <meta property="og:audio" content="x.mp3">"#)
        .unwrap();
        let image = |url: &str, secure_url: &str, kind: &str, width: u64| json!({"url": url, "secure_url": secure_url, "type": kind, "width": width, "height": 0});
        let expected = json!({
            "type": "article", "url": "https://site.example/deep/page?a=1", "title": "A & B", "description": "",
            "determiner": "", "site_name": "Site", "locale": "", "locales_alternate": null, "audios": null, "videos": null,
            "images": [
                image("https://site.example/a.png", "", "image/png", 640),
                image("https://cdn.example/b.jpg", "https://site.example/s.jpg", "", 0),
                image("https://site.example/favicon.ico", "", SITE_ICON, 0),
            ],
        });
        assert_eq!(serde_json::to_value(page).unwrap(), expected);
    }

    #[test]
    fn a_page_without_a_title_of_that_kind_says_nothing() {
        for html in ["", "plain", "<title>T</title>", "<meta property='og:description' content='d'>", "<meta name=x>"] {
            assert_eq!(at(html), None, "{html}");
        }
        assert!(at("<meta property='og:type' content='website'>").is_some());
    }

    #[test]
    fn what_is_kept_of_a_page_is_bounded() {
        let long = "ä".repeat(301);
        let image = "<meta property='og:image' content='a.png'>".repeat(9);
        let far = format!("<meta property='og:image' content='{}'>", "x".repeat(LINK_LEN_MAX + 1));
        let inside = "<meta property='og:image' content='data:image/png;base64,AA=='>";
        let page = at(&format!("<meta property='og:title' content='{long}'>{far}{inside}{image}")).unwrap();
        assert_eq!(page.title, format!("{}[...]", "ä".repeat(300)));
        assert_eq!(page.images.len(), IMAGES_MAX);
        assert!(page.images.iter().all(|image| image.url == "https://site.example/deep/a.png"));
    }
}
