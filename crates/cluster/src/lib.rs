//! What makes nodes one server, without a clock or a database of its own: the order of the log, and the bus.

pub mod bus;
pub mod gossip;
pub mod log_reader;
