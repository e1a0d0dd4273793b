//! Real nodes on real PostgreSQL for tests: a database of its own for each test, cloned from a migrated template; nodes
//! in this process on ports of their own; a REST and WebSocket client; a proxy that can cut the database off.
//!
//! The address of the throwaway cluster comes in `ROOST_TEST_PG` (`make test` starts one).
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::allow_attributes,
    clippy::missing_panics_doc,
    clippy::disallowed_methods,
    reason = "a helper of tests fails by panicking"
)]

mod client;
mod clock;
mod cluster;
mod database;
pub mod facts;
mod haproxy;
mod https_server;
mod mail_server;
mod pg_pair;
mod pg_small;
mod played;
mod process;
mod proxy;
mod receiver;
mod relay;
mod s3_server;
mod socket;

use std::time::Duration;

pub use client::{Client, Reply};
pub use clock::AheadClock;
pub use cluster::{TestCluster, TestNode, Tuning};
pub use database::{TestDatabase, connect};
pub use haproxy::{HaProxy, Place, free_address};
pub use https_server::HttpsServer;
pub use mail_server::{MailRules, MailServer};
pub use pg_pair::PgPair;
pub use pg_small::PgSmall;
pub use process::{Launch, ProcessNode, program};
pub use proxy::Proxy;
pub use receiver::{Reaction, Received, Receiver};
pub use relay::Relay;
pub use s3_server::S3Server;
pub use socket::Socket;

/// How long a condition may take to come true before the test fails and prints what came instead.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// Asks again and again until it holds.
pub async fn wait_until(what: &str, holds: impl AsyncFn() -> bool) {
    let start = tokio::time::Instant::now();
    while !holds().await {
        assert!(start.elapsed() < DEADLINE, "not in time: {what}");
        tokio::task::yield_now().await;
    }
}
