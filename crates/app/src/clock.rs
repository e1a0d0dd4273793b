//! Time and randomness as parameters. The composition root gives the real ones, tests may give others.

use roost_model::Id;

/// Wall time.
pub trait Clock: Send + Sync + 'static {
    /// Milliseconds since 1970-01-01 UTC.
    fn now_ms(&self) -> i64;
}

/// Randomness that is good enough for secrets.
pub trait Random: Send + Sync + 'static {
    fn fill(&self, out: &mut [u8]);

    /// A fresh 26-character identifier; also the form of session tokens and invite ids.
    fn id(&self) -> Id {
        let mut bits = [0; 16];
        self.fill(&mut bits);
        Id::from_random(u128::from_le_bytes(bits))
    }
}
