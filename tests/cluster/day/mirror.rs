//! What a client knows: fetched when it starts, and from then on changed by events alone, as the official clients do it.

use std::collections::{BTreeMap, BTreeSet};

use roost_testkit::Client;
use serde_json::{Value, json};

/// A post as far as events tell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub message: String,
    pub root: String,
    pub is_pinned: bool,
    pub edit_at: i64,
    /// Who, with what.
    pub reactions: BTreeSet<(String, String)>,
}

/// What is unread: posts, first posts, mentions, mentions in first posts.
pub type Unread = [i64; 4];

/// What a post that was heard adds to that, and when it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Heard {
    create_at: i64,
    adds: Unread,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Channel {
    pub header: String,
    pub display_name: String,
    pub posts: BTreeMap<String, Post>,
    /// Unknown from when the channel was entered, or its unread posts were set, until it is viewed.
    pub unread: Option<Unread>,
    heard: Vec<Heard>,
}

/// Replies, unread replies, unread mentions.
pub type Thread = [i64; 3];

/// Everything that one client knows.
#[derive(Clone, Debug, Default)]
pub struct Mirror {
    pub channels: BTreeMap<String, Channel>,
    /// Of the threads that the user follows. Unknown after something that events do not count.
    pub threads: BTreeMap<String, Option<Thread>>,
    /// The posts of channels that were archived: the threads in them are followed on until the user leaves.
    archived: BTreeMap<String, Vec<String>>,
    pub nicknames: BTreeMap<String, String>,
    pub preferences: BTreeMap<String, String>,
    /// The user's own: of others' a client asks.
    pub status: String,
}

pub fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn inner(value: &Value) -> Value {
    value.as_str().map_or(Value::Null, |text| serde_json::from_str(text).unwrap())
}

async fn get(client: &Client, path: &str) -> Value {
    let reply = client.get(path).await;
    assert_eq!(reply.status, 200, "{path}: {:?}", reply.body);
    reply.body
}

impl Post {
    fn of(post: &Value) -> Self {
        let reactions = post["metadata"]["reactions"].as_array().into_iter().flatten();
        Self {
            message: text(post, "message"),
            root: text(post, "root_id"),
            is_pinned: post["is_pinned"] == true,
            edit_at: post["edit_at"].as_i64().unwrap(),
            reactions: reactions.map(reaction).collect(),
        }
    }
}

fn reaction(reaction: &Value) -> (String, String) {
    (text(reaction, "user_id"), text(reaction, "emoji_name"))
}

/// Joining and leaving are not unread.
fn is_counted(post: &Value) -> bool {
    let kind = text(post, "type");
    !["join", "leave", "add_to", "remove_from", "add_remove"].iter().any(|word| kind.contains(word))
}

fn thread(thread: &Value) -> Thread {
    ["reply_count", "unread_replies", "unread_mentions"].map(|key| thread[key].as_i64().unwrap())
}

async fn threads(client: &Client, team: &str) -> Vec<Value> {
    let body = get(client, &format!("/api/v4/users/me/teams/{team}/threads?per_page=500")).await;
    body["threads"].as_array().unwrap().clone()
}

async fn all_posts(client: &Client, channel: &str) -> BTreeMap<String, Post> {
    let mut posts = BTreeMap::new();
    for page in 0.. {
        let list = client.get(&format!("/api/v4/channels/{channel}/posts?per_page=200&page={page}")).await;
        if list.status != 200 {
            break;
        }
        let (list, known) = (list.body, posts.len());
        let order = list["order"].as_array().unwrap();
        for id in order {
            let id = id.as_str().unwrap();
            posts.insert(id.to_owned(), Post::of(&list["posts"][id]));
        }
        if posts.len() == known {
            break;
        }
    }
    posts
}

async fn unread(client: &Client, channel: &str) -> Unread {
    let body = get(client, &format!("/api/v4/users/me/channels/{channel}/unread")).await;
    ["msg_count", "msg_count_root", "mention_count", "mention_count_root"].map(|key| body[key].as_i64().unwrap())
}

impl Channel {
    /// A post may be written while somebody views, and be told before that is: it is newer than what was viewed.
    fn viewed(&mut self, time: i64) {
        self.heard.retain(|post| post.create_at > time);
        let add = |sum: Unread, post: &Heard| std::array::from_fn(|n| sum[n] + post.adds[n]);
        self.unread = Some(self.heard.iter().fold([0; 4], add));
    }
}

impl Mirror {
    /// What a fresh client learns.
    pub async fn fetch(client: &Client, team: &str, people: &[String]) -> Self {
        let mut mirror = Self::default();
        for channel in get(client, &format!("/api/v4/users/me/teams/{team}/channels")).await.as_array().unwrap() {
            let id = text(channel, "id");
            let mut known = Self::channel(client, channel).await;
            known.unread = Some(unread(client, &id).await);
            mirror.channels.insert(id, known);
        }
        for one in threads(client, team).await {
            mirror.threads.insert(text(&one, "id"), Some(thread(&one)));
        }
        for preference in get(client, "/api/v4/users/me/preferences").await.as_array().unwrap() {
            mirror.prefer(preference);
        }
        let users = client.post("/api/v4/users/ids", json!(people)).await.body;
        mirror.nicknames = users.as_array().unwrap().iter().map(|u| (text(u, "id"), text(u, "nickname"))).collect();
        mirror.status = text(&get(client, "/api/v4/users/me/status").await, "status");
        mirror
    }

    async fn channel(client: &Client, channel: &Value) -> Channel {
        let posts = all_posts(client, channel["id"].as_str().unwrap()).await;
        let (header, display_name) = (text(channel, "header"), text(channel, "display_name"));
        Channel { header, display_name, posts, unread: None, heard: Vec::new() }
    }

    fn prefer(&mut self, preference: &Value) {
        let name = format!("{}/{}", text(preference, "category"), text(preference, "name"));
        self.preferences.insert(name, text(preference, "value"));
    }

    /// Of an event that says that the user is in a channel, and no more, a client fetches the channel. The door may be
    /// shut again already; the event that says so comes later.
    async fn enter(&mut self, client: &Client, id: &str) {
        let reply = client.get(&format!("/api/v4/channels/{id}")).await;
        let member = client.get(&format!("/api/v4/channels/{id}/members/me")).await;
        // One may be added to a channel that is archived.
        if reply.status == 200 && member.status == 200 && reply.body["delete_at"] == 0 {
            self.archived.remove(id);
            self.channels.insert(id.to_owned(), Self::channel(client, &reply.body).await);
            for one in threads(client, &text(&reply.body, "team_id")).await {
                if one["post"]["channel_id"] == id {
                    self.threads.insert(text(&one, "id"), None);
                }
            }
        }
    }

    fn leave(&mut self, id: &str) {
        let shown = self.channels.remove(id).into_iter().flat_map(|channel| channel.posts.into_keys());
        for post in shown.chain(self.archived.remove(id).into_iter().flatten()) {
            self.threads.remove(&post);
        }
    }

    fn archive(&mut self, id: &str) {
        if let Some(channel) = self.channels.remove(id) {
            self.archived.insert(id.to_owned(), channel.posts.into_keys().collect());
        }
    }

    fn post_of(&mut self, channel: &str, post: &str) -> Option<&mut Post> {
        self.channels.get_mut(channel)?.posts.get_mut(post)
    }

    /// Applies one event to what `me`, at `client`, knows.
    pub async fn hear(&mut self, client: &Client, event: &Value) {
        let (me, data, to) = (client.user_id(), &event["data"], &event["broadcast"]);
        let channel_id = match text(data, "channel_id") {
            none if none.is_empty() => text(to, "channel_id"),
            given => given,
        };
        match event["event"].as_str().unwrap_or_default() {
            "posted" => self.posted(me, data),
            "post_edited" => {
                let post = inner(&data["post"]);
                if let Some(known) = self.post_of(&text(&post, "channel_id"), &text(&post, "id")) {
                    // What others think of it is told by events of its own.
                    *known = Post { reactions: std::mem::take(&mut known.reactions), ..Post::of(&post) };
                }
            }
            "post_deleted" => self.deleted(&inner(&data["post"])),
            name @ ("reaction_added" | "reaction_removed") => {
                let told = inner(&data["reaction"]);
                if let Some(post) = self.post_of(&channel_id, &text(&told, "post_id")) {
                    // A page that was fetched on entering may know what comes after.
                    if name == "reaction_added" {
                        post.reactions.insert(reaction(&told));
                    } else {
                        post.reactions.remove(&reaction(&told));
                    }
                }
            }
            "multiple_channels_viewed" => {
                for (id, time) in data["channel_times"].as_object().unwrap() {
                    if let Some(channel) = self.channels.get_mut(id) {
                        channel.viewed(time.as_i64().unwrap());
                    }
                }
            }
            "post_unread" => {
                if let Some(channel) = self.channels.get_mut(&channel_id) {
                    channel.unread = None;
                }
            }
            "channel_updated" => {
                let told = inner(&data["channel"]);
                if let Some(channel) = self.channels.get_mut(&text(&told, "id")) {
                    (channel.header, channel.display_name) = (text(&told, "header"), text(&told, "display_name"));
                }
            }
            "user_added" if data["user_id"] == me => self.enter(client, &channel_id).await,
            "channel_created" | "channel_restored" => self.enter(client, &channel_id).await,
            "user_removed" if data["user_id"] == me || to["user_id"] == me => self.leave(&channel_id),
            "channel_deleted" => self.archive(&channel_id),
            "thread_updated" => {
                let told = inner(&data["thread"]);
                let id = text(&told, "id");
                self.threads.insert(id, Some(thread(&told)));
            }
            "thread_read_changed" => {
                let one = text(data, "thread_id");
                // Who reads a thread follows it.
                self.follow(one.clone());
                for (id, known) in &mut self.threads {
                    if one.is_empty() || *id == one {
                        *known = None;
                    }
                }
            }
            "thread_follow_changed" => {
                let id = text(data, "thread_id");
                if data["state"] == true {
                    self.follow(id);
                } else {
                    self.threads.remove(&id);
                }
            }
            "user_updated" => {
                self.nicknames.insert(text(&data["user"], "id"), text(&data["user"], "nickname"));
            }
            "preferences_changed" => {
                for preference in inner(&data["preferences"]).as_array().unwrap() {
                    self.prefer(preference);
                }
            }
            "preferences_deleted" => {
                for preference in inner(&data["preferences"]).as_array().unwrap() {
                    self.preferences.remove(&format!("{}/{}", text(preference, "category"), text(preference, "name")));
                }
            }
            "status_change" if data["user_id"] == me => self.status = text(data, "status"),
            _ => {}
        }
    }

    fn posted(&mut self, me: &str, data: &Value) {
        let post = inner(&data["post"]);
        let Some(channel) = self.channels.get_mut(&text(&post, "channel_id")) else { return };
        channel.posts.entry(text(&post, "id")).or_insert_with(|| Post::of(&post));
        let is_mention = inner(&data["mentions"]).as_array().is_some_and(|ids| ids.iter().any(|id| id == me));
        let is_root = text(&post, "root_id").is_empty();
        let counted = is_counted(&post);
        let adds = [counted, counted && is_root, is_mention, is_mention && is_root].map(i64::from);
        channel.heard.push(Heard { create_at: post["create_at"].as_i64().unwrap(), adds });
        if let Some(unread) = &mut channel.unread {
            *unread = std::array::from_fn(|n| unread[n] + adds[n]);
        }
    }

    fn deleted(&mut self, post: &Value) {
        let (id, root) = (text(post, "id"), text(post, "root_id"));
        let Some(channel) = self.channels.get_mut(&text(post, "channel_id")) else { return };
        channel.posts.retain(|known, post| *known != id && post.root != id);
        self.threads.remove(&id);
        // How much of the thread was unread is not told.
        if let Some(thread) = self.threads.get_mut(&root) {
            *thread = None;
        }
    }

    /// A thread is shown to who is in its channel, and once it has replies. What is unread of it is not told: whoever follows
    /// it again has read it.
    fn follow(&mut self, root: String) {
        if root.is_empty() {
            return;
        }
        let mut posts = self.channels.values().flat_map(|channel| channel.posts.values());
        if self.threads.contains_key(&root) || posts.any(|post| post.root == root) {
            self.threads.insert(root, None);
        }
    }

    /// Where this differs from what a fresh client learns.
    pub fn differences(&self, fresh: &Self) -> Vec<String> {
        let mut found = Vec::new();
        let mut differ = |what: &str, mine: String, theirs: String| {
            if mine != theirs {
                found.push(format!("{what}: {mine} by events, {theirs} fetched"));
            }
        };
        let ids = |mirror: &Self| format!("{:?}", mirror.channels.keys().collect::<Vec<_>>());
        differ("channels", ids(self), ids(fresh));
        for (id, channel) in &self.channels {
            let Some(other) = fresh.channels.get(id) else { continue };
            let names = |channel: &Channel| format!("{:?}", (&channel.header, &channel.display_name));
            differ(&format!("channel {id}"), names(channel), names(other));
            let all: BTreeSet<&String> = channel.posts.keys().chain(other.posts.keys()).collect();
            for post in all {
                let of = |channel: &Channel| format!("{:?}", channel.posts.get(post));
                differ(&format!("post {post} of {id}"), of(channel), of(other));
            }
            if channel.unread.is_some() {
                differ(&format!("unread in {id}"), format!("{:?}", channel.unread), format!("{:?}", other.unread));
            }
        }
        // Whether one is a thread that lost all its replies is not told.
        let posts = fresh.channels.values().flat_map(|channel| channel.posts.values());
        let roots: BTreeSet<&String> = posts.map(|post| &post.root).collect();
        let followed =
            |mirror: &Self| format!("{:?}", mirror.threads.keys().filter(|id| roots.contains(id)).collect::<Vec<_>>());
        differ("threads followed", followed(self), followed(fresh));
        for (id, thread) in &self.threads {
            if let (Some(thread), Some(Some(other))) = (thread, fresh.threads.get(id)) {
                differ(&format!("thread {id}"), format!("{thread:?}"), format!("{other:?}"));
            }
        }
        differ("nicknames", format!("{:?}", self.nicknames), format!("{:?}", fresh.nicknames));
        differ("preferences", format!("{:?}", self.preferences), format!("{:?}", fresh.preferences));
        differ("status", self.status.clone(), fresh.status.clone());
        found
    }
}
