//! Where a span is among others.

/// A span that others may lie below, on this node or another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanContext {
    pub trace: [u8; 16],
    pub span: [u8; 8],
}

impl SpanContext {
    /// Both, for other nodes.
    pub fn to_bytes(self) -> [u8; 24] {
        let mut bytes = [0; 24];
        let (trace, span) = bytes.split_at_mut(16);
        trace.copy_from_slice(&self.trace);
        span.copy_from_slice(&self.span);
        bytes
    }

    /// `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (trace, span) = bytes.split_first_chunk()?;
        Some(Self { trace: *trace, span: span.try_into().ok()? })
    }
}

/// What a caller says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parent {
    pub context: SpanContext,
    pub sampled: bool,
}

impl Parent {
    /// Reads a `traceparent` of W3C Trace Context.
    pub fn read(header: &str) -> Option<Self> {
        let mut parts = header.split('-');
        let version = hex::<1>(parts.next()?)?;
        let (trace, span, [flags]) = (hex(parts.next()?)?, hex(parts.next()?)?, hex(parts.next()?)?);
        // Later versions may say more, this one may not.
        let is_known = match version {
            [0] => parts.next().is_none(),
            [u8::MAX] => false,
            _ => true,
        };
        let context = SpanContext { trace, span };
        (is_known && trace != [0; 16] && span != [0; 8]).then_some(Self { context, sampled: flags & 1 == 1 })
    }
}

/// Small letters, as the header has them.
fn hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let is_hex = text.len() == 2 * N && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let mut out = [0; N];
    for (byte, at) in out.iter_mut().zip((0..2 * N).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2).filter(|_| is_hex)?, 16).ok()?;
    }
    is_hex.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contexts_survive_a_record() {
        let context = SpanContext { trace: [7; 16], span: [1, 2, 3, 4, 5, 6, 7, 8] };
        assert_eq!(SpanContext::from_bytes(&context.to_bytes()), Some(context));
        assert_eq!(SpanContext::from_bytes(b""), None);
        assert_eq!(SpanContext::from_bytes(&[1; 25]), None);
    }

    #[test]
    fn headers_of_callers() {
        let (trace, span) = ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
        assert!(Parent::read(&format!("00-{trace}-{span}-01")).unwrap().sampled);
        assert!(!Parent::read(&format!("00-{trace}-{span}-02")).unwrap().sampled);
        assert!(Parent::read(&format!("cc-{trace}-{span}-01-more")).is_some());
        for wrong in [
            String::new(),
            format!("00-{trace}-{span}"),
            format!("00-{trace}-{span}-01-more"),
            format!("ff-{trace}-{span}-01"),
            format!("00-{}-{span}-01", trace.to_uppercase()),
            format!("00-{}-{span}-01", "0".repeat(32)),
            format!("00-{trace}-{}-01", "0".repeat(16)),
            format!("00-{trace}-{span}0-01"),
            "00-é".to_owned(),
        ] {
            assert_eq!(Parent::read(&wrong), None, "{wrong}");
        }
    }
}
