//! What the refused requests aim at: a private team with everything in it, and people who do not belong there.

use std::collections::BTreeMap;

use reqwest::multipart;
use roost_testkit::{Client, TestNode, Tuning};
use serde_json::{Value, json};

use super::table::UNKNOWN;
use crate::api::helpers::id;

/// A picture of 8 by 8 pixels.
pub const PICTURE: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 8, 0, 0, 0, 8, 8,
    2, 0, 0, 0, 0x4b, 0x6d, 0x29, 0xdc, 0, 0, 0, 0x12, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0,
    0x80, 0x15, 0x61, 0x17, 0x1d, 0xb4, 0x12, 0, 0x28, 0xff, 0x3f, 0xc1, 0x6e, 0xec, 0xdf, 0x61, 0, 0, 0, 0, 0x49,
    0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// A job that no node does.
const JOB: &str = "jjjjjjjjjjjjjjjjjjjjjjjjjj";

pub struct Place {
    pub node: TestNode,
    pub nobody: Client,
    /// Somebody with a team of their own.
    pub stranger: Client,
    /// May do everything.
    pub admin: Client,
    names: BTreeMap<&'static str, String>,
}

impl Place {
    pub async fn build() -> Self {
        let tuning = Tuning::default()
            .with("MM_SERVICESETTINGS_ENABLEUSERACCESSTOKENS", "true")
            .with("MM_SUPPORTSETTINGS_CUSTOMTERMSOFSERVICEENABLED", "true")
            .with("MM_SERVICESETTINGS_ENABLEDYNAMICCLIENTREGISTRATION", "true")
            .with("MM_SERVICESETTINGS_ENABLEOUTGOINGOAUTHCONNECTIONS", "true")
            .with("MM_GUESTACCOUNTSSETTINGS_ENABLE", "true")
            .with("MM_EMAILSETTINGS_SENDPUSHNOTIFICATIONS", "true")
            // There is no mail server: what waits for it would change.
            .with("MM_EMAILSETTINGS_SENDEMAILNOTIFICATIONS", "false")
            .with("MM_SERVICESETTINGS_ENABLEBOTACCOUNTCREATION", "true");
        let node = TestNode::tuned(tuning).await;
        let admin = node.sign_up("admin").await;
        let (owner, friend) = (node.sign_up("owner").await, node.sign_up("friend").await);
        let stranger = node.sign_up("stranger").await;
        stranger.new_team("elsewhere").await;
        let team = made(&owner, "/api/v4/teams", json!({"name": "crew", "display_name": "Crew", "type": "I"})).await;
        owner.add_to_team(&team, &friend).await;
        let room = json!({"team_id": team["id"], "name": "room", "display_name": "Room", "type": "P"});
        let channel = made(&owner, "/api/v4/channels", room).await;
        owner.add_to_channel(&channel, &friend).await;
        let people = [("owner", &owner), ("friend", &friend), ("stranger", &stranger), ("admin", &admin)];
        let mut names = BTreeMap::from(people.map(|(name, client)| (name, client.user_id().to_owned())));
        names.insert("unknown", UNKNOWN.to_owned());
        let mut place = Self { nobody: node.anonymous(), node, stranger, admin, names };
        place.name("team", &team);
        place.name("channel", &channel);
        place.furnish(&owner, &friend, &channel).await;
        place
    }

    async fn furnish(&mut self, owner: &Client, friend: &Client, channel: &Value) {
        let people = json!([owner.user_id(), friend.user_id(), self.admin.user_id()]);
        let group = made(owner, "/api/v4/channels/group", people).await;
        let post = owner.new_post(channel, "first version").await;
        let edited = owner.put(&format!("/api/v4/posts/{}/patch", id(&post)), json!({"message": "hello"})).await;
        assert_eq!(edited.status, 200, "{:?}", edited.body);
        let reply = json!({"channel_id": channel["id"], "message": "reply", "root_id": post["id"]});
        made(friend, "/api/v4/posts", reply).await;
        let history = owner.get(&format!("/api/v4/posts/{}/edit_history", id(&post))).await.body;
        let reaction = json!({"user_id": owner.user_id(), "post_id": post["id"], "emoji_name": "smile"});
        assert_eq!(owner.post("/api/v4/reactions", reaction).await.status, 200);
        let emoji = self.send_form(owner, "/api/v4/emoji", "image").await;
        let bookmark = json!({"display_name": "docs", "link_url": "http://example.com/", "type": "link"});
        let bookmark = made(owner, &format!("/api/v4/channels/{}/bookmarks", id(channel)), bookmark).await;
        let scheduled = json!({"channel_id": channel["id"], "message": "later", "scheduled_at": 4_000_000_000_000_i64});
        let scheduled = made(owner, "/api/v4/posts/schedule", scheduled).await;
        let upload = json!({"channel_id": channel["id"], "filename": "notes.txt", "file_size": 5});
        let upload = made(owner, "/api/v4/uploads", upload).await;
        let categories = format!("/api/v4/users/me/teams/{}/channels/categories", self.names["team"]);
        let category = json!({"user_id": owner.user_id(), "team_id": self.names["team"], "display_name": "Own",
            "type": "custom", "channel_ids": [channel["id"]]});
        let category = made(owner, &categories, category).await;
        let role = self.admin.get("/api/v4/roles/name/system_user").await.body;
        let scheme = json!({"name": "old_crew", "display_name": "Old crew", "scope": "team"});
        let scheme = made(&self.admin, "/api/v4/schemes", scheme).await;
        let tokens = format!("/api/v4/users/{}/tokens", self.admin.user_id());
        let token = made(&self.admin, &tokens, json!({"description": "a robot"})).await;
        let app = json!({"name": "App", "callback_urls": ["http://127.0.0.1/cb"], "homepage": "http://127.0.0.1/"});
        let app = made(&self.admin, "/api/v4/oauth/apps", app).await;
        let connection = json!({"name": "Programs", "client_id": "robot", "client_secret": "secret",
            "oauth_token_url": "http://127.0.0.1:1/token", "grant_type": "client_credentials",
            "audiences": ["http://127.0.0.1:1/"]});
        let connection = made(&self.admin, "/api/v4/oauth/outgoing_connections", connection).await;
        let field = json!({"name": "Town", "type": "text"});
        let field = made(&self.admin, "/api/v4/custom_profile_attributes/fields", field).await;
        let review =
            json!({"EnableContentFlagging": true, "ReviewerSettings": {"CommonReviewerIds": [owner.user_id()]}});
        assert_eq!(self.admin.put("/api/v4/content_flagging/config", review).await.status, 200);
        let sql = "insert into jobs (id, type, priority, createat, startat, lastactivityat, status, progress) \
            values ($1, 'migrations', 0, 1, 0, 0, 'pending', 0)";
        self.node.database.client().await.execute(sql, &[&JOB]).await.unwrap();
        let crowd = json!({"name": "crowd", "display_name": "Crowd", "source": "custom", "allow_reference": true,
            "user_ids": [friend.user_id()]});
        let crowd = made(owner, "/api/v4/groups", crowd).await;
        let hook = json!({"channel_id": channel["id"], "display_name": "Hook"});
        let hook = made(owner, "/api/v4/hooks/incoming", hook).await;
        let caller = json!({"team_id": self.names["team"], "trigger_words": ["ahoy"],
            "callback_urls": ["http://example.com"]});
        let caller = made(owner, "/api/v4/hooks/outgoing", caller).await;
        let command =
            json!({"team_id": self.names["team"], "trigger": "sail", "url": "http://example.com", "method": "P"});
        let command = made(owner, "/api/v4/commands", command).await;
        let bot = made(&self.admin, "/api/v4/bots", json!({"username": "robot"})).await;
        self.names.insert("bot_user", bot["user_id"].as_str().unwrap().to_owned());
        let sessions = owner.get("/api/v4/users/me/sessions").await.body;
        for (name, entity) in [
            ("group", &group),
            ("post", &post),
            ("version", &history[0]),
            ("bookmark", &bookmark),
            ("scheduled_post", &scheduled),
            ("emoji", &emoji),
            ("upload", &upload),
            ("category", &category),
            ("role", &role),
            ("scheme", &scheme),
            ("token", &token),
            ("crowd", &crowd),
            ("app", &app),
            ("outgoing_oauth_connection", &connection),
            ("field", &field),
            ("session", &sessions[0]),
            ("hook", &hook),
            ("command", &command),
            ("caller", &caller),
        ] {
            self.name(name, entity);
        }
    }

    fn name(&mut self, name: &'static str, entity: &Value) {
        self.names.insert(name, id(entity).to_owned());
    }

    async fn send_form(&self, client: &Client, path: &str, name: &'static str) -> Value {
        let reply = client.send(client.request("POST", path).multipart(self.form(name))).await;
        assert_eq!(reply.status, 200, "{:?}", reply.body);
        reply.body
    }

    /// A form with a picture under `name`, and the fields that operations with forms ask for.
    pub fn form(&self, name: &'static str) -> multipart::Form {
        let emoji = json!({"name": "crewmoji", "creator_id": self.names.get("owner")}).to_string();
        let picture = multipart::Part::bytes(PICTURE).file_name("a.png").mime_str("image/png").unwrap();
        let form = match name {
            "files" => multipart::Form::new().text("channel_id", self.names["channel"].clone()),
            "file" => multipart::Form::new().text("importFrom", "slack").text("filesize", PICTURE.len().to_string()),
            _ => multipart::Form::new().text("emoji", emoji),
        };
        form.part(name, picture)
    }

    /// `text` with each `$name` replaced.
    pub fn fill(&self, text: &str) -> String {
        // Longer names first, because one may begin with another.
        let mut names: Vec<_> = self.names.iter().collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        names.into_iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("${name}"), value))
    }

    /// The address of an operation on what belongs to the owner, but for the ids in `instead`.
    pub fn path(&self, pattern: &str, instead: &BTreeMap<&str, &str>) -> String {
        let part = |part: &str| -> String {
            let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) else {
                return part.to_owned();
            };
            match name {
                _ if instead.contains_key(name) => instead[name].to_owned(),
                "hook_id" if pattern.contains("/outgoing/") => self.names["caller"].clone(),
                "user_id" | "content_reviewer_id" => self.names["owner"].clone(),
                "thread_id" => self.names["post"].clone(),
                "restore_version_id" => self.names["version"].clone(),
                "group_id" => self.names["crowd"].clone(),
                "job_id" => JOB.to_owned(),
                "recap_id" => self.names["unknown"].clone(),
                "syncable_type" => "teams".to_owned(),
                "syncable_id" => self.names["team"].clone(),
                "plugin_id" => "com.example.none".to_owned(),
                "action_id" => "action1".to_owned(),
                "emoji_name" => "smile".to_owned(),
                "export_name" | "import_name" => "none.zip".to_owned(),
                "timestamp" => "1".to_owned(),
                _ => {
                    let name = name.strip_suffix("_id").unwrap_or(name);
                    self.names.get(name).unwrap_or_else(|| panic!("nothing stands for {{{name}}} in {pattern}")).clone()
                }
            }
        };
        pattern.split('/').map(part).collect::<Vec<_>>().join("/")
    }
}

async fn made(client: &Client, path: &str, body: Value) -> Value {
    let reply = client.post(path, body).await;
    assert!(matches!(reply.status, 200 | 201), "{path}: {:?}", reply.body);
    reply.body
}
