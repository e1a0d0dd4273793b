//! The `(destination "title")` behind a link text, and a position in text that only moves forward.

/// Parentheses nested deeper than this end a destination. Keeps the work of failing attempts bounded.
const PARENTHESES_MAX: usize = 32;

#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn at(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Moves over `byte` when it comes next.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let next = self.peek() == Some(byte);
        self.at += usize::from(next);
        next
    }

    /// Moves over spaces, tabs and line ends; true when there were some.
    pub(super) fn skip_space(&mut self) -> bool {
        let before = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_whitespace()) {
            self.at += 1;
        }
        self.at > before
    }
}

/// Reads `(destination "title")` and moves behind it.
pub(super) fn target(cursor: &mut Cursor<'_>) -> Option<String> {
    if !cursor.eat(b'(') {
        return None;
    }
    cursor.skip_space();
    let found = destination(cursor)?;
    if cursor.skip_space() && picture_size(cursor) {
        cursor.skip_space();
    }
    title(cursor);
    cursor.skip_space();
    cursor.eat(b')').then_some(found)
}

/// Reads `<destination>` or a bare one without spaces, which may be empty.
pub(super) fn destination(cursor: &mut Cursor<'_>) -> Option<String> {
    let pointed = cursor.eat(b'<');
    let mut found = String::new();
    let mut open = 0;
    let mut chars = cursor.rest().char_indices().peekable();
    let mut end = cursor.rest().len();
    while let Some((at, c)) = chars.next() {
        let closes = match c {
            '>' if pointed => true,
            '<' | '\n' if pointed => return None,
            ')' if !pointed && open == 0 => true,
            c if !pointed && (c.is_ascii_whitespace() || c.is_ascii_control()) => true,
            _ => false,
        };
        if closes {
            end = at;
            break;
        }
        match c {
            '(' if open == PARENTHESES_MAX => return None,
            '(' if !pointed => open += 1,
            ')' if !pointed => open -= 1,
            _ => {}
        }
        match chars.peek() {
            Some((_, escaped)) if c == '\\' && escaped.is_ascii_punctuation() => {
                found.push(*escaped);
                chars.next();
            }
            _ => found.push(c),
        }
    }
    cursor.at += end;
    let whole = if pointed { cursor.eat(b'>') } else { open == 0 };
    whole.then_some(found)
}

/// Moves over `"title"`, `'title'` or `(title)`; true when there was one.
pub(super) fn title(cursor: &mut Cursor<'_>) -> bool {
    let close = match cursor.peek() {
        Some(b'(') => b')',
        Some(quote @ (b'"' | b'\'')) => quote,
        _ => return false,
    };
    let mut escaped = false;
    for (at, byte) in cursor.rest().bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' if close == b')' => return false,
            byte if byte == close => {
                cursor.at += at + 1;
                return true;
            }
            _ => {}
        }
    }
    false
}

/// Moves over `=640x480`, which our clients allow behind the destination of an image.
fn picture_size(cursor: &mut Cursor<'_>) -> bool {
    let size = cursor.rest().strip_prefix('=');
    let len = size.map_or(0, |s| s.bytes().take_while(|b| b.is_ascii_digit() || *b == b'x').count());
    cursor.at += if len > 0 { len + 1 } else { 0 };
    len > 0
}
