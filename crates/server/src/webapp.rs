//! The web client in the binary.

use roost_api::Webapp;
use roost_api::webapp::Embedded;

// `FILES`, written by `build.rs`.
include!(concat!(env!("OUT_DIR"), "/webapp.rs"));

/// What was in `webapp/embed` when the binary was compiled: nothing, where the client had not been built.
pub fn embedded() -> Webapp {
    Webapp::Embedded(FILES)
}
