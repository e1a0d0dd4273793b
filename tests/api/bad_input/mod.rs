//! Input that no honest client sends: each is answered with the original's status and error id, nothing is half-written,
//! and the server goes on.

mod connections;
mod files;
mod tokens;
mod vanishing;
mod wire;

use reqwest::header::CONTENT_TYPE;
use roost_testkit::{Client, Reply, TestNode};
use serde_json::{Value, json};

use super::helpers::id;

/// A node with somebody who may post in a channel.
struct Place {
    node: TestNode,
    user: Client,
    channel: String,
}

impl Place {
    async fn build() -> Self {
        Self::on(TestNode::start().await).await
    }

    async fn on(node: TestNode) -> Self {
        let user = node.sign_up("admin").await;
        let team = user.new_team("team").await;
        let channel = id(&user.new_channel(&team, "room").await).to_owned();
        Self { node, user, channel }
    }

    async fn post_bytes(&self, path: &str, body: impl Into<reqwest::Body>) -> Reply {
        let request = self.user.request("POST", path).header(CONTENT_TYPE, "application/json").body(body);
        self.user.send(request).await
    }

    async fn post(&self, extra: Value) -> Reply {
        let mut body = json!({"channel_id": self.channel, "message": "hello"});
        body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        self.user.post("/api/v4/posts", body).await
    }

    /// The number of posts that people wrote.
    async fn posts(&self) -> i64 {
        let client = self.node.database.client().await;
        client.query_one("select count(*) from posts where type = ''", &[]).await.unwrap().get(0)
    }
}

/// By how many kilobytes the memory of this process grew at most during `work`. Each test is a process of its own.
async fn peak_kb(work: impl Future<Output = ()>) -> u64 {
    let peak = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap()
    };
    // Makes the peak what is used now.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = peak();
    work.await;
    peak().saturating_sub(before)
}

const INVALID_BODY: &str = "api.context.invalid_body_param.app_error";

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_cannot_be_read_is_400_and_makes_no_post() {
    let place = Place::build().await;
    let with = |field: &str| format!(r#"{{"channel_id": "{}", "message": "hello", {field}}}"#, place.channel);
    let before = place.node.digest().await;
    for body in [
        String::new(),
        "{".to_owned(),
        "{\"message\": ".to_owned(),
        "hello".to_owned(),
        "[]".to_owned(),
        "7".to_owned(),
        "\"text\"".to_owned(),
        with("\"message\": 7"),
        with("\"message\": [\"hello\"]"),
        with("\"create_at\": \"now\""),
        with("\"create_at\": 1e40"),
        with("\"props\": [1]"),
        with("\"file_ids\": \"x\""),
        with("\"file_ids\": [7]"),
        with("\"message\": \"a\\u0000b\""),
        with("\"props\": {\"a\": \"\\u0000\"}"),
        with("\"pending_post_id\": \"\\u0000\""),
        with("\"metadata\": 7"),
        with("\"message\": \"\\ud800"),
    ] {
        let reply = place.post_bytes("/api/v4/posts", body.clone()).await;
        assert_eq!((reply.status, reply.error_id()), (400, INVALID_BODY), "{body}");
    }
    assert_eq!(place.node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_original_passes_over_is_passed_over() {
    let place = Place::build().await;
    let text = |body: &str| body.replace("ROOM", &place.channel).into_bytes();
    for (body, message) in [
        (text(r#"{"channel_id": "ROOM", "message": "a", "no_such_field": {"x": [1, {}]}}"#), "a"),
        (text(r#"{"Channel_ID": "ROOM", "MESSAGE": "a"}"#), "a"),
        (text(r#"{"channel_id": "ROOM", "message": "a", "props": null, "file_ids": null}"#), "a"),
        (text(r#"{"channel_id": "ROOM", "message": "a"} and more"#), "a"),
        (text(r#"{"channel_id": "ROOM", "message": "a", "message": "b"}"#), "b"),
        ([text(r#"{"channel_id": "ROOM", "message": "a"#).as_slice(), b"\xff\xfe\"}"].concat(), "a\u{fffd}\u{fffd}"),
        (text(r#"{"channel_id": "ROOM", "message": "a\ud800b"}"#), "a\u{fffd}b"),
    ] {
        let shown = String::from_utf8_lossy(&body).into_owned();
        let reply = place.post_bytes("/api/v4/posts", body).await;
        assert_eq!((reply.status, &reply.body["message"]), (201, &json!(message)), "{shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_has_16383_characters_whatever_their_size() {
    let place = Place::build().await;
    let too_long = "model.post.is_valid.message_length.app_error";
    for character in ["m", "é", "漢", "😀"] {
        let longest = character.repeat(16_383);
        let reply = place.post(json!({"message": longest})).await;
        assert_eq!((reply.status, &reply.body["message"]), (201, &json!(longest)), "{character}");
        let read = place.user.get(&format!("/api/v4/posts/{}", id(&reply.body))).await;
        assert_eq!(read.body["message"], json!(longest));
        let longer = json!({"message": character.repeat(16_384)});
        let refused = place.post(longer.clone()).await;
        assert_eq!((refused.status, refused.error_id()), (400, too_long), "{character}");
        let patched = place.user.put(&format!("/api/v4/posts/{}/patch", id(&reply.body)), longer).await;
        assert_eq!((patched.status, patched.error_id()), (400, too_long), "{character}");
    }
    assert_eq!(place.posts().await, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn deep_json_is_refused_on_little_stack_and_memory() {
    let place = Place::build().await;
    let deep = |open: &str, close: &str, depth: usize| open.repeat(depth) + &close.repeat(depth);
    let grown = peak_kb(async {
        for depth in [5_000, 100_000] {
            let lists = deep("[", "]", depth);
            let objects = deep("{\"a\":", "}", depth).replace(":}", ":1}");
            let in_props =
                format!(r#"{{"channel_id": "{}", "message": "m", "props": {{"a": {lists}}}}}"#, place.channel);
            for body in [lists, objects, in_props, "[".repeat(depth)] {
                let over_limit = body.len() > 300_000;
                let reply = place.post_bytes("/api/v4/posts", body).await;
                let expected = if over_limit { 413 } else { 400 };
                assert_eq!(reply.status, expected, "{depth}: {:?}", reply.body);
            }
        }
    });
    let grown = grown.await;
    assert!(grown < 16 * 1024, "{grown} kB");
    assert_eq!(place.posts().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_the_limit_is_413_however_it_is_sent() {
    let place = Place::build().await;
    let too_large = "api.context.request_body_too_large.app_error";
    let before = place.node.digest().await;
    let grown = peak_kb(async {
        for _ in 0..5 {
            let told = place.post_bytes("/api/v4/posts", "x".repeat(5_000_000)).await;
            assert_eq!((told.status, told.error_id()), (413, too_large));
            // In chunks, without a length.
            let chunk = bytes_of(64 * 1024);
            let chunks = futures_util::stream::iter((0..160).map(move |_| Ok::<_, std::io::Error>(chunk.clone())));
            let untold = place.post_bytes("/api/v4/posts", reqwest::Body::wrap_stream(chunks)).await;
            assert_eq!((untold.status, untold.error_id()), (413, too_large));
        }
    });
    let grown = grown.await;
    // The client is in this process, too, and holds the five megabytes.
    assert!(grown < 24 * 1024, "{grown} kB");
    assert_eq!(place.node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_did_not_arrive_whole_is_not_taken_for_an_empty_one() {
    let place = Place::build().await;
    let other = place.node.sign_up("other").await;
    let before = place.node.digest().await;
    // The original takes JSON that it cannot read for "no roles" here.
    for path in [format!("/api/v4/users/{}/roles", other.user_id()), "/api/v4/users/me/roles".to_owned()] {
        let body = format!("{{\"roles\": \"{}", "x".repeat(5_000_000));
        let request = place.user.request("PUT", &path).header(CONTENT_TYPE, "application/json").body(body);
        let reply = place.user.send(request).await;
        assert_eq!((reply.status, reply.error_id()), (413, "api.context.request_body_too_large.app_error"), "{path}");
    }
    assert_eq!(place.node.digest().await, before);
}

fn bytes_of(len: usize) -> Vec<u8> {
    vec![b'x'; len]
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_of_another_length_are_400_and_other_characters_404() {
    let place = Place::build().await;
    let (long, odd) = ("a".repeat(27), "a".repeat(25) + "-");
    let wrong_id = "api.context.invalid_url_param.app_error";
    for (pattern, method) in [
        ("/api/v4/users/ID", "GET"),
        ("/api/v4/users/ID/image", "GET"),
        ("/api/v4/users/ID/patch", "PUT"),
        ("/api/v4/teams/ID", "GET"),
        ("/api/v4/channels/ID", "DELETE"),
        ("/api/v4/channels/ID/posts", "GET"),
        ("/api/v4/posts/ID", "DELETE"),
        ("/api/v4/posts/ID/thread", "GET"),
        ("/api/v4/posts/ID/patch", "PUT"),
        ("/api/v4/files/ID", "GET"),
        ("/api/v4/emoji/ID", "DELETE"),
    ] {
        for (text, status, error) in [
            ("a", 400, wrong_id),
            (&*long, 400, wrong_id),
            (&*odd, 404, "api.context.404.app_error"),
            ("%C3%A9", 404, "api.context.404.app_error"),
            ("%00", 404, "api.context.404.app_error"),
            ("%FF", 404, "api.context.404.app_error"),
        ] {
            let path = pattern.replace("ID", text);
            let reply = place.user.call(method, &path, Some(json!({"message": "x"}))).await;
            assert_eq!((reply.status, reply.error_id()), (status, error), "{method} {path}");
        }
    }
}
