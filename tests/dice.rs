//! Choices by chance that a seed repeats.

use roost_app::clock::Random;
use roost_server::system::SystemRandom;

/// Chooses (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    /// A number from 0 on, below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }
}

/// `ROOST_TEST_SEED`, or one by chance.
pub fn seed() -> u64 {
    if let Ok(seed) = std::env::var("ROOST_TEST_SEED") {
        return seed.parse().unwrap();
    }
    let mut bytes = [0; 8];
    SystemRandom.fill(&mut bytes);
    u64::from_le_bytes(bytes)
}
