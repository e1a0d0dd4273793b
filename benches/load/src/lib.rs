//! Simulated people on any server of the API, version 4: what they do costs how much, and is everything there that was
//! promised? The binary is `roost-load`; `docs/MEASURING.md` says how to use it.

pub mod api;
pub mod check;
pub mod dice;
pub mod ledger;
pub mod mix;
pub mod person;
pub mod report;
pub mod run;
pub mod socket;
pub mod usage;
pub mod world;
