//! Channels: making, finding, changing and ending them.

use roost_testkit::{Client, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::{id, ids};

struct Scene {
    node: TestNode,
    admin: Client,
    ann: Client,
    bob: Client,
    team: Value,
}

/// An administrator, and two people in one team.
async fn scene() -> Scene {
    tuned(Tuning::default()).await
}

async fn tuned(tuning: Tuning) -> Scene {
    let node = TestNode::tuned(tuning).await;
    let admin = node.sign_up("admin").await;
    let ann = node.sign_up("ann").await;
    let bob = node.sign_up("bob").await;
    let team = admin.new_team("house").await;
    admin.add_to_team(&team, &ann).await;
    admin.add_to_team(&team, &bob).await;
    Scene { node, admin, ann, bob, team }
}

fn draft(team: &Value, name: &str, kind: &str) -> Value {
    json!({"team_id": team["id"], "name": name, "display_name": name, "type": kind})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_direct_channel_is_made_once_however_many_ask_at_once() {
    let s = scene().await;
    let (a, b) = (s.ann.user_id(), s.bob.user_id());
    let calls = (0..8).map(|n| {
        let (asking, body) = if n % 2 == 0 { (&s.ann, json!([a, b])) } else { (&s.bob, json!([b, a])) };
        asking.post("/api/v4/channels/direct", body)
    });
    let replies = futures_util::future::join_all(calls).await;
    assert!(replies.iter().all(|reply| reply.status == 201), "{replies:?}");
    let mut made: Vec<&str> = replies.iter().map(|reply| id(&reply.body)).collect();
    made.dedup();
    assert_eq!(made.len(), 1);
    let rows = s.node.database.client().await;
    let rows = rows.query_one("select count(*) from channelmembers where channelid = $1", &[&made[0]]).await.unwrap();
    assert_eq!(rows.get::<_, i64>(0), 2);
    for person in [&s.ann, &s.bob] {
        let members = person.get(&format!("/api/v4/channels/{}/members", made[0])).await;
        assert_eq!(members.body.as_array().unwrap().len(), 2, "whoever got the channel is in it at once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_given_once_in_a_team_and_again_in_another() {
    let s = scene().await;
    let calls = (0..6).map(|_| s.ann.post("/api/v4/channels", draft(&s.team, "same", "O")));
    let replies = futures_util::future::join_all(calls).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 1);
    for refused in replies.iter().filter(|reply| reply.status != 201) {
        assert_eq!(refused.error_id(), "store.sql_channel.save_channel.existing.app_error");
    }
    let other = s.admin.new_team("other").await;
    assert_eq!(s.admin.post("/api/v4/channels", draft(&other, "same", "O")).await.status, 201);
    // An archived channel keeps its name.
    let made = replies.iter().find(|reply| reply.status == 201).unwrap();
    assert_eq!(s.ann.delete(&format!("/api/v4/channels/{}", id(&made.body))).await.status, 200);
    assert_eq!(s.ann.post("/api/v4/channels", draft(&s.team, "same", "P")).await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_holds_no_more_channels_than_configured() {
    let s = tuned(Tuning::default().with("MM_TEAMSETTINGS_MAXCHANNELSPERTEAM", "3")).await;
    // Town Square and Off-Topic are two of them.
    let third = s.ann.post("/api/v4/channels", draft(&s.team, "third", "O")).await;
    assert_eq!(third.status, 201);
    let before = s.node.digest().await;
    let fourth = s.ann.post("/api/v4/channels", draft(&s.team, "fourth", "P")).await;
    assert_eq!((fourth.status, fourth.error_id()), (400, "api.channel.create_channel.max_channel_limit.app_error"));
    assert_eq!(s.node.digest().await, before, "a refusal leaves nothing behind");
    assert_eq!(s.ann.delete(&format!("/api/v4/channels/{}", id(&third.body))).await.status, 200);
    assert_eq!(s.ann.post("/api/v4/channels", draft(&s.team, "fourth", "P")).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_channel_is_hidden_from_those_outside() {
    let s = scene().await;
    let private = s.ann.post("/api/v4/channels", draft(&s.team, "secret", "P")).await.body;
    let path = format!("/api/v4/channels/{}", id(&private));
    assert_eq!(s.bob.get(&path).await.status, 403);
    let by_name = s.bob.get(&format!("/api/v4/teams/{}/channels/name/secret", id(&s.team))).await;
    assert_eq!((by_name.status, by_name.error_id()), (404, "app.channel.get_by_name.missing.app_error"));
    for search in ["search", "autocomplete"] {
        let reply = match search {
            "search" => {
                let path = format!("/api/v4/teams/{}/channels/search", id(&s.team));
                s.bob.post(&path, json!({"term": "secr"})).await
            }
            _ => s.bob.get(&format!("/api/v4/teams/{}/channels/autocomplete?name=secr", id(&s.team))).await,
        };
        assert_eq!(reply.body, json!([]), "{search}");
    }
    let own = s.ann.get(&format!("/api/v4/teams/{}/channels/autocomplete?name=secr", id(&s.team))).await;
    assert_eq!(ids(&own.body), [id(&private)]);
    assert_eq!(s.bob.post(&format!("{path}/members"), json!({"user_id": s.bob.user_id()})).await.status, 403);
    assert_eq!(s.bob.put(&format!("{path}/patch"), json!({"header": "x"})).await.status, 403);
    assert_eq!(s.bob.delete(&path).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_private_channels_of_a_team_are_for_administrators_page_by_page() {
    let s = scene().await;
    let mut made = Vec::new();
    for name in ["alpha", "beta", "gamma"] {
        made.push(s.ann.post("/api/v4/channels", draft(&s.team, name, "P")).await.body);
    }
    s.ann.new_channel(&s.team, "open").await;
    let elsewhere = s.admin.new_team("elsewhere").await;
    s.admin.post("/api/v4/channels", draft(&elsewhere, "beyond", "P")).await;
    assert_eq!(s.ann.delete(&format!("/api/v4/channels/{}", id(&made[2]))).await.status, 200);
    let path = format!("/api/v4/teams/{}/channels/private", id(&s.team));
    assert_eq!(ids(&s.admin.get(&path).await.body), [id(&made[0]), id(&made[1])]);
    assert_eq!(ids(&s.admin.get(&format!("{path}?page=1&per_page=1")).await.body), [id(&made[1])]);
    let refused = s.ann.get(&path).await;
    assert_eq!((refused.status, refused.error_id()), (403, "api.context.permissions.app_error"));
}

#[tokio::test(flavor = "multi_thread")]
async fn making_a_channel_private_takes_it_out_of_the_lists_and_back() {
    let s = scene().await;
    let channel = s.ann.new_channel(&s.team, "changing").await;
    let path = format!("/api/v4/channels/{}/privacy", id(&channel));
    let listed = async |who: &Client| {
        let reply = who.get(&format!("/api/v4/teams/{}/channels?per_page=200", id(&s.team))).await;
        ids(&reply.body).contains(&id(&channel))
    };
    assert!(listed(&s.bob).await);
    assert_eq!(s.admin.put(&path, json!({"privacy": "P"})).await.body["type"], "P");
    assert!(!listed(&s.bob).await);
    let search = format!("/api/v4/teams/{}/channels/search", id(&s.team));
    assert_eq!(s.bob.post(&search, json!({"term": "changing"})).await.body, json!([]));
    assert_eq!(s.admin.put(&path, json!({"privacy": "O"})).await.body["type"], "O");
    assert!(listed(&s.bob).await);
    assert_eq!(ids(&s.bob.post(&search, json!({"term": "changing"})).await.body), [id(&channel)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_default_channel_stays_as_it_is() {
    let s = scene().await;
    let square = s.admin.get(&format!("/api/v4/teams/{}/channels/name/town-square", id(&s.team))).await.body;
    let path = format!("/api/v4/channels/{}", id(&square));
    let before = s.node.digest().await;
    let archive = s.admin.delete(&path).await;
    assert_eq!(archive.error_id(), "api.channel.delete_channel.cannot.app_error");
    let rename = s.admin.put(&format!("{path}/patch"), json!({"name": "elsewhere"})).await;
    assert_eq!(rename.error_id(), "api.channel.update_channel.tried.app_error");
    let hide = s.admin.put(&format!("{path}/privacy"), json!({"privacy": "P"})).await;
    assert_eq!(hide.error_id(), "api.channel.update_channel_privacy.default_channel_error");
    let leave = s.ann.delete(&format!("{path}/members/me")).await;
    assert_eq!(leave.error_id(), "api.channel.remove.default.app_error");
    assert_eq!(s.node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_purpose_of_a_conversation_cannot_be_changed_but_its_header_can() {
    let s = scene().await;
    let pair = json!([s.ann.user_id(), s.bob.user_id()]);
    let direct = s.ann.post("/api/v4/channels/direct", pair).await.body;
    let path = format!("/api/v4/channels/{}/patch", id(&direct));
    assert_eq!(s.bob.put(&path, json!({"header": "ours"})).await.body["header"], "ours");
    for patch in [json!({"name": "x"}), json!({"display_name": "x"}), json!({"purpose": "x"})] {
        let refused = s.bob.put(&path, patch).await;
        assert_eq!(
            refused.error_id(),
            "api.channel.patch_update_channel.update_direct_or_group_messages_not_allowed.app_error"
        );
    }
    let outsider = s.admin.put(&path, json!({"header": "theirs"})).await;
    assert_eq!((outsider.status, outsider.error_id()), (403, "api.channel.patch_update_channel.forbidden.app_error"));
    let archive = s.ann.delete(&format!("/api/v4/channels/{}", id(&direct))).await;
    assert_eq!(archive.error_id(), "api.channel.delete_channel.type.invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_for_good_needs_its_switch_and_leaves_no_row() {
    let s = scene().await;
    let channel = s.ann.new_channel(&s.team, "gone").await;
    s.ann.new_post(&channel, "a word").await;
    let path = format!("/api/v4/channels/{}?permanent=true", id(&channel));
    let refused = s.ann.delete(&path).await;
    assert_eq!((refused.status, refused.error_id()), (401, "api.user.delete_channel.not_enabled.app_error"));

    let s = tuned(Tuning::default().with("MM_SERVICESETTINGS_ENABLEAPICHANNELDELETION", "true")).await;
    let channel = s.ann.new_channel(&s.team, "gone").await;
    s.ann.new_post(&channel, "a word").await;
    let mut socket = s.ann.connect().await;
    assert_eq!(s.admin.delete(&format!("/api/v4/channels/{}?permanent=true", id(&channel))).await.status, 200);
    let told = socket.wait_for("channel_deleted").await;
    assert_eq!(told["data"]["channel_id"], channel["id"]);
    assert_eq!(s.ann.get(&format!("/api/v4/channels/{}", id(&channel))).await.status, 404);
    let rows = s.node.database.client().await;
    for table in ["posts", "channelmembers", "threads", "sidebarchannels"] {
        let sql = format!("select count(*) from {table} where channelid = $1");
        let count: i64 = rows.query_one(&sql, &[&id(&channel)]).await.unwrap().get(0);
        assert_eq!(count, 0, "{table}");
    }
    assert_eq!(s.ann.post("/api/v4/channels", draft(&s.team, "gone", "O")).await.status, 201, "the name is free");
}

#[tokio::test(flavor = "multi_thread")]
async fn moving_leaves_behind_who_is_not_in_the_other_team_only_by_force() {
    let s = scene().await;
    let channel = s.ann.new_channel(&s.team, "roaming").await;
    s.ann.add_to_channel(&channel, &s.bob).await;
    let other = s.admin.new_team("other").await;
    s.admin.add_to_team(&other, &s.ann).await;
    let path = format!("/api/v4/channels/{}/move", id(&channel));
    let plain = json!({"team_id": other["id"]});
    assert_eq!(s.ann.post(&path, plain.clone()).await.status, 403);
    let stopped = s.admin.post(&path, plain).await;
    assert_eq!(stopped.error_id(), "app.channel.move_channel.members_do_not_match.error");
    let moved = s.admin.post(&path, json!({"team_id": other["id"], "force": true})).await;
    assert_eq!((moved.status, &moved.body["team_id"]), (200, &other["id"]));
    let members = format!("/api/v4/channels/{}/members", id(&channel));
    assert_eq!(s.bob.get(&members).await.status, 403);
    assert_eq!(s.ann.get(&members).await.body.as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_of_ones_own_channels_cost_one_statement_and_are_not_sent_twice() {
    let s = tuned(Tuning::default().with("MM_SERVICESETTINGS_ENABLEDEVELOPER", "true")).await;
    for name in ["one", "two", "three"] {
        s.ann.new_channel(&s.team, name).await;
    }
    let path = format!("/api/v4/users/me/teams/{}/channels", id(&s.team));
    assert_eq!(s.ann.get(&path).await.status, 200, "from here on her memberships are known");
    let first = s.ann.get(&path).await;
    assert_eq!(first.body.as_array().unwrap().len(), 5);
    assert_eq!(first.statements_and_trips(), (1, 1));
    let members = s.ann.get(&format!("{path}/members")).await;
    assert_eq!(members.statements_and_trips(), (1, 1));
    let sidebar = s.ann.get(&format!("{path}/categories")).await;
    assert_eq!(sidebar.statements_and_trips(), (2, 1), "also while nothing is stored");
    let own = json!({"user_id": s.ann.user_id(), "team_id": s.team["id"], "type": "custom", "display_name": "mine"});
    assert_eq!(s.ann.post(&format!("{path}/categories"), own).await.status, 200);
    assert_eq!(s.ann.get(&format!("{path}/categories")).await.statements_and_trips(), (2, 1));
    let request = s.ann.request("GET", &path).header("if-none-match", first.header("etag"));
    assert_eq!(s.ann.send(request).await.status, 304);
    s.ann.new_channel(&s.team, "four").await;
    let request = s.ann.request("GET", &path).header("if-none-match", first.header("etag"));
    assert_eq!(s.ann.send(request).await.body.as_array().unwrap().len(), 6);
}
