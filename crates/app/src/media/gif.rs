//! The block structure of a GIF, without its pixels.

/// Counts frames up to `stop_at`. What is cut off or damaged ends the count.
pub fn frame_count(bytes: &[u8], stop_at: usize) -> usize {
    let mut blocks = Blocks { rest: bytes };
    let mut frames = 0;
    if blocks.skip_header().is_some() {
        while frames < stop_at && blocks.skip_to_next_frame().is_some() {
            frames += 1;
        }
    }
    frames
}

struct Blocks<'a> {
    rest: &'a [u8],
}

impl Blocks<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn skip(&mut self, len: usize) -> Option<()> {
        self.rest = self.rest.get(len..)?;
        Some(())
    }

    fn skip_header(&mut self) -> Option<()> {
        if !self.rest.starts_with(b"GIF8") {
            return None;
        }
        self.skip(10)?;
        let flags = self.byte()?;
        self.skip(2 + color_table_len(flags))
    }

    /// Moves behind the next frame. `None` at the end of the file.
    fn skip_to_next_frame(&mut self) -> Option<()> {
        loop {
            match self.byte()? {
                b'!' => {
                    self.skip(1)?;
                    self.skip_sub_blocks()?;
                }
                b',' => {
                    self.skip(8)?;
                    let flags = self.byte()?;
                    self.skip(color_table_len(flags) + 1)?;
                    return self.skip_sub_blocks();
                }
                _ => return None,
            }
        }
    }

    fn skip_sub_blocks(&mut self) -> Option<()> {
        loop {
            match self.byte()? {
                0 => return Some(()),
                len => self.skip(usize::from(len))?,
            }
        }
    }
}

fn color_table_len(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}
