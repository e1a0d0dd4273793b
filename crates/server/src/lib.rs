//! The composition root: a node is built here from its parts, served, and taken down again.

pub mod actions;
mod bus;
mod census;
mod cleaner;
pub mod config_watch;
pub mod due;
pub mod embedded;
mod gossip;
pub mod health;
mod history;
mod jobs;
pub mod listen;
pub mod log_loop;
pub mod logging;
mod membership;
mod metrics;
pub mod node;
pub mod pprof;
pub mod presence;
mod profiling;
mod replica_lag;
pub mod system;
mod take_overs;
pub mod webapp;

pub use node::{Node, NodeOptions};
