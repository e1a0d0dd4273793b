//! Addresses that people are sent back to. Pure.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands in a query as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The address with these names and values in its query, before its fragment.
pub fn with_query(address: &str, pairs: &[(&str, &str)]) -> String {
    let (address, fragment) = match address.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (address, None),
    };
    let join = if address.contains('?') { '&' } else { '?' };
    let mut out = format!("{address}{join}{}", encoded(pairs));
    if let Some(fragment) = fragment {
        out.push('#');
        out.push_str(fragment);
    }
    out
}

/// The address with these names and values in its fragment, where servers do not see them.
pub fn with_fragment(address: &str, pairs: &[(&str, &str)]) -> String {
    let address = address.split('#').next().unwrap_or_default();
    format!("{address}#{}", encoded(pairs))
}

fn encoded(pairs: &[(&str, &str)]) -> String {
    let pair = |(name, value): &(&str, &str)| format!("{name}={}", utf8_percent_encode(value, PLAIN));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

/// Whether an address fits a pattern, in which `*` stands for anything but a slash and `**` for anything.
pub fn fits(pattern: &str, address: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == address };
    let Some(rest) = address.strip_prefix(before) else { return false };
    let (after, everything) = match after.strip_prefix('*') {
        Some(after) => (after, true),
        None => (after, false),
    };
    let reach = if everything { rest.len() } else { rest.find('/').unwrap_or(rest.len()) };
    let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]).take_while(|at| *at <= reach);
    ends.into_iter().any(|at| rest.get(at..).is_some_and(|rest| fits(after, rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_does_not_change_what_was_there() {
        let pairs = [("code", "a b&c"), ("state", "ü")];
        for (address, expected) in [
            ("http://a/cb", "http://a/cb?code=a%20b%26c&state=%C3%BC"),
            ("http://a/cb?x=1", "http://a/cb?x=1&code=a%20b%26c&state=%C3%BC"),
            ("http://a/cb#top", "http://a/cb?code=a%20b%26c&state=%C3%BC#top"),
            ("myapp://cb", "myapp://cb?code=a%20b%26c&state=%C3%BC"),
        ] {
            assert_eq!(with_query(address, &pairs), expected);
        }
        assert_eq!(with_fragment("http://a/cb#top", &[("token", "t")]), "http://a/cb#token=t");
    }

    #[test]
    fn patterns() {
        for (pattern, address, expected) in [
            ("https://a/cb", "https://a/cb", true),
            ("https://a/cb", "https://a/cb2", false),
            ("https://*.example.com/cb", "https://x.example.com/cb", true),
            ("https://*.example.com/cb", "https://evil/x.example.com/cb", false),
            ("https://a/*", "https://a/b", true),
            ("https://a/*", "https://a/b/c", false),
            ("https://a/**", "https://a/b/c", true),
            ("https://a/**/end", "https://a/ü/c/end", true),
            ("**", "", true),
        ] {
            assert_eq!(fits(pattern, address), expected, "{pattern} {address}");
        }
    }
}
