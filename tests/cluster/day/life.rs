//! What people do, by chance.

use std::collections::BTreeMap;
use std::sync::Mutex;

use roost_app::clock::Clock;
use roost_server::system::SystemClock;
use roost_testkit::{Client, Reply};
use serde_json::{Value, json};

use super::id;
use crate::dice::Dice;

/// What everybody needs to know, and what was done.
pub struct Life {
    team: String,
    channels: Vec<String>,
    people: Vec<String>,
    /// Posts and where they are.
    posts: Mutex<Vec<(String, String)>>,
    done: Mutex<BTreeMap<&'static str, [usize; 2]>>,
}

const EMOJI: [&str; 3] = ["heart", "rocket", "tada"];

impl Life {
    pub fn new(team: &str, channels: Vec<String>, people: Vec<String>) -> Self {
        Self { team: team.to_owned(), channels, people, posts: Mutex::default(), done: Mutex::default() }
    }

    /// How often each action was done, and how often refused.
    pub fn done(&self) -> String {
        let done = self.done.lock().unwrap();
        let one = |(name, [done, refused]): (&&str, &[usize; 2])| format!("{name} {done} ({refused} refused)");
        done.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// Notes an answer. What is refused because somebody else was faster is as good as done.
    fn note(&self, action: &'static str, reply: &Reply) -> bool {
        let is_done = matches!(reply.status, 200 | 201);
        let known = is_done || matches!(reply.status, 400 | 403 | 404);
        assert!(known, "{action}: {} {:?}", reply.status, reply.body);
        self.done.lock().unwrap().entry(action).or_default()[usize::from(!is_done)] += 1;
        is_done
    }

    fn any_post(&self, dice: &mut Dice) -> Option<(String, String)> {
        let posts = self.posts.lock().unwrap();
        (!posts.is_empty()).then(|| posts[dice.below(posts.len())].clone())
    }

    /// One person's day: `count` actions, each at one of two nodes.
    pub async fn live(&self, who: usize, at: [Client; 2], count: usize, mut dice: Dice) {
        let mut own: Vec<String> = Vec::new();
        for n in 0..count {
            let me = &at[dice.below(2)];
            let channel = &self.channels[dice.below(self.channels.len())];
            match dice.below(100) {
                0..=24 => self.post(me, channel, &format!("{who} says {n}"), &mut dice, &mut own).await,
                25..=39 => self.about_own_post(me, n, &mut dice, &mut own).await,
                40..=59 => self.about_any_post(me, &mut dice).await,
                60..=74 => self.read(me, channel, &mut dice).await,
                75..=89 => self.about_channel(me, channel, n, &mut dice).await,
                _ => self.about_me(me, n, &mut dice).await,
            }
        }
    }

    async fn post(&self, me: &Client, channel: &str, message: &str, dice: &mut Dice, own: &mut Vec<String>) {
        let named = match dice.below(5) {
            0 => format!(" @person{}", dice.below(self.people.len())),
            1 => " @channel".to_owned(),
            _ => String::new(),
        };
        let mut body = json!({"channel_id": channel, "message": format!("{message}{named}")});
        if dice.below(2) == 0
            && let Some((place, post)) = self.any_post(dice)
        {
            (body["channel_id"], body["root_id"]) = (place.into(), post.into());
        }
        let place = body["channel_id"].as_str().unwrap().to_owned();
        let is_root = body["root_id"].is_null();
        let sent = me.post("/api/v4/posts", body).await;
        if self.note(if is_root { "post" } else { "reply" }, &sent) {
            let post = id(&sent.body).to_owned();
            if is_root {
                self.posts.lock().unwrap().push((place, post.clone()));
            }
            own.push(post);
        }
    }

    async fn about_own_post(&self, me: &Client, n: usize, dice: &mut Dice, own: &mut Vec<String>) {
        if own.is_empty() {
            return;
        }
        let which = dice.below(own.len());
        let post = &own[which];
        if dice.below(4) == 0 {
            let deleted = me.delete(&format!("/api/v4/posts/{post}")).await;
            if self.note("delete", &deleted) {
                own.swap_remove(which);
            }
        } else {
            let edit = json!({"message": format!("otherwise, {n}")});
            self.note("edit", &me.put(&format!("/api/v4/posts/{post}/patch"), edit).await);
        }
    }

    async fn about_any_post(&self, me: &Client, dice: &mut Dice) {
        let Some((_, post)) = self.any_post(dice) else { return };
        let emoji = EMOJI[dice.below(EMOJI.len())];
        match dice.below(8) {
            0 | 1 => {
                let body = json!({"user_id": me.user_id(), "post_id": post, "emoji_name": emoji});
                self.note("react", &me.post("/api/v4/reactions", body).await);
            }
            2 => {
                let path = format!("/api/v4/users/me/posts/{post}/reactions/{emoji}");
                self.note("take a reaction back", &me.delete(&path).await);
            }
            3 => drop(self.note("pin", &me.post(&format!("/api/v4/posts/{post}/pin"), Value::Null).await)),
            4 => drop(self.note("unpin", &me.post(&format!("/api/v4/posts/{post}/unpin"), Value::Null).await)),
            5 => {
                let path = format!("/api/v4/users/me/teams/{}/threads/{post}/following", self.team);
                self.note("follow", &me.put(&path, Value::Null).await);
            }
            6 => {
                let path = format!("/api/v4/users/me/teams/{}/threads/{post}/following", self.team);
                self.note("unfollow", &me.delete(&path).await);
            }
            _ => {
                let path = format!("/api/v4/users/me/posts/{post}/set_unread");
                self.note("set unread", &me.post(&path, json!({"collapsed_threads_supported": true})).await);
            }
        }
    }

    async fn read(&self, me: &Client, channel: &str, dice: &mut Dice) {
        match dice.below(6) {
            0 => {
                let path = format!("/api/v4/users/me/teams/{}/threads/read", self.team);
                self.note("read all threads", &me.put(&path, Value::Null).await);
            }
            1 => {
                let Some((_, post)) = self.any_post(dice) else { return };
                let path = format!("/api/v4/users/me/teams/{}/threads/{post}", self.team);
                // Clocks of clients are ahead or behind.
                let now = SystemClock.now_ms() + [0, 60_000, -50][dice.below(3)];
                self.note("read a thread", &me.put(&format!("{path}/read/{now}"), Value::Null).await);
            }
            _ => {
                let body = json!({"channel_id": channel, "collapsed_threads_supported": true});
                self.note("view", &me.post("/api/v4/channels/members/me/view", body).await);
            }
        }
    }

    async fn about_channel(&self, me: &Client, channel: &str, n: usize, dice: &mut Dice) {
        let path = format!("/api/v4/channels/{channel}");
        match dice.below(12) {
            0..=2 => {
                let joined = me.post(&format!("{path}/members"), json!({"user_id": me.user_id()})).await;
                self.note("join", &joined);
            }
            3 | 4 => {
                self.note("leave", &me.delete(&format!("{path}/members/{}", me.user_id())).await);
            }
            5 | 6 => {
                let other = &self.people[dice.below(self.people.len())];
                self.note("add", &me.post(&format!("{path}/members"), json!({"user_id": other})).await);
            }
            7 => {
                let other = &self.people[dice.below(self.people.len())];
                self.note("remove", &me.delete(&format!("{path}/members/{other}")).await);
            }
            8 | 9 => {
                self.note("header", &me.put(&format!("{path}/patch"), json!({"header": format!("header {n}")})).await);
            }
            10 if dice.below(3) == 0 => drop(self.note("archive", &me.delete(&path).await)),
            10 => drop(self.note("restore", &me.post(&format!("{path}/restore"), Value::Null).await)),
            _ => {
                let body = json!({"display_name": format!("room, {n}")});
                self.note("rename", &me.put(&format!("{path}/patch"), body).await);
            }
        }
    }

    async fn about_me(&self, me: &Client, n: usize, dice: &mut Dice) {
        match dice.below(4) {
            0 => {
                let nickname = json!({"nickname": format!("nick {n}")});
                self.note("nickname", &me.put("/api/v4/users/me/patch", nickname).await);
            }
            1 => {
                let word = ["online", "away", "dnd"][dice.below(3)];
                let body = json!({"user_id": me.user_id(), "status": word});
                self.note("status", &me.put("/api/v4/users/me/status", body).await);
            }
            choice => {
                let one = json!({"user_id": me.user_id(), "category": "life", "name": format!("n{}", dice.below(3)),
                    "value": n.to_string()});
                if choice == 2 {
                    self.note("prefer", &me.put("/api/v4/users/me/preferences", json!([one])).await);
                } else {
                    self.note("forget", &me.post("/api/v4/users/me/preferences/delete", json!([one])).await);
                }
            }
        }
    }
}
