//! From the path strings in database rows to keys of the store.

use object_store::path::Path;

use crate::BlobError;

/// Longest key in bytes: what S3 allows, and more than any path column holds.
pub const PATH_LEN_MAX: usize = 1024;
/// Longest segment in bytes: the file system's 255 less the suffix of the staging file.
pub const SEGMENT_LEN_MAX: usize = 250;

/// Reads a relative path byte for byte. `Path::parse` and not `Path::from`: the latter percent-encodes, and files that
/// an earlier server wrote with raw UTF-8 names would not be found.
pub(crate) fn parse(path: &str) -> Result<Path, BlobError> {
    check(path)?;
    Path::parse(path).map_err(|_| invalid(path, "a segment is not a file name"))
}

/// Like [`parse`], for a folder: `a/b/` is welcome, the empty path is the whole store.
pub(crate) fn parse_prefix(prefix: &str) -> Result<Path, BlobError> {
    match prefix.strip_suffix('/').unwrap_or(prefix) {
        "" if prefix.is_empty() => Ok(Path::default()),
        trimmed => parse(trimmed),
    }
}

/// True when the local driver of `object_store` refuses the name, because its own staging files look like that.
pub(crate) fn looks_staged(path: &Path) -> bool {
    let after = path.filename().and_then(|name| name.split_once('#')).map(|(_, after)| after);
    after.is_some_and(|after| !after.is_empty() && after.bytes().all(|b| b.is_ascii_digit()))
}

fn check(path: &str) -> Result<(), BlobError> {
    if path.is_empty() {
        return Err(invalid(path, "it is empty"));
    }
    if path.len() > PATH_LEN_MAX {
        return Err(invalid(path, "it is too long"));
    }
    if path.starts_with('/') {
        return Err(invalid(path, "it is absolute"));
    }
    for segment in path.split('/') {
        match segment {
            "" => return Err(invalid(path, "a segment is empty")),
            "." | ".." => return Err(invalid(path, "it leaves its folder")),
            long if long.len() > SEGMENT_LEN_MAX => return Err(invalid(path, "a segment is too long")),
            text if text.bytes().any(|b| b.is_ascii_control()) => {
                return Err(invalid(path, "it has a control character"));
            }
            _ => {}
        }
    }
    Ok(())
}

fn invalid(path: &str, reason: &'static str) -> BlobError {
    BlobError::InvalidPath { path: path.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn refuses_what_is_not_a_relative_path() {
        let long_segment = "x".repeat(251);
        let long_path = "ab/".repeat(400) + "x";
        let bad = [
            "",
            "/",
            "/etc/passwd",
            "..",
            "../x",
            "a/../b",
            "a/..",
            "./a",
            "a/./b",
            "a//b",
            "a/",
            "a\0b",
            "a\nb",
            "\u{7f}",
            &long_segment,
            &long_path,
        ];
        for path in bad {
            assert!(matches!(parse(path), Err(BlobError::InvalidPath { .. })), "{path:?}");
        }
    }

    #[test]
    fn keeps_names_byte_for_byte() {
        let names = [
            "a",
            "20260101/teams/noteam/x.txt",
            "héllo wörld+&#%41.txt",
            "..a",
            "a..",
            "日本 語.png",
            "a\\b",
            "%2e%2e/x",
        ];
        for path in names {
            assert_eq!(parse(path).unwrap().as_ref(), path);
        }
    }

    #[test]
    fn prefixes_may_be_empty_or_end_in_a_slash() {
        assert_eq!(parse_prefix("").unwrap().as_ref(), "");
        assert_eq!(parse_prefix("a/b/").unwrap().as_ref(), "a/b");
        assert!(parse_prefix("/").is_err());
        assert!(parse_prefix("../").is_err());
    }

    #[test]
    fn knows_the_names_of_staging_files() {
        for (path, staged) in
            [("a/b#1", true), ("a#12", true), ("a#b", false), ("a#", false), ("a#1.txt", false), ("x#1/y", false)]
        {
            assert_eq!(looks_staged(&parse(path).unwrap()), staged, "{path}");
        }
    }

    proptest! {
        #[test]
        fn an_accepted_path_stays_inside(path in "[./a\\\\\0é#%]{0,40}") {
            if let Ok(key) = parse(&path) {
                let joined = std::path::Path::new("/root").join(key.as_ref());
                prop_assert!(joined.components().all(|c| !matches!(c, std::path::Component::ParentDir)));
                prop_assert!(joined.starts_with("/root"));
            }
        }
    }
}
