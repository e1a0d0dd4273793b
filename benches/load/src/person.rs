//! A simulated person: does one thing after the other, thinking in between.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::api::{Api, fault, id};
use crate::dice::Dice;
use crate::ledger::{Acknowledged, Ledger};
use crate::mix::{Action, Mix};
use crate::socket::Line;
use crate::world::{Person, Team, World};
use tokio::time::Instant;

const EMOJI: [&str; 4] = ["+1", "eyes", "heart", "tada"];
const WORDS: [&str; 12] = [
    "release", "budget", "meeting", "server", "coffee", "review", "deploy", "customer", "garden", "invoice", "window",
    "later",
];

/// When people stop.
#[derive(Debug)]
pub struct Limits {
    pub stop: AtomicBool,
    /// Actions that all together may still take.
    pub left: AtomicU64,
}

impl Limits {
    fn take(&self) -> bool {
        let less = |left: u64| left.checked_sub(1);
        !self.stop.load(Ordering::Relaxed) && self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }
}

/// A post that a person has on the screen.
#[derive(Clone, Debug)]
pub struct Seen {
    pub post: String,
    /// The root of its thread; itself when it is one.
    pub root: String,
    /// Place in the world.
    pub team: usize,
    pub channel: String,
}

pub struct Simulated {
    pub me: Person,
    pub world: Arc<World>,
    pub api: Api,
    pub ledger: Arc<Ledger>,
    pub limits: Arc<Limits>,
    pub line: Line,
    pub dice: Dice,
    pub mix: Mix,
    /// Mean pause between two actions.
    pub think: Duration,
    /// Place in the person's teams.
    pub team: usize,
    /// The post last looked at.
    pub seen: Option<Seen>,
    pub written: u64,
}

impl Simulated {
    /// Acts until the limits say stop; gives the socket back, which is to hear the rest.
    pub async fn live(mut self) -> Line {
        while self.limits.take() {
            let think = u64::try_from(self.think.as_micros()).unwrap_or(u64::MAX);
            tokio::time::sleep(Duration::from_micros(think / 2 + self.dice.below(think))).await;
            let action = self.mix.draw(&mut self.dice);
            let start = Instant::now();
            let done = self.act(action).await;
            self.ledger.done(action, start.elapsed(), done.as_ref().err());
        }
        self.line
    }

    async fn act(&mut self, action: Action) -> io::Result<()> {
        match action {
            Action::View => self.view().await,
            Action::Post => self.post().await,
            Action::React => self.react().await,
            Action::Reply => match self.seen.clone() {
                Some(Seen { root, team, channel, .. }) => self.write(team, channel, root).await,
                None => self.post().await,
            },
            Action::Type => {
                let channel = self.channel()?;
                self.line.typing(&channel).await
            }
            Action::Search => self.search().await,
            Action::SwitchTeam => self.switch_team().await,
            Action::Reconnect => self.line.reconnect().await,
        }
    }

    fn place(&self) -> io::Result<usize> {
        self.me.teams.get(self.team).copied().ok_or_else(|| fault("a person without a team"))
    }

    fn team(&self) -> io::Result<&Team> {
        self.world.teams.get(self.place()?).ok_or_else(|| fault("a team that is not there"))
    }

    fn channel(&mut self) -> io::Result<String> {
        let mut dice = self.dice.clone();
        let channel = dice.pick(&self.team()?.channels).cloned();
        self.dice = dice;
        channel.ok_or_else(|| fault("a team without channels"))
    }

    /// The newest page, and that it was read.
    async fn view(&mut self) -> io::Result<()> {
        let channel = self.channel()?;
        let path = format!("/channels/{channel}/posts?page=0&per_page=60");
        let page = self.api.get(&self.me.token, &path).await?;
        let field = |post: &str, name: &str| page.get("posts").and_then(|posts| posts.get(post)?.get(name)?.as_str());
        let order = page.get("order").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        // Nobody answers to what the server has written itself.
        let written: Vec<&str> = order.filter(|&post| field(post, "type") == Some("")).collect();
        if let Some(post) = self.dice.pick(&written).copied() {
            let root = field(post, "root_id").filter(|root| !root.is_empty()).unwrap_or(post).to_owned();
            let (post, team, channel) = (post.to_owned(), self.place()?, channel.clone());
            self.seen = Some(Seen { post, root, team, channel });
        }
        let body = json!({"channel_id": channel, "prev_channel_id": ""});
        self.api.post(&self.me.token, "/channels/members/me/view", &body).await?;
        Ok(())
    }

    async fn post(&mut self) -> io::Result<()> {
        let (team, channel) = (self.place()?, self.channel()?);
        self.write(team, channel, String::new()).await
    }

    /// A post, or a reply when there is a root.
    async fn write(&mut self, team: usize, channel: String, root: String) -> io::Result<()> {
        let words: Vec<&str> = (0..4 + self.dice.below(20)).filter_map(|_| self.dice.pick(&WORDS).copied()).collect();
        self.written += 1;
        let sent = Instant::now();
        let text = format!("{} #{} of {}: {}", words.join(" "), self.written, self.me.index, self.ledger.stamp());
        let body = json!({"channel_id": channel, "message": text, "root_id": root});
        let post = id(&self.api.post(&self.me.token, "/posts", &body).await?)?;
        let root = if root.is_empty() { post.clone() } else { root };
        self.seen = Some(Seen { post: post.clone(), root, team, channel: channel.clone() });
        self.ledger.acknowledge(Acknowledged { post, team, channel, sent });
        Ok(())
    }

    async fn react(&mut self) -> io::Result<()> {
        if self.seen.is_none() {
            self.view().await?;
        }
        let Some(Seen { post, .. }) = &self.seen else { return self.post().await };
        let emoji = self.dice.pick(&EMOJI).copied().unwrap_or("+1");
        let body = json!({"user_id": self.me.id, "post_id": post, "emoji_name": emoji});
        self.api.post(&self.me.token, "/reactions", &body).await?;
        Ok(())
    }

    async fn search(&mut self) -> io::Result<()> {
        let word = self.dice.pick(&WORDS).copied().unwrap_or("release");
        let path = format!("/teams/{}/posts/search", self.team()?.id);
        self.api.post(&self.me.token, &path, &json!({"terms": word, "is_or_search": false})).await?;
        Ok(())
    }

    async fn switch_team(&mut self) -> io::Result<()> {
        self.team = (self.team + 1) % self.me.teams.len().max(1);
        let path = format!("/users/me/teams/{}/channels", self.team()?.id);
        self.api.get(&self.me.token, &path).await?;
        self.api.get(&self.me.token, &format!("{path}/members")).await?;
        self.view().await
    }
}
