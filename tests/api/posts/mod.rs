//! Posts and threads.

mod again;
mod around_unread;
mod budget;
mod burning;
mod create;
mod lists;
mod mentions;
mod moving;
mod threads;

use roost_testkit::{Client, TestNode};
use serde_json::Value;

/// A team with a channel and the people in it; the first of them is the administrator.
struct Place {
    node: TestNode,
    team: Value,
    channel: Value,
    people: Vec<Client>,
}

impl Place {
    async fn with(names: &[&str]) -> Self {
        Self::on(TestNode::start().await, names).await
    }

    async fn on(node: TestNode, names: &[&str]) -> Self {
        let mut people = Vec::new();
        for name in names {
            people.push(node.sign_up(name).await);
        }
        let team = people[0].new_team("team").await;
        let channel = people[0].new_channel(&team, "room").await;
        for user in &people[1..] {
            people[0].add_to_team(&team, user).await;
            people[0].add_to_channel(&channel, user).await;
        }
        Self { node, team, channel, people }
    }

    fn channel_id(&self) -> &str {
        self.channel["id"].as_str().unwrap()
    }

    /// A post of somebody with more than a message.
    async fn post(&self, who: usize, extra: Value) -> roost_testkit::Reply {
        let mut body = serde_json::json!({"channel_id": self.channel["id"], "message": "hello"});
        body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        self.people[who].post("/api/v4/posts", body).await
    }

    /// An upload that nobody has attached yet, put into the database as the upload would.
    async fn upload(&self, who: usize, id: &str) {
        let client = self.node.database.client().await;
        client
            .execute(
                "insert into fileinfo (id, creatorid, postid, createat, updateat, deleteat, path, thumbnailpath, \
                 previewpath, name, extension, size, mimetype, width, height, haspreviewimage, channelid) \
                 values ($1, $2, '', 1, 1, 0, 'p', '', '', 'a.txt', 'txt', 1, 'text/plain', 0, 0, false, $3)",
                &[&id, &self.people[who].user_id(), &self.channel_id()],
            )
            .await
            .unwrap();
    }

    /// A number from the database.
    async fn number(&self, sql: &str) -> i64 {
        self.node.database.client().await.query_one(sql, &[]).await.unwrap().get(0)
    }
}
