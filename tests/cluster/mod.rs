//! Several nodes on one database.

mod drain;
mod groups;
mod log;
mod membership;
mod outage;
mod poll_loop;
mod proxy;
mod restarts;
