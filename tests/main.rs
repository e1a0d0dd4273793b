//! Tests through the API on real PostgreSQL, in parallel, one database each. They read as a specification: what holds is
//! in the name, how it is shown in the body.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::allow_attributes, reason = "tests")]

mod api;
mod bulk;
mod chaos;
mod cluster;
mod dice;
mod load;
mod logging;
mod metrics;
mod outgoing_tls;
mod profiling;
mod sockets;
mod store;
mod traces;
