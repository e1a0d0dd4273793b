//! Files by a link, for people without an account.

use roost_testkit::{Client, TestNode, Tuning};
use serde_json::Value;

use super::helpers::id;

async fn uploaded(client: &Client, channel: &Value, name: &str, bytes: &'static [u8]) -> Value {
    let path = format!("/api/v4/files?channel_id={}&filename={name}", id(channel));
    let reply = client.send(client.request("POST", &path).body(bytes)).await;
    assert_eq!(reply.status, 201, "{:?}", reply.body);
    reply.body["file_infos"][0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_the_link_of_a_file_reads_it_without_an_account() {
    let node = TestNode::tuned(Tuning::default().with("MM_FILESETTINGS_ENABLEPUBLICLINK", "true")).await;
    let admin = node.sign_up("admin").await;
    let stranger = node.sign_up("stranger").await;
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    let file = uploaded(&admin, &channel, "plan.txt", b"all hands").await;
    let other = uploaded(&admin, &channel, "other.txt", b"nothing").await;
    let link_of = format!("/api/v4/files/{}/link", id(&file));
    assert_eq!(admin.get(&link_of).await.status, 400, "it is in no post yet");
    let post =
        serde_json::json!({"channel_id": channel["id"], "message": "see", "file_ids": [file["id"], other["id"]]});
    assert_eq!(admin.post("/api/v4/posts", post).await.status, 201);
    assert_eq!(stranger.get(&link_of).await.status, 403);
    let link = admin.get(&link_of).await.body["link"].as_str().unwrap().to_owned();
    let path = link.strip_prefix(node.base()).unwrap().to_owned();

    let nobody = node.anonymous();
    let read = nobody.get(&path).await;
    assert_eq!((read.status, read.bytes.as_slice()), (200, &b"all hands"[..]));
    let head = nobody.call("HEAD", &path, None).await;
    assert_eq!((head.status, head.header("content-length"), head.bytes.len()), (200, "9", 0));
    let part = nobody.send(nobody.request("GET", &path).header("range", "bytes=4-")).await;
    assert_eq!((part.status, part.bytes.as_slice()), (206, &b"hands"[..]));

    // The link is of that file alone.
    let of_other = path.replace(id(&file), id(&other));
    let refused = nobody.get(&of_other).await;
    assert_eq!((refused.status, refused.error_id()), (400, "api.file.get_file.public_invalid.app_error"));
    assert_eq!(nobody.get(path.split('?').next().unwrap()).await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_links_are_off_none_is_good() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    let file = uploaded(&admin, &channel, "plan.txt", b"all hands").await;
    for path in [format!("/api/v4/files/{}/link", id(&file)), format!("/files/{}/public?h=x", id(&file))] {
        let refused = admin.get(&path).await;
        assert_eq!((refused.status, refused.error_id()), (403, "api.file.get_public_link.disabled.app_error"));
    }
}
