//! Faults under load, at the scale that the promises name. Not part of a plain test run: `make chaos` builds for release and
//! runs these. Each prints its seed, how long it took, and what it measured.

mod crowd;
mod gossip;
mod idle;
mod matrix;
mod play;
mod read_your_writes;
mod site;
