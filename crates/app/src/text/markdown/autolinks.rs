//! URLs that stand in the text without any mark.

const SCHEMES: [&str; 5] = ["http://", "https://", "ftp://", "mailto:", "tel:"];

/// The bare URL at the start of `text`: its length and its destination. The caller knows that no word runs into it.
/// `in_brackets`: the text of a link may end here, so a `]` ends the URL.
pub(super) fn at_start(text: &str, in_brackets: bool) -> Option<(usize, String)> {
    let scheme = SCHEMES.iter().find(|s| starts_with_ignoring_case(text, s));
    let (prefix_len, is_web) = match scheme {
        Some(scheme) => (scheme.len(), false),
        None if starts_with_ignoring_case(text, "www.") => ("www.".len(), true),
        None => return None,
    };
    // Before the rest is looked at, so that an attempt that fails costs nothing.
    if !text.get(prefix_len..)?.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '[' | '+')) {
        return None;
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '`') || (in_brackets && c == ']');
    let url = text.split(ends).next()?;
    let url = url.get(..trimmed_len(url))?;
    Some((url.len(), if is_web { format!("http://{url}") } else { url.to_owned() }))
}

fn starts_with_ignoring_case(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Length without what belongs to the sentence: closing punctuation, and parentheses that open outside of the URL.
fn trimmed_len(url: &str) -> usize {
    let count = |wanted: u8| url.bytes().filter(|b| *b == wanted).count();
    let (opened, mut closed) = (count(b'('), count(b')'));
    let mut len = url.len();
    for byte in url.bytes().rev() {
        match byte {
            b'?' | b'!' | b'.' | b',' | b':' | b';' | b'*' | b'_' | b'~' | b'\'' | b'"' => {}
            b')' if closed > opened => closed -= 1,
            _ => break,
        }
        len -= 1;
    }
    len
}
