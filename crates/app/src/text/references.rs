//! Names that a message points at with a mark of their own: `~channel`, `:emoji:`, links to posts.

use super::runes::without_duplicates;

/// Names behind `~`, each once, in order.
pub fn channel_mentions(message: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (at, _) in message.match_indices('~') {
        let inside_word = message.get(..at).and_then(|m| m.bytes().next_back()).is_some_and(is_word);
        let rest = message.get(at + 1..).unwrap_or_default();
        let len = rest.bytes().take_while(|b| is_word(*b) || *b == b'-').count();
        if !inside_word && len > 0 {
            names.extend(rest.get(..len));
        }
    }
    without_duplicates(names)
}

/// Names between colons, each once, in order. Whether there is such an emoji is the caller's to find out.
pub fn emoji_names(message: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = message;
    while let Some((_, after)) = rest.split_once(':') {
        let len = after.bytes().take_while(|b| is_word(*b) || matches!(b, b'-' | b'+')).count();
        let (name, behind) = after.split_at_checked(len).unwrap_or_default();
        rest = match behind.strip_prefix(':') {
            Some(behind) if len > 0 => {
                names.push(name);
                behind
            }
            _ => behind,
        };
    }
    without_duplicates(names)
}

/// Where a link to a post points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permalink<'a> {
    /// The team's name, or `_redirect` for the team of whoever opens it.
    pub team_name: &'a str,
    /// Shaped like an id; whether there is such a post is the caller's to find out.
    pub post_id: &'a str,
}

/// Reads a link as `{site_url}/{team}/pl/{post_id}`.
pub fn permalink<'a>(link: &'a str, site_url: &str) -> Option<Permalink<'a>> {
    let site_url = site_url.trim_end_matches('/');
    if site_url.is_empty() {
        return None;
    }
    let path = link.strip_prefix(site_url)?.strip_prefix('/')?;
    let (team_name, post_id) = path.split_once("/pl/")?;
    let named = !team_name.is_empty() && team_name.bytes().all(|b| is_word(b) || b == b'-');
    let is_id = post_id.len() == 26 && post_id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    (named && is_id).then_some(Permalink { team_name, post_id })
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels() {
        for (message, expected) in [
            ("see ~town-square and ~off_topic.", &["town-square", "off_topic"][..]),
            ("~a ~b ~a", &["a", "b"]),
            ("x~a 1~b _~c", &[]),
            ("(~a) **~b**", &["a", "b"]),
            ("~~struck~~", &["struck"]),
            ("~ ~! ~ü", &[]),
            ("ü~a", &["a"]),
            ("", &[]),
        ] {
            assert_eq!(channel_mentions(message), expected, "{message:?}");
        }
    }

    #[test]
    fn emoji() {
        for (message, expected) in [
            (":smile: and :+1:", &["smile", "+1"][..]),
            (":a::b::a:", &["a", "b"]),
            ("10:30:00 :x", &["30"]),
            (":: : :ü: :a b:", &[]),
            (":not :yes:", &["yes"]),
            (":a-b_C9:", &["a-b_C9"]),
            ("", &[]),
        ] {
            assert_eq!(emoji_names(message), expected, "{message:?}");
        }
    }

    #[test]
    fn permalinks() {
        let id = "abcdefghij0123456789abcdef";
        let site = "https://chat.example.com/sub";
        let link = format!("{site}/team-1/pl/{id}");
        assert_eq!(permalink(&link, site), Some(Permalink { team_name: "team-1", post_id: id }));
        assert_eq!(permalink(&link, &format!("{site}/")).map(|p| p.post_id), Some(id));
        let redirect = format!("{site}/_redirect/pl/{id}");
        assert_eq!(permalink(&redirect, site).map(|p| p.team_name), Some("_redirect"));
        for bad in [
            format!("{site}/pl/{id}"),
            format!("{site}/team/pl/{}", &id[1..]),
            format!("{site}/team/pl/{id}x"),
            format!("{site}/team/pl/{}", id.to_uppercase()),
            format!("{site}/a/b/pl/{id}"),
            format!("{site}/team/channels/{id}"),
            format!("https://evil.example/team/pl/{id}"),
            format!("{site}.evil/team/pl/{id}"),
        ] {
            assert_eq!(permalink(&bad, site), None, "{bad}");
        }
        assert_eq!(permalink(&format!("/team/pl/{id}"), ""), None);
    }
}
