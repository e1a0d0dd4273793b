//! Which requests have spans.

use super::context::{Parent, SpanContext};

/// Who decides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampler {
    /// Of all requests, between 0 and 1.
    share: f64,
    /// Whether callers decide for themselves, by `traceparent`.
    believes: bool,
}

impl Sampler {
    /// By the names that the specification has. Without one every request has spans and no caller is believed: whoever
    /// reaches this server from outside could have everything kept.
    pub fn read(name: Option<&str>, argument: Option<&str>) -> Result<Self, String> {
        let name = name.unwrap_or("traceidratio");
        let (believes, root) = match name.strip_prefix("parentbased_") {
            Some(root) => (true, root),
            None => (false, name),
        };
        let share = match root {
            "always_on" => 1.0,
            "always_off" => 0.0,
            "traceidratio" => share(argument.unwrap_or("1"))?,
            _ => return Err(format!("OTEL_TRACES_SAMPLER is {name}, which is unknown here")),
        };
        Ok(Self { share, believes })
    }

    /// Where a request belongs: to its caller, or to a trace of its own. `None`: it has no spans.
    pub fn place(self, own: [u8; 16], traceparent: &str) -> Option<([u8; 16], Option<[u8; 8]>)> {
        if self.believes
            && let Some(Parent { context: SpanContext { trace, span }, sampled }) = Parent::read(traceparent)
        {
            return sampled.then_some((trace, Some(span)));
        }
        // By the second half, as other programs do it, so that the same requests are kept everywhere.
        let [_, _, _, _, _, _, _, _, a, b, c, d, ..] = own;
        let place = f64::from(u32::from_be_bytes([a, b, c, d])) / WHOLE;
        (place < self.share).then_some((own, None))
    }
}

/// Numbers of four bytes.
const WHOLE: f64 = 4_294_967_296.0;

fn share(argument: &str) -> Result<f64, String> {
    let share = argument.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "OTEL_TRACES_SAMPLER_ARG is not between 0 and 1".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALLER: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn a_share_of_the_requests_has_spans() {
        let low = 1_u128.to_be_bytes();
        let high = u128::MAX.to_be_bytes();
        let kept = |name, argument| {
            let sampler = Sampler::read(name, argument).unwrap();
            [low, high].map(|own| sampler.place(own, "").is_some())
        };
        assert_eq!(kept(None, None), [true, true]);
        assert_eq!(kept(None, Some("0.5")), [true, false]);
        assert_eq!(kept(Some("traceidratio"), Some("0")), [false, false]);
        assert_eq!(kept(Some("always_off"), None), [false, false]);
        assert!(Sampler::read(None, Some("2")).is_err());
    }

    #[test]
    fn callers_decide_only_where_somebody_wants_that() {
        let own = 9_u128.to_be_bytes();
        assert_eq!(Sampler::read(None, None).unwrap().place(own, CALLER), Some((own, None)));
        let believes = Sampler::read(Some("parentbased_always_off"), None).unwrap();
        let (trace, span) = believes.place(own, CALLER).unwrap();
        assert_eq!((trace[0], span.unwrap()[7]), (0x0a, 0x31));
        assert_eq!(believes.place(own, ""), None);
        let unsampled = CALLER.replace("-01", "-00");
        assert_eq!(Sampler::read(Some("parentbased_always_on"), None).unwrap().place(own, &unsampled), None);
    }
}
