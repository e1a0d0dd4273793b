//! Rows in the text format of `copy … from stdin`.

use bytes::{BufMut, Bytes, BytesMut};

/// Writes rows column by column; reused for every batch.
#[derive(Debug, Default)]
pub struct CopyText {
    buffer: BytesMut,
    /// Whether a column was written in the row.
    begun: bool,
    rows: usize,
}

impl CopyText {
    /// Rows so far.
    pub fn rows(&self) -> usize {
        self.rows
    }

    fn column(&mut self) {
        if std::mem::replace(&mut self.begun, true) {
            self.buffer.put_u8(b'\t');
        }
    }

    /// A text. Tabs, line ends and backslashes are escaped; nothing else has a meaning in this format.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.column();
        let bytes = text.as_bytes();
        let mut from = 0;
        for (at, byte) in bytes.iter().enumerate() {
            let escape = match byte {
                b'\\' => b'\\',
                b'\t' => b't',
                b'\n' => b'n',
                b'\r' => b'r',
                _ => continue,
            };
            self.buffer.put_slice(bytes.get(from..at).unwrap_or_default());
            self.buffer.put_slice(&[b'\\', escape]);
            from = at + 1;
        }
        self.buffer.put_slice(bytes.get(from..).unwrap_or_default());
        self
    }

    pub fn int(&mut self, value: i64) -> &mut Self {
        self.column();
        self.buffer.put_slice(value.to_string().as_bytes());
        self
    }

    pub fn flag(&mut self, value: bool) -> &mut Self {
        self.column();
        self.buffer.put_u8(if value { b't' } else { b'f' });
        self
    }

    pub fn null(&mut self) -> &mut Self {
        self.column();
        self.buffer.put_slice(b"\\N");
        self
    }

    /// `bytea`.
    pub fn bytes(&mut self, value: &[u8]) -> &mut Self {
        use std::fmt::Write as _;
        self.column();
        self.buffer.put_slice(b"\\\\x");
        for byte in value {
            let _ = write!(self.buffer, "{byte:02x}");
        }
        self
    }

    pub fn end_row(&mut self) {
        self.buffer.put_u8(b'\n');
        self.begun = false;
        self.rows += 1;
    }

    /// What was written, which leaves nothing.
    pub fn take(&mut self) -> Bytes {
        self.rows = 0;
        self.buffer.split().freeze()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_has_a_meaning_is_escaped() {
        let mut copy = CopyText::default();
        copy.text("a\tb\\c\nd\re").int(-5).flag(true).null().text("\\N").bytes(&[0, 255]).text("").end_row();
        copy.text("ü\u{b}").end_row();
        assert_eq!(copy.rows(), 2);
        assert_eq!(&copy.take()[..], "a\\tb\\\\c\\nd\\re\t-5\tt\t\\N\t\\\\N\t\\\\x00ff\t\nü\u{b}\n".as_bytes());
        assert!(copy.take().is_empty());
    }
}
