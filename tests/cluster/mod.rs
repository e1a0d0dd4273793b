//! Several nodes on one database.

mod log;
mod poll_loop;
