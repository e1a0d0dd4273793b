//! At the end: is everything there that was promised?

use std::collections::{HashMap, HashSet};
use std::io;
use std::time::Duration;

use serde_json::Value;

use crate::api::Api;
use crate::ledger::{Acknowledged, Ledger, STAMP};
use crate::world::World;
use tokio::time::Instant;

const PAGE: usize = 200;
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What the end has shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Posts that were acknowledged.
    pub acknowledged: u64,
    /// Acknowledged posts that a fetch does not find.
    pub lost: u64,
    /// Messages that a fetch finds twice.
    pub copies: u64,
    /// Acknowledged posts that a member with a socket has not heard: one for each of both.
    pub unheard: u64,
}

/// Waits until everybody with a socket has heard what they must, for `patience` at most; how many deliveries are missing.
pub async fn settled(ledger: &Ledger, world: &World, patience: Duration) -> u64 {
    let end = Instant::now() + patience;
    let posts = ledger.acknowledged();
    loop {
        let unheard = unheard(ledger, world, &posts);
        if unheard == 0 || Instant::now() >= end {
            return unheard;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

fn unheard(ledger: &Ledger, world: &World, posts: &[Acknowledged]) -> u64 {
    let mut missing = 0;
    for person in &world.people {
        let Some(ears) = ledger.ears(person.index) else { continue };
        let Some(since) = ears.since else { continue };
        let due = posts.iter().filter(|post| person.teams.contains(&post.team) && post.sent > since);
        missing += due.filter(|post| !ears.has_heard(&post.post)).count() as u64;
    }
    missing
}

/// Fetches all channels and compares them with what was acknowledged.
pub async fn fetched(api: &Api, world: &World, ledger: &Ledger) -> io::Result<Verdict> {
    let posts = ledger.acknowledged();
    let mut by_channel: HashMap<&str, Vec<&str>> = HashMap::new();
    for post in &posts {
        by_channel.entry(&post.channel).or_default().push(&post.post);
    }
    let mut verdict = Verdict { acknowledged: posts.len() as u64, ..Verdict::default() };
    for (channel, acknowledged) in by_channel {
        let (ids, copies) = everything(api, &world.admin_token, channel).await?;
        verdict.copies += copies;
        for post in acknowledged.iter().filter(|post| !ids.contains(**post)) {
            ledger.complain(format!("post {post} was acknowledged and is not in channel {channel}"));
            verdict.lost += 1;
        }
    }
    Ok(verdict)
}

/// The ids of all posts of a channel, and how many messages of ours stand there more than once.
async fn everything(api: &Api, token: &str, channel: &str) -> io::Result<(HashSet<String>, u64)> {
    let (mut ids, mut messages, mut copies) = (HashSet::new(), HashSet::new(), 0);
    for page in 0.. {
        let path = format!("/channels/{channel}/posts?page={page}&per_page={PAGE}");
        let answer = api.get(token, &path).await?;
        let order: Vec<&str> =
            answer.get("order").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        for id in &order {
            let message = answer.get("posts").and_then(|posts| posts.get(*id)?.get("message")?.as_str()).unwrap_or("");
            if ids.insert((*id).to_owned()) && message.contains(STAMP) && !messages.insert(message.to_owned()) {
                copies += 1;
            }
        }
        if order.len() < PAGE {
            break;
        }
    }
    Ok((ids, copies))
}
