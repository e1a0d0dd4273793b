//! Names of uploaded files.

/// Longest name on disk in bytes: with the suffix of a picture made of it still below what the file store allows.
const STORAGE_NAME_LEN_MAX: usize = 236;

/// The last part of a path, as file dialogs of some systems send whole paths. Empty names become `.`, as they always did.
pub fn base_name(name: &str) -> &str {
    match name.trim_end_matches('/').rsplit('/').next() {
        Some("") | None => ".",
        Some(last) => last,
    }
}

/// The lower-case extension without dot; empty when there is none.
pub fn extension(name: &str) -> String {
    base_name(name).rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default()
}

/// The name under which the bytes are stored: that of the file as far as every store can hold it. It is never `.` or `..`,
/// has no control characters, and is cut before its extension when it is too long.
pub fn storage_name(name: &str) -> String {
    let safe: String = base_name(name).chars().map(|c| if c.is_control() { '_' } else { c }).collect();
    let safe = match &*safe {
        "." | ".." => "_".to_owned(),
        _ if is_reserved(&safe) => safe.replace('#', "_"),
        _ => safe,
    };
    if safe.len() <= STORAGE_NAME_LEN_MAX {
        return safe;
    }
    let extension = safe.rsplit_once('.').map(|(_, e)| format!(".{e}")).filter(|e| e.len() <= 32).unwrap_or_default();
    let stem = safe.get(..safe.floor_char_boundary(STORAGE_NAME_LEN_MAX - extension.len())).unwrap_or_default();
    format!("{stem}{extension}")
}

/// `name#12` is the shape of unfinished uploads in a local file store.
fn is_reserved(name: &str) -> bool {
    name.split_once('#').is_some_and(|(_, after)| !after.is_empty() && after.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_names_and_extensions() {
        for (name, base, ext) in [
            ("a b.txt", "a b.txt", "txt"),
            ("dir/pic.PNG", "pic.PNG", "png"),
            ("../../etc/passwd", "passwd", ""),
            ("/x/", "x", ""),
            ("", ".", ""),
            ("/", ".", ""),
            (".", ".", ""),
            ("..", "..", ""),
            ("archive.tar.gz", "archive.tar.gz", "gz"),
            (".bashrc", ".bashrc", "bashrc"),
            ("c:\\a.txt", "c:\\a.txt", "txt"),
            ("größe.ÄÖ", "größe.ÄÖ", "äö"),
        ] {
            assert_eq!((base_name(name), &*extension(name)), (base, ext), "{name}");
        }
    }

    #[test]
    fn storage_names() {
        for (name, expected) in [
            ("héllo wörld+&#%41.txt", "héllo wörld+&#%41.txt"),
            ("a/../b.txt", "b.txt"),
            ("", "_"),
            ("..", "_"),
            ("a\0b\n.txt", "a_b_.txt"),
            ("report#12", "report_12"),
            ("report#12.pdf", "report#12.pdf"),
        ] {
            assert_eq!(storage_name(name), expected, "{name:?}");
        }
        let long = storage_name(&format!("{}.png", "漢".repeat(200)));
        assert!(long.len() <= 236 && long.len() > 226 && long.ends_with("漢.png"), "{long}");
        assert_eq!(storage_name(&format!("a.{}", "b".repeat(500))).len(), 236);
    }
}
