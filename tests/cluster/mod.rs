//! Several nodes on one database.

mod drain;
mod log;
mod poll_loop;
