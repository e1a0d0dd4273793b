//! Locales and time zones that users choose.

/// Longest locale in bytes.
pub const LOCALE_LEN_MAX: usize = 5;
/// Longest time zone id in bytes; the longest known has 32.
const TIMEZONE_LEN_MAX: usize = 64;

/// Languages that the clients come in. A new account with another one gets the server's default.
const OFFERED: [&str; 22] = [
    "bg", "de", "en", "en-AU", "es", "fa", "fr", "hu", "it", "ja", "ko", "nl", "pl", "pt-BR", "ro", "ru", "sv", "tr",
    "uk", "vi", "zh-CN", "zh-TW",
];

/// A language tag like `de` or `pt-BR`; empty means the default.
pub fn is_locale(locale: &str) -> bool {
    let (language, region) = locale.split_once(['-', '_']).map_or((locale, None), |(l, r)| (l, Some(r)));
    let letters = |text: &str| text.bytes().all(|b| b.is_ascii_alphabetic());
    let has_region = region.is_none_or(|r| letters(r) && r.len() == 2);
    locale.is_empty()
        || (locale.len() <= LOCALE_LEN_MAX && (2..=3).contains(&language.len()) && letters(language) && has_region)
}

pub fn is_offered(locale: &str) -> bool {
    OFFERED.contains(&locale)
}

/// Shaped like an id of the time zone database, `Europe/Berlin` or `UTC`; empty means none chosen. Whether the zone is
/// known is for whoever has the list.
pub fn is_timezone(zone: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+'))
    };
    zone.is_empty() || (zone.len() <= TIMEZONE_LEN_MAX && zone.split('/').count() <= 3 && zone.split('/').all(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales() {
        for good in ["", "de", "en-AU", "pt-BR", "zh_CN", "haw"] {
            assert!(is_locale(good), "{good}");
        }
        for bad in ["x", "xxxx", "xxxxx", "xxxxxx", "de-", "-de", "de-D", "d1", "dé", "../x"] {
            assert!(!is_locale(bad), "{bad}");
        }
        assert!(OFFERED.iter().all(|locale| is_locale(locale)));
        assert!(is_offered("de") && !is_offered("xx") && !is_offered(""));
    }

    #[test]
    fn timezones() {
        for good in
            ["", "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "America/Port-au-Prince"]
        {
            assert!(is_timezone(good), "{good}");
        }
        for bad in ["/", "Europe/", "../etc/passwd", "a b", "Europe//Berlin", "a/b/c/d", "+1", "Ü"] {
            assert!(!is_timezone(bad), "{bad}");
        }
        assert!(!is_timezone(&"a".repeat(65)));
    }
}
