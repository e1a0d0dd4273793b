//! Fetching what an address leads to: once for everybody who wants it in an hour, whether it could be had or not.

use std::sync::Arc;
use std::time::Duration;

use image::ImageFormat;
use roost_model::link::{Linked, OpenGraph};
use roost_model::post::PostImage;
use roost_store::links as store;
use url::Url;

use super::memory::Key;
use super::{oembed, page, picture, proxy};
use crate::Ctx;
use crate::media::{frame_count, probe, sniff};
use crate::outgoing::CallError;
use crate::text::html;

/// What is read of a page: what it says about itself is at its start.
const PAGE_BYTES_MAX: usize = 2 * 1024 * 1024;
/// What is read of a picture to know its size, with the metadata that cameras put before it.
const IMAGE_HEAD_BYTES: usize = 512 * 1024;
/// The same for kinds that tell their size, or the number of their frames, only in pieces all over the file.
const IMAGE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// What is read to find out what it is, where its server does not say.
const SNIFF_BYTES: usize = 512;

const PIXELS_MAX: u64 = 1 << 32;

const ACCEPT: &str = "image/*, text/html;q=0.8";

/// What the address leads to, now known to this node and, if it could be stored, to all.
pub async fn fetched(ctx: &Ctx, key: &Key) -> Arc<Linked> {
    let links = &ctx.app().links;
    let fetch = async {
        if let Some(known) = links.get(key) {
            return known;
        }
        let config = ctx.config();
        let time = u64::try_from(config.experimental.link_metadata_timeout_milliseconds).unwrap_or(0);
        let time = Duration::from_millis(time.max(1));
        // First the host's, so that who waits for a slow one takes no place from others.
        let places = async { (ctx.app().outgoing.turn(&key.0).await, links.fetches.acquire().await) };
        let Ok((_turn, Ok(_permit))) = tokio::time::timeout(time, places).await else {
            tracing::warn!("an address is not looked at: too many are being fetched");
            return Arc::default();
        };
        let found = look(ctx, &key.0, time).await.unwrap_or_else(|error| {
            tracing::debug!(%error, "an address shows nothing");
            Linked::Nothing
        });
        let found = Arc::new(found);
        links.insert(key.clone(), found.clone());
        if let Err(error) = store::link_save(ctx.db(), &key.0, key.1, &found).await {
            tracing::warn!(%error, "what an address leads to is not kept");
        }
        found
    };
    links.once(key, Box::pin(fetch)).await
}

async fn look(ctx: &Ctx, address: &str, time: Duration) -> Result<Linked, CallError> {
    let config = ctx.config();
    let through_proxy = proxy::unproxied(&config, address);
    let asked = match &through_proxy {
        Some(direct) => picture::asked(&config, direct),
        None => address.to_owned(),
    };
    if let Some(page) = told(ctx, address, time).await {
        return Ok(Linked::Page(Box::new(proxy::page_shown(&config, &page))));
    }
    let language = &config.localization.default_server_locale;
    let mut answer = ctx.app().outgoing.open(&asked, ACCEPT, language, time).await?;
    let mut body = Vec::new();
    let mut kind = answer.content_type().to_ascii_lowercase();
    if kind.is_empty() {
        answer.read(&mut body, SNIFF_BYTES).await?;
        sniffed(&body).clone_into(&mut kind);
    }
    if kind.starts_with("image/svg+xml") {
        return Ok(Linked::Image(PostImage { format: "svg".to_owned(), ..PostImage::default() }));
    }
    if kind.starts_with("image/") {
        answer.read(&mut body, IMAGE_HEAD_BYTES).await?;
        if body.starts_with(b"GIF8") || body.starts_with(b"RIFF") {
            answer.read(&mut body, IMAGE_BYTES_MAX).await?;
        }
        return Ok(apart(move || image_in(&body)).await);
    }
    if !kind.starts_with("text/html") || through_proxy.is_some() {
        return Ok(Linked::Nothing);
    }
    answer.read(&mut body, PAGE_BYTES_MAX).await?;
    let content_type = answer.content_type().to_owned();
    let Ok(url) = Url::parse(address) else { return Ok(Linked::Nothing) };
    let found = apart(move || {
        let read = page::read(&html::decode(&body, &content_type), &url);
        read.map_or(Linked::Nothing, |page| Linked::Page(Box::new(page)))
    });
    Ok(match found.await {
        // Kept as it is shown: that is what a database of the original holds.
        Linked::Page(page) => Linked::Page(Box::new(proxy::page_shown(&config, &page))),
        other => other,
    })
}

/// What a site says of the address elsewhere, where it does.
async fn told(ctx: &Ctx, address: &str, time: Duration) -> Option<OpenGraph> {
    let asked = oembed::asked(address)?;
    let language = ctx.config().localization.default_server_locale.clone();
    let mut answer = ctx.app().outgoing.open(&asked, "application/json", &language, time).await.ok()?;
    let mut body = Vec::new();
    answer.read(&mut body, PAGE_BYTES_MAX).await.ok().filter(|()| answer.is_ok())?;
    oembed::read(&body, address)
}

/// What an answer is that does not say so. Text that begins with a mark is a page.
fn sniffed(start: &[u8]) -> &'static str {
    match sniff(start) {
        text if text.starts_with("text/") && start.trim_ascii_start().starts_with(b"<") => "text/html",
        other => other,
    }
}

/// Runs on a thread of its own: long pages take a while, and what others wrote may make a reader panic.
async fn apart(work: impl FnOnce() -> Linked + Send + 'static) -> Linked {
    let done = tokio::task::spawn_blocking(work).await;
    done.inspect_err(|error| tracing::warn!(%error, "what an address leads to could not be read")).unwrap_or_default()
}

fn image_in(bytes: &[u8]) -> Linked {
    let Ok(info) = probe(bytes, PIXELS_MAX) else { return Linked::Nothing };
    let format = match info.format {
        ImageFormat::Png => "png",
        ImageFormat::Jpeg => "jpeg",
        ImageFormat::Gif => "gif",
        ImageFormat::WebP => "webp",
        ImageFormat::Bmp => "bmp",
        // Browsers show no others.
        _ => return Linked::Nothing,
    };
    let frames = if info.format == ImageFormat::Gif { frame_count(bytes, usize::MAX) } else { 0 };
    Linked::Image(PostImage {
        width: info.width.into(),
        height: info.height.into(),
        format: format.to_owned(),
        frame_count: i64::try_from(frames).unwrap_or(i64::MAX),
    })
}
