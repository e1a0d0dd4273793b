//! Several nodes on one database.

mod poll_loop;
