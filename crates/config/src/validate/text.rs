//! Forms of text that settings have.

use std::net::IpAddr;

use url::Url;

/// An absolute http or https address with a host.
pub fn is_http_url(text: &str) -> bool {
    is_url(text, &["http", "https"])
}

/// An absolute address with a host and one of these schemes.
pub fn is_url(text: &str, schemes: &[&str]) -> bool {
    // The parser forgives `http:host` and spaces around; neither is an address to hand out.
    text.contains("://")
        && text.trim() == text
        && Url::parse(text).is_ok_and(|url| schemes.contains(&url.scheme()) && url.has_host())
}

/// `HH:MM`; the hour may have one digit.
pub fn is_time_of_day(text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once(':').is_some_and(|(hour, minute)| {
        (1..=2).contains(&hour.len())
            && minute.len() == 2
            && digits(hour)
            && digits(minute)
            && hour.parse::<u8>().is_ok_and(|hour| hour < 24)
            && minute.parse::<u8>().is_ok_and(|minute| minute < 60)
    })
}

/// `host:port` with an empty host, an address or a host name.
pub fn is_listen_address(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else { return false };
    let bracketed = host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    let host_fits = match bracketed {
        Some(inner) => inner.parse::<IpAddr>().is_ok(),
        None => host.is_empty() || host.parse::<std::net::Ipv4Addr>().is_ok() || is_host_name(host),
    };
    host_fits && port.parse::<u16>().is_ok()
}

/// A DNS name: labels of letters, digits, `-` and `_`, with a letter somewhere.
fn is_host_name(text: &str) -> bool {
    let name = text.strip_suffix('.').unwrap_or(text);
    !name.is_empty()
        && name.len() < 254
        && name.chars().any(|char| char.is_ascii_alphabetic() || char == '_')
        && name.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..64).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|char| char.is_ascii_alphanumeric() || char == '-' || char == '_')
}

/// A domain of e-mail addresses: two labels or more, or `localhost`.
pub fn is_mail_domain(text: &str) -> bool {
    let top_is_word = |top: &str| top.len() > 1 && top.chars().all(|char| char.is_ascii_alphabetic());
    text == "localhost" || (is_host_name(text) && text.rsplit_once('.').is_some_and(|(_, top)| top_is_word(top)))
}

/// One `@` with something on both sides, no spaces, no capitals.
pub fn is_email(text: &str) -> bool {
    let parts: Vec<&str> = text.split('@').collect();
    parts.len() == 2
        && parts.iter().all(|part| !part.is_empty())
        && text.chars().all(|char| !char.is_whitespace() && !char.is_uppercase())
}

/// `major.minor.patch`, with an optional `-pre` and `+build`.
pub fn is_version(text: &str) -> bool {
    let numeric = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) && (part == "0" || !part.starts_with('0'))
    };
    let words = |tail: &str| {
        tail.split('.')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
    };
    let (rest, build) = text.split_once('+').map_or((text, None), |(rest, build)| (rest, Some(build)));
    let (core, pre) = rest.split_once('-').map_or((rest, None), |(core, pre)| (core, Some(pre)));
    core.split('.').count() == 3 && core.split('.').all(numeric) && pre.is_none_or(words) && build.is_none_or(words)
}

/// An id of this server: 26 letters and digits.
pub fn is_id(text: &str) -> bool {
    text.len() == 26 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// `8-4-4-4-12` hexadecimal digits.
pub fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A redirect address in which `*` stands for a part of a path segment and `**` for anything.
pub fn is_redirect_pattern(text: &str) -> bool {
    let plain = text.chars().all(|char| !char.is_control()) && !text.contains("***");
    // A digit in place of a wildcard keeps a wildcard port an address.
    plain && is_http_url(&text.replace("**", "1").replace('*', "1"))
}
