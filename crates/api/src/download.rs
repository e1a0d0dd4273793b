//! Files as answers: headers, conditions and parts of them (RFC 9110, sections 13 and 14).

use std::ops::Range;
use std::time::{Duration, SystemTime};

use actix_http::StatusCode;
use actix_http::header::{self, HttpDate};
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use roost_app::files::Download;

use crate::reply::Body;
use crate::{Answer, Call, Reply};

/// What stands for itself in a part of a path.
const PATH_PART: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// Clients keep a file for a day: its bytes never change.
const CACHE_CONTROL: &str = "private, max-age=86400";

/// Renders a file, or the part of it that the client asks for.
pub fn reply(call: &Call, file: &Download) -> Answer {
    let conditions = Conditions {
        modified_s: file.modified_at_ms / 1000,
        if_modified_since: date(call.header(header::IF_MODIFIED_SINCE)),
        if_unmodified_since: date(call.header(header::IF_UNMODIFIED_SINCE)),
        if_match: call.header(header::IF_MATCH),
        if_none_match: call.header(header::IF_NONE_MATCH),
    };
    match conditions.check() {
        Check::Failed => return Ok(with_headers(empty(StatusCode::PRECONDITION_FAILED), file)),
        Check::NotModified => return Ok(with_headers(empty(StatusCode::NOT_MODIFIED), file)),
        Check::Passed => {}
    }
    let (status, range) = match asked_range(call, file) {
        Asked::Whole => (StatusCode::OK, 0..file.size),
        Asked::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        Asked::Nothing => {
            let reply = empty(StatusCode::RANGE_NOT_SATISFIABLE);
            return Ok(reply.with(header::CONTENT_RANGE, &format!("bytes */{}", file.size)));
        }
    };
    let mut reply = with_headers(empty(status), file);
    if status == StatusCode::PARTIAL_CONTENT {
        let line = format!("bytes {}-{}/{}", range.start, range.end - 1, file.size);
        reply = reply.with(header::CONTENT_RANGE, &line);
    }
    let len = range.end - range.start;
    let chunks = file.bytes(call.ctx.app_handle(), range).map_err(std::io::Error::other);
    reply.body = if len == 0 { Body::Bytes(Bytes::new()) } else { Body::Stream(len, chunks.boxed_local()) };
    Ok(reply)
}

fn empty(status: StatusCode) -> Reply {
    Reply { status, headers: Vec::new(), body: Body::Bytes(Bytes::new()) }
}

fn with_headers(reply: Reply, file: &Download) -> Reply {
    let name = utf8_percent_encode(&file.name, PATH_PART).to_string();
    let how = if file.delivery.inline { "inline" } else { "attachment" };
    reply
        .with(header::CONTENT_TYPE, &file.delivery.content_type)
        .with(header::CACHE_CONTROL, CACHE_CONTROL)
        .with(header::CONTENT_DISPOSITION, &format!("{how};filename=\"{name}\"; filename*=UTF-8''{name}"))
        .with(header::CONTENT_SECURITY_POLICY, "Frame-ancestors 'none'")
        .with(header::X_FRAME_OPTIONS, "DENY")
        .with(header::ACCEPT_RANGES, "bytes")
        .with(header::LAST_MODIFIED, &http_date(file.modified_at_ms / 1000))
}

/// Seconds since 1970 as a header says them.
fn http_date(seconds: i64) -> String {
    let since = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
    HttpDate::from(SystemTime::UNIX_EPOCH + since).to_string()
}

/// Seconds since 1970; `None` for what is no date.
fn date(text: &str) -> Option<i64> {
    let time = SystemTime::from(text.parse::<HttpDate>().ok()?);
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

/// The conditions of a request. Files have no etag: their id is one.
struct Conditions<'a> {
    modified_s: i64,
    if_modified_since: Option<i64>,
    if_unmodified_since: Option<i64>,
    if_match: &'a str,
    if_none_match: &'a str,
}

#[derive(Debug, PartialEq, Eq)]
enum Check {
    Passed,
    NotModified,
    Failed,
}

impl Conditions<'_> {
    fn check(&self) -> Check {
        let failed = match self.if_match {
            "" => self.if_unmodified_since.is_some_and(|since| self.modified_s > since),
            etags => etags.trim() != "*",
        };
        if failed {
            return Check::Failed;
        }
        let same = match self.if_none_match {
            "" => self.if_modified_since.is_some_and(|since| self.modified_s <= since),
            etags => etags.trim() == "*",
        };
        if same { Check::NotModified } else { Check::Passed }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Whole,
    Part(Range<u64>),
    /// No byte of the file, or something that is no range.
    Nothing,
}

fn asked_range(call: &Call, file: &Download) -> Asked {
    let unchanged = match call.header(header::IF_RANGE) {
        "" => true,
        text => date(text) == Some(file.modified_at_ms / 1000),
    };
    let text = call.header(header::RANGE);
    if text.is_empty() || !unchanged { Asked::Whole } else { parse_range(text, file.size) }
}

/// Several ranges at once get the whole file, as any server may answer them.
fn parse_range(text: &str, size: u64) -> Asked {
    // Some clients send a range with every request; an empty file has nothing to take a part of.
    if size == 0 {
        return Asked::Whole;
    }
    let Some(list) = text.strip_prefix("bytes=") else { return Asked::Nothing };
    let mut ranges = list.split(',').map(str::trim).filter(|range| !range.is_empty());
    let (Some(range), None) = (ranges.next(), ranges.next()) else {
        return if list.trim().is_empty() { Asked::Nothing } else { Asked::Whole };
    };
    let Some((first, last)) = range.split_once('-') else { return Asked::Nothing };
    let (first, last) = (first.trim(), last.trim());
    let range = if first.is_empty() {
        number(last).map(|len| size - len.min(size)..size)
    } else if last.is_empty() {
        number(first).map(|first| first..size)
    } else {
        let pair = number(first).zip(number(last)).filter(|(first, last)| first <= last);
        pair.map(|(first, last)| first..last.saturating_add(1).min(size))
    };
    match range {
        Some(range) if range.start < range.end => Asked::Part(range),
        _ => Asked::Nothing,
    }
}

/// Digits only; what is larger than any file counts as the largest number.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        for (text, expected) in [
            ("bytes=0-4", Asked::Part(0..5)),
            ("bytes=5-", Asked::Part(5..10)),
            ("bytes=-3", Asked::Part(7..10)),
            ("bytes=-30", Asked::Part(0..10)),
            ("bytes=0-99999999999999999999999", Asked::Part(0..10)),
            ("bytes=9-9", Asked::Part(9..10)),
            ("bytes=10-", Asked::Nothing),
            ("bytes=-0", Asked::Nothing),
            ("bytes=5-4", Asked::Nothing),
            ("bytes=a-b", Asked::Nothing),
            ("bytes=", Asked::Nothing),
            ("bytes=+1-2", Asked::Nothing),
            ("lines=1-2", Asked::Nothing),
            ("bytes=0-1,3-4", Asked::Whole),
        ] {
            assert_eq!(parse_range(text, 10), expected, "{text}");
        }
        assert_eq!(parse_range("bytes=0-4", 0), Asked::Whole);
    }

    #[test]
    fn conditions() {
        let none = || Conditions {
            modified_s: 100,
            if_modified_since: None,
            if_unmodified_since: None,
            if_match: "",
            if_none_match: "",
        };
        for (conditions, expected) in [
            (none(), Check::Passed),
            (Conditions { if_modified_since: Some(100), ..none() }, Check::NotModified),
            (Conditions { if_modified_since: Some(99), ..none() }, Check::Passed),
            (Conditions { if_unmodified_since: Some(99), ..none() }, Check::Failed),
            (Conditions { if_unmodified_since: Some(100), ..none() }, Check::Passed),
            (Conditions { if_none_match: "\"x\"", if_modified_since: Some(100), ..none() }, Check::Passed),
            (Conditions { if_none_match: "*", ..none() }, Check::NotModified),
            (Conditions { if_match: "\"x\"", ..none() }, Check::Failed),
            (Conditions { if_match: "*", if_unmodified_since: Some(99), ..none() }, Check::Passed),
        ] {
            assert_eq!(conditions.check(), expected);
        }
    }

    #[test]
    fn dates_are_read_as_they_are_written() {
        assert_eq!(http_date(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(date("yesterday"), None);
    }

    #[test]
    fn names_are_escaped_for_the_header() {
        let escaped = |name: &str| utf8_percent_encode(name, PATH_PART).to_string();
        assert_eq!(escaped("a b\".txt"), "a%20b%22.txt");
        assert_eq!(escaped("é;,/?\r\n"), "%C3%A9%3B%2C%2F%3F%0D%0A");
        assert_eq!(escaped("$&+=:@-_.~'()"), "$&+=:@-_.~%27%28%29");
    }
}
