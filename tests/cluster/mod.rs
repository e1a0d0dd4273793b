//! Several nodes on one database.

mod bots;
mod bus;
mod counters;
mod day;
mod drain;
mod failover;
mod gossip;
mod groups;
mod integrations;
mod jobs;
mod log;
mod membership;
mod oauth;
mod outage;
mod poll_loop;
mod profile_attributes;
mod proxy;
mod replicas;
mod restarts;
mod take_over;
