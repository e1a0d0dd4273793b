//! Reported posts: hidden from everybody but reviewers, who keep or remove them, once.

use futures_util::future::join_all;
use roost_testkit::{Client, TestCluster};
use serde_json::{Value, json};

use super::helpers::id;

struct Place {
    cluster: TestCluster,
    admin: Client,
    team: Value,
    author: Client,
    reviewer: Client,
    post: Value,
}

impl Place {
    async fn build() -> Self {
        let cluster = TestCluster::start(2).await;
        let admin = cluster.node(0).sign_up("admin").await;
        let (author, reviewer) = (cluster.node(0).sign_up("author").await, cluster.node(0).sign_up("reviewer").await);
        let team = admin.new_team("team").await;
        let channel = admin.new_channel(&team, "room").await;
        for user in [&author, &reviewer] {
            admin.add_to_team(&team, user).await;
            admin.add_to_channel(&channel, user).await;
        }
        let settings = json!({
            "EnableContentFlagging": true,
            "ReviewerSettings": {"CommonReviewerIds": [reviewer.user_id()], "TeamAdminsAsReviewers": false},
        });
        assert_eq!(admin.put("/api/v4/content_flagging/config", settings).await.status, 200);
        let post = author.new_post(&channel, "the secret").await;
        Self { cluster, admin, team, author, reviewer, post }
    }

    fn path(&self, tail: &str) -> String {
        format!("/api/v4/content_flagging/post/{}{tail}", id(&self.post))
    }

    async fn flag(&self) {
        let report = json!({"reason": "Other", "comment": "look"});
        assert_eq!(self.admin.post(&self.path("/flag"), report).await.status, 200);
    }

    async fn status(&self, client: &Client) -> u16 {
        client.get(&format!("/api/v4/posts/{}", id(&self.post))).await.status
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reported_post_is_hidden_reviewers_of_another_node_hear_of_it_and_one_of_many_decisions_counts() {
    let place = Place::build().await;
    let mut socket = place.reviewer.at(place.cluster.node(1)).connect().await;
    socket.wait_for("hello").await;
    place.flag().await;
    let report = |event: &Value| event["event"] == "posted" && event.to_string().contains("custom_spillage_report");
    let heard = socket.wait_matching("the report", report).await;
    assert!(heard.to_string().contains(id(&place.post)) && !heard.to_string().contains("the secret"));
    assert_eq!((place.status(&place.author).await, place.status(&place.admin).await), (404, 404));
    assert_eq!(place.reviewer.get(&place.path("")).await.body["message"], "the secret");

    let path = place.path("/keep");
    let decisions = (0..6).map(|_| place.reviewer.put(&path, json!({"comment": "fine"})));
    let mut statuses: Vec<u16> = join_all(decisions).await.iter().map(|reply| reply.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400, 400, 400, 400, 400]);
    socket.wait_for("content_flagging_report_value_updated").await;
    assert_eq!(place.status(&place.author.at(place.cluster.node(1))).await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_what_a_removed_post_said() {
    let place = Place::build().await;
    place.flag().await;
    assert_eq!(place.reviewer.put(&place.path("/remove"), json!({"comment": "gone"})).await.status, 200);
    let client = place.cluster.node(0).database.client().await;
    let sql = "select count(*) from posts where message like '%the secret%'";
    assert_eq!(client.query_one(sql, &[]).await.unwrap().get::<_, i64>(0), 0);
    assert_ne!(place.reviewer.get(&place.path("")).await.body["message"], "the secret");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_no_reviewer_sees_and_decides_nothing() {
    let place = Place::build().await;
    place.flag().await;
    for client in [&place.author, &place.admin] {
        for reply in [
            client.get(&place.path("")).await,
            client.get(&place.path("/field_values")).await,
            client.put(&place.path("/keep"), json!({"comment": "c"})).await,
            client.put(&place.path("/remove"), json!({"comment": "c"})).await,
        ] {
            assert_eq!((reply.status, reply.error_id()), (403, "api.data_spillage.error.user_not_reviewer"));
        }
    }
    assert_eq!(place.author.put("/api/v4/content_flagging/config", json!({})).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_sees_the_place_of_a_reported_post_and_its_files_without_being_there() {
    let place = Place::build().await;
    let team = id(&place.team);
    let channel = place.post["channel_id"].as_str().unwrap();
    let uploaded = place
        .author
        .send(place.author.request("POST", &format!("/api/v4/files?channel_id={channel}&filename=a.txt")).body("text"))
        .await;
    let file = id(&uploaded.body["file_infos"][0]).to_owned();
    let body = json!({"channel_id": channel, "message": "with a file", "file_ids": [file]});
    let post = place.author.post("/api/v4/posts", body).await.body;
    let path = format!("/api/v4/content_flagging/post/{}", id(&post));
    let left = format!("/api/v4/teams/{team}/members/{}", place.reviewer.user_id());
    assert_eq!(place.admin.delete(&left).await.status, 200);
    let paths =
        [format!("teams/{team}"), format!("channels/{channel}"), format!("files/{file}"), format!("files/{file}/info")];
    let asked = |path: &str, post: &Value| {
        format!("/api/v4/{path}?as_content_reviewer=true&flagged_post_id={}", post["id"].as_str().unwrap())
    };
    for path in &paths {
        assert_eq!(place.reviewer.get(&asked(path, &post)).await.status, 404, "{path}: nobody reported it");
    }
    let report = json!({"reason": "Other", "comment": "look"});
    assert_eq!(place.admin.post(&format!("{path}/flag"), report).await.status, 200);
    for path in &paths {
        assert_eq!(place.reviewer.get(&asked(path, &post)).await.status, 200, "{path}");
        assert_eq!(place.author.get(&asked(path, &post)).await.status, 403, "{path}: no reviewer");
        let other = place.reviewer.get(&asked(path, &json!({"id": "x"}))).await;
        assert_eq!((other.status, other.error_id()), (400, "api.context.invalid_url_param.app_error"), "{path}");
    }
    let private = place.admin.new_channel(&place.team, "elsewhere").await;
    let elsewhere = place.reviewer.get(&asked(&format!("channels/{}", id(&private)), &post)).await;
    assert_eq!(
        (elsewhere.status, elsewhere.error_id()),
        (400, "api.channel.get_channel.flagged_post_mismatch.app_error")
    );
    assert_eq!(place.reviewer.get(&asked(&paths[0], &post)).await.body["invite_id"], "");
}
