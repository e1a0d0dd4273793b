//! Giving posts what the addresses in them lead to.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use futures_util::future::join_all;
use roost_config::Config;
use roost_model::link::{LINK_LEN_MAX, Linked, OpenGraphImage, hour_of};
use roost_model::post::{Post, PostEmbed, PostImage};
use roost_store::links as store;
use url::Url;

use super::fetch::fetched;
use super::memory::Key;
use super::proxy;
use super::wanted::Wanted;
use crate::{AppError, Ctx};

/// A post is written a moment after its addresses were looked at, which may be in the next hour.
const WRITING_MS: i64 = 60_000;

/// Addresses that are looked at for one request.
const ADDRESSES_MAX: usize = 50;

/// Finds out what posts lead to that are being written or changed, in the hour of `create_at`: from memory, else from the
/// database, else from where it is. Fails at nothing: then there is nothing to show. Not within a transaction.
pub(crate) async fn learn(ctx: &Ctx, posts: &[&Post], create_at: i64) {
    let config = ctx.config();
    let links = &ctx.app().links;
    let keys = keys(&config, posts, create_at);
    if keys.is_empty() {
        return;
    }
    learn_all(ctx, keys.iter().cloned().collect()).await;
    let pages: Vec<_> = keys.iter().filter_map(|key| links.get(key)).collect();
    let pictures = pages.iter().flat_map(|page| pictured(page));
    let pictures = pictures.filter_map(|address| key(&config, address, hour_of(create_at)));
    learn_all(ctx, pictures.take(ADDRESSES_MAX).collect()).await;
}

/// Whether it is known what a post leads to that is written now.
pub(crate) fn is_known(ctx: &Ctx, post: &Post) -> bool {
    keys(&ctx.config(), &[post], ctx.now_ms()).iter().all(|key| ctx.app().links.get(key).is_some())
}

/// What posts lead to, in the hour of `create_at`.
fn keys(config: &Config, posts: &[&Post], create_at: i64) -> Vec<Key> {
    let mut keys = Vec::new();
    for post in posts {
        let wanted = Wanted::of(config, post);
        keys.extend(addresses(&wanted).filter_map(|address| key(config, address, hour_of(create_at))));
    }
    keys.truncate(ADDRESSES_MAX);
    keys
}

async fn learn_all(ctx: &Ctx, keys: HashSet<Key>) {
    let links = &ctx.app().links;
    let mut missing: Vec<Key> = keys.into_iter().filter(|key| links.get(key).is_none()).collect();
    if missing.is_empty() {
        return;
    }
    match store::link_list(ctx.db(), &missing).await {
        Ok(rows) => rows.into_iter().for_each(|(url, hour, linked)| links.insert((url, hour), Arc::new(linked))),
        Err(error) => tracing::warn!(%error, "what is known of addresses could not be read"),
    }
    missing.retain(|key| links.get(key).is_none());
    join_all(missing.iter().map(|key| fetched(ctx, key))).await;
}

/// Adds to posts what is known of the addresses in them. Nothing is fetched: one statement for all of them, none where
/// memory has everything.
pub(crate) async fn show(ctx: &Ctx, posts: &mut [&mut Post]) -> Result<(), AppError> {
    let config = ctx.config();
    let wanted: Vec<Wanted> = posts.iter().map(|post| Wanted::of(&config, post)).collect();
    if wanted.iter().all(Wanted::is_empty) {
        return Ok(());
    }
    let links = &ctx.app().links;
    let mut known = Known { config: &config, by_key: HashMap::new() };
    let mut missing = HashSet::new();
    let mut ask = |known: &mut Known<'_>, address: &str, hour: i64| {
        let key = key(&config, address, hour)?;
        let found = links.get(&key);
        match &found {
            Some(linked) => drop(known.by_key.insert(key, linked.clone())),
            None => drop(missing.insert(key)),
        }
        found
    };
    for (post, wanted) in posts.iter().zip(&wanted) {
        for hour in hours(post.create_at) {
            for address in addresses(wanted) {
                let found = ask(&mut known, address, hour);
                for picture in found.iter().flat_map(|linked| pictured(linked)) {
                    ask(&mut known, picture, hour);
                }
            }
        }
    }
    if !missing.is_empty() {
        for (url, hour, linked) in store::link_list(ctx.db(), &missing.into_iter().collect::<Vec<_>>()).await? {
            let linked = Arc::new(linked);
            links.insert((url.clone(), hour), linked.clone());
            known.by_key.insert((url, hour), linked);
        }
    }
    for (post, wanted) in posts.iter_mut().zip(wanted) {
        known.put(post, wanted);
    }
    Ok(())
}

/// What memory and database know of some addresses.
struct Known<'a> {
    config: &'a Config,
    by_key: HashMap<Key, Arc<Linked>>,
}

impl Known<'_> {
    fn get(&self, address: &str, create_at: i64) -> Option<&Arc<Linked>> {
        hours(create_at).find_map(|hour| self.by_key.get(&key(self.config, address, hour)?))
    }

    fn image(&self, address: &str, create_at: i64) -> Option<PostImage> {
        match self.get(address, create_at)?.as_ref() {
            Linked::Image(image) => Some(image.clone()),
            Linked::Nothing | Linked::Page(_) => None,
        }
    }

    fn put(&self, post: &mut Post, wanted: Wanted) {
        let at = post.create_at;
        let mut images = BTreeMap::new();
        for address in wanted.images {
            if let Some(image) = self.image(&address, at) {
                images.insert(address, Some(image));
            }
        }
        let mut embed = None;
        if let Some(url) = wanted.link {
            let (embed_type, data) = match self.get(&url, at).map(AsRef::as_ref) {
                Some(Linked::Image(image)) => {
                    images.insert(url.clone(), Some(image.clone()));
                    ("image", None)
                }
                Some(Linked::Page(page)) => {
                    let shown = proxy::page_shown(self.config, page);
                    for (kept, shown) in page.images.iter().zip(&shown.images) {
                        if let Some(image) = self.image(kept.shown(), at) {
                            images.insert(shown.shown().to_owned(), Some(image));
                        }
                    }
                    ("opengraph", serde_json::to_value(shown).ok())
                }
                Some(Linked::Nothing) | None => ("link", None),
            };
            embed = Some(PostEmbed { embed_type: embed_type.to_owned(), url, data });
        }
        if embed.is_none() && images.is_empty() {
            return;
        }
        let metadata = post.metadata.get_or_insert_default();
        metadata.images = images;
        if let Some(embed) = embed {
            metadata.embeds = vec![embed];
        }
    }
}

/// Every address that a post shows by itself.
fn addresses(wanted: &Wanted) -> impl Iterator<Item = &str> {
    wanted.link.iter().chain(&wanted.images).map(String::as_str)
}

/// The pictures that a page names.
fn pictured(linked: &Linked) -> impl Iterator<Item = &str> {
    let page = if let Linked::Page(page) = linked { Some(page) } else { None };
    page.into_iter().flat_map(|page| page.images.iter().map(OpenGraphImage::shown))
}

/// The hours in which what a post leads to may have been looked at.
fn hours(create_at: i64) -> impl Iterator<Item = i64> {
    let (at, before) = (hour_of(create_at), hour_of(create_at - WRITING_MS));
    std::iter::once(at).chain((before != at).then_some(before))
}

/// By what an address is known: as it is written, or seen from this site where it names no host. `None` for what is not on
/// the web.
fn key(config: &Config, address: &str, hour: i64) -> Option<Key> {
    let (url, written) = match Url::parse(address) {
        Ok(url) => (url, true),
        Err(_) => (Url::parse(&config.service.site_url).ok()?.join(address).ok()?, false),
    };
    let is_web = matches!(url.scheme(), "http" | "https");
    let text = if written { address.to_owned() } else { url.into() };
    (is_web && text.len() <= LINK_LEN_MAX).then_some((text, hour))
}
