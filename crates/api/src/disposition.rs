//! The name of a file in a `Content-Disposition` header (RFC 6266 with the encodings of RFC 8187), read leniently.

use percent_encoding::percent_decode_str;

/// The file name; that with an encoding of its own goes first. `None` where none is named.
pub fn file_name(header: &str) -> Option<String> {
    let mut plain = None;
    for (key, value) in params(header) {
        match &*key {
            "filename*" => {
                if let Some(name) = decoded(&value) {
                    return Some(name);
                }
            }
            "filename" => plain = plain.or(Some(value)),
            _ => {}
        }
    }
    plain
}

/// Keys in lower case with their values, quotes taken off.
fn params(header: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut rest = header.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((key, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let (value, next) = if let Some(quoted) = after.strip_prefix('"') {
            unquoted(quoted)
        } else {
            let (value, next) = after.split_once(';').unwrap_or((after, ""));
            (value.trim().to_owned(), next)
        };
        out.push((key.trim_matches([' ', '\t', ';']).to_lowercase(), value));
        rest = next;
    }
    out
}

/// The text up to the closing quote, and what comes after it. A backslash counts only where something would need it:
/// some browsers send whole Windows paths.
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, text.get(at + 1..).unwrap_or_default()),
            '\\' if chars.peek().is_some_and(|(_, next)| matches!(next, '"' | '\\')) => {
                value.extend(chars.next().map(|(_, next)| next));
            }
            other => value.push(other),
        }
    }
    (value, "")
}

/// `UTF-8''%e2%82%ac`.
fn decoded(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_language, text) = rest.split_once('\'')?;
    if !charset.eq_ignore_ascii_case("utf-8") && !charset.eq_ignore_ascii_case("us-ascii") {
        return None;
    }
    Some(percent_decode_str(text).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names() {
        for (header, expected) in [
            ("form-data; name=\"a\"", None),
            ("form-data; name=\"a\"; filename=\"b c.txt\"", Some("b c.txt")),
            ("form-data; name=a; filename=b.txt", Some("b.txt")),
            ("form-data; filename=\"b;\\\"c\\\".txt\" ; name=\"x\"", Some("b;\"c\".txt")),
            ("form-data; name=\"filename=x\"", None),
            ("form-data; FileName=\"\"", Some("")),
            ("form-data; filename=\"C:\\dir\\x.txt\"", Some("C:\\dir\\x.txt")),
            ("form-data; filename=\"C:\\\\x.txt\"", Some("C:\\x.txt")),
            ("form-data; filename*=UTF-8''%e2%82%ac.txt", Some("€.txt")),
            ("form-data; filename=\"EUR\"; filename*=utf-8'en'%e2%82%ac", Some("€")),
            ("form-data; filename=\"EUR\"; filename*=koi8-r''%e2", Some("EUR")),
            ("form-data; filename=\"open", Some("open")),
            ("form-data", None),
        ] {
            assert_eq!(file_name(header).as_deref(), expected, "{header}");
        }
    }
}
