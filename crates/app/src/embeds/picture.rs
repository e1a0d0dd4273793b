//! Pictures of other servers, fetched by this one so that their owners do not see who looks at them.

use aws_lc_rs::hmac;
use roost_config::Config;
use roost_model::errors::file as errors;
use url::Url;

use crate::{AppError, Ctx};

const BYTES_MAX: usize = 16 * 1024 * 1024;

const ACCEPT: &str = "image/*";

/// What is passed on. Everything else is no picture.
const TYPES: [&str; 11] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/apng",
    "image/bmp",
    "image/tiff",
    "image/svg+xml",
    "image/x-icon",
    "image/vnd.microsoft.icon",
];

/// A proxy of that kind is asked in the place of the picture's server.
const CAMO: &str = "atmos/camo";

/// A picture as its server has it.
pub struct Picture {
    pub mime: &'static str,
    pub bytes: Vec<u8>,
}

/// The picture at an address of another server. 400 where the proxy is switched off, for addresses that may not be
/// called, and when it is no picture.
pub async fn picture_get(ctx: &Ctx, address: &str) -> Result<Picture, AppError> {
    let config = ctx.config();
    let url = remote(&config, address).filter(|_| config.image_proxy.enable).ok_or(errors::IMAGE_URL)?;
    let answer = ctx.app().outgoing.fetch(&asked(&config, url.as_str()), ACCEPT, BYTES_MAX).await;
    let answer = answer.map_err(|error| AppError::new(errors::IMAGE_URL).because(error))?;
    let named = answer.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let mime = TYPES.into_iter().find(|mime| *mime == named).filter(|_| answer.is_ok());
    let mime = mime.ok_or_else(|| AppError::new(errors::IMAGE_URL).because(format!("{} {named}", answer.status)))?;
    Ok(Picture { mime, bytes: answer.body })
}

/// The address, unless it is one of this server.
fn remote(config: &Config, address: &str) -> Option<Url> {
    let url: Url = address.parse().ok()?;
    let own: Option<Url> = config.service.site_url.parse().ok();
    let is_own = own.is_some_and(|own| own.host_str() == url.host_str());
    (matches!(url.scheme(), "http" | "https") && url.has_host() && !is_own).then_some(url)
}

/// The address that is asked for a picture: its own, or that at another proxy.
pub(super) fn asked(config: &Config, url: &str) -> String {
    if config.image_proxy.image_proxy_type == CAMO { camo(config, url) } else { url.to_owned() }
}

/// The address at a proxy of that kind: signed with a key that both know, so that it fetches for nobody else.
fn camo(config: &Config, url: &str) -> String {
    let settings = &config.image_proxy;
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, settings.remote_image_proxy_options.as_bytes());
    let signature = hex::encode(hmac::sign(&key, url.as_bytes()));
    let proxy = settings.remote_image_proxy_url.trim_end_matches('/');
    format!("{proxy}/{signature}/{}", hex::encode(url))
}
