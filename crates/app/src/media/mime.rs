//! Types of files: by name, by content, and how they are handed out.

use super::filename::extension;

const UNKNOWN: &str = "application/octet-stream";
const TEXT: &str = "text/plain; charset=utf-8";

/// The type that the extension of a name stands for; empty when it is unknown.
pub fn mime_of_name(name: &str) -> String {
    let extension = extension(name);
    let known = match &*extension {
        // The table's first choice for these is not what people upload.
        "ts" | "tsx" => Some("text/typescript"),
        "go" | "py" | "rb" | "toml" | "yml" | "yaml" | "sh" | "log" => Some("text/plain"),
        "wav" => Some("audio/wav"),
        other => mime_guess::from_ext(other).first_raw(),
    };
    match known {
        Some(mime) if mime.starts_with("text/") => format!("{mime}; charset=utf-8"),
        Some(mime) => mime.to_owned(),
        None => String::new(),
    }
}

pub fn is_image(mime: &str) -> bool {
    mime.starts_with("image/")
}

pub fn is_svg(mime: &str) -> bool {
    essence(mime) == "image/svg+xml"
}

/// What the first bytes say. Never a type that a browser would run.
pub fn sniff(bytes: &[u8]) -> &'static str {
    const MAGIC: [(usize, &[u8], &str); 24] = [
        (0, b"\x89PNG\r\n\x1a\n", "image/png"),
        (0, b"\xff\xd8\xff", "image/jpeg"),
        (0, b"GIF87a", "image/gif"),
        (0, b"GIF89a", "image/gif"),
        (8, b"WEBP", "image/webp"),
        (0, b"BM", "image/bmp"),
        (0, b"II*\0", "image/tiff"),
        (0, b"MM\0*", "image/tiff"),
        (0, b"\0\0\x01\0", "image/x-icon"),
        (0, b"%PDF-", "application/pdf"),
        (0, b"PK\x03\x04", "application/zip"),
        (0, b"\x1f\x8b\x08", "application/x-gzip"),
        (0, b"Rar!\x1a\x07", "application/x-rar-compressed"),
        (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
        (4, b"ftypM4A", "audio/mp4"),
        (4, b"ftypqt", "video/quicktime"),
        (4, b"ftyp", "video/mp4"),
        (0, b"\x1a\x45\xdf\xa3", "video/webm"),
        (0, b"OggS\0", "application/ogg"),
        (0, b"ID3", "audio/mpeg"),
        (0, b"fLaC", "audio/flac"),
        (8, b"WAVE", "audio/wav"),
        (8, b"AVI ", "video/avi"),
        (0, b"\0asm", "application/wasm"),
    ];
    let found = MAGIC.iter().find(|(at, magic, _)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(magic)));
    match found {
        // Eight bytes into any text may stand anything: these live in a container.
        Some((8, _, mime)) if bytes.starts_with(b"RIFF") => mime,
        Some((at, _, mime)) if *at != 8 => mime,
        _ if is_text(bytes) => TEXT,
        _ => UNKNOWN,
    }
}

/// True when the start holds no byte that text has not.
fn is_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..512).unwrap_or(bytes);
    let binary = |b: &u8| matches!(b, 0..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f);
    // The cut may fall into a character.
    let valid = std::str::from_utf8(head).map_or_else(|e| e.error_len().is_none(), |_| true);
    valid && !head.iter().any(binary)
}

/// How to hand out a stored file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub content_type: String,
    /// Shown in the browser; otherwise it is saved.
    pub inline: bool,
}

/// Only types that cannot carry script are shown; what a browser would run is handed out as plain text.
pub fn delivery(mime: &str, download: bool) -> Delivery {
    let content_type = match essence(mime) {
        "" => UNKNOWN,
        "text/html"
        | "text/javascript"
        | "text/ecmascript"
        | "application/javascript"
        | "application/ecmascript"
        | "application/x-javascript"
        | "application/xhtml+xml" => "text/plain",
        _ => mime,
    };
    let inline = matches!(
        essence(mime),
        "image/jpeg"
            | "image/png"
            | "image/bmp"
            | "image/gif"
            | "image/tiff"
            | "image/webp"
            | "video/avi"
            | "video/mpeg"
            | "video/mp4"
            | "audio/mpeg"
            | "audio/wav"
    );
    Delivery { content_type: content_type.to_owned(), inline: inline && !download }
}

fn essence(mime: &str) -> &str {
    mime.split(';').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_by_name() {
        for (name, mime) in [
            ("a b.txt", "text/plain; charset=utf-8"),
            ("pic.png", "image/png"),
            ("1.md", "text/markdown; charset=utf-8"),
            ("2.json", "application/json"),
            ("raw.bin", "application/octet-stream"),
            ("x.svg", "image/svg+xml"),
            ("x.HTML", "text/html; charset=utf-8"),
            ("a.jpeg", "image/jpeg"),
            ("a.gif", "image/gif"),
            ("a.webp", "image/webp"),
            ("a.pdf", "application/pdf"),
            ("a.zip", "application/zip"),
            ("a.mp4", "video/mp4"),
            ("a.mp3", "audio/mpeg"),
            ("a.wav", "audio/wav"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("a.csv", "text/csv; charset=utf-8"),
            ("noext", ""),
            ("a.nosuchextension", ""),
            ("", ""),
        ] {
            assert_eq!(mime_of_name(name), mime, "{name}");
        }
        assert!(is_image("image/heic") && !is_image("text/plain") && is_svg("image/svg+xml"));
    }

    #[test]
    fn types_by_content() {
        for (bytes, mime) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], "image/png"),
            (b"\xff\xd8\xff\xe0", "image/jpeg"),
            (b"RIFF\x01\x02\x03\x04WEBPVP8 ", "image/webp"),
            (b"RIFF\x01\x02\x03\x04WAVEfmt ", "audio/wav"),
            (b"12345678WEBP is what I write", TEXT),
            (b"\0\0\0\x18ftypmp42", "video/mp4"),
            (b"%PDF-1.7", "application/pdf"),
            (b"PK\x03\x04", "application/zip"),
            (b"<html><script>", TEXT),
            (b"<svg onload=x>", TEXT),
            ("größe".as_bytes(), TEXT),
            (b"", TEXT),
            (b"\x01\x02", UNKNOWN),
            (b"\xc3\x28 ", UNKNOWN),
        ] {
            assert_eq!(sniff(bytes), mime, "{bytes:?}");
        }
        let cut = "ä".repeat(400);
        assert_eq!(sniff(&cut.as_bytes()[1..]), UNKNOWN);
        assert_eq!(sniff(format!("x{cut}").as_bytes()), TEXT);
    }

    #[test]
    fn deliveries() {
        for (mime, content_type, inline) in [
            ("image/png", "image/png", true),
            ("image/svg+xml", "image/svg+xml", false),
            ("text/plain; charset=utf-8", "text/plain; charset=utf-8", false),
            ("text/html; charset=utf-8", "text/plain", false),
            ("text/javascript; charset=utf-8", "text/plain", false),
            ("video/mp4", "video/mp4", true),
            ("application/pdf", "application/pdf", false),
            ("", UNKNOWN, false),
        ] {
            let expected = Delivery { content_type: content_type.into(), inline };
            assert_eq!(delivery(mime, false), expected, "{mime}");
            assert!(!delivery(mime, true).inline);
        }
    }
}
