//! Membership in channels: joining, adding, removing, roles, and how far people have read.

use roost_testkit::{Client, TestCluster, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::id;

struct Scene {
    node: TestNode,
    admin: Client,
    ann: Client,
    bob: Client,
    team: Value,
    channel: Value,
}

/// Ann has a channel; Bob is in the team but not in the channel.
async fn scene() -> Scene {
    let node = TestNode::tuned(Tuning::default().with("MM_SERVICESETTINGS_ENABLEDEVELOPER", "true")).await;
    let admin = node.sign_up("admin").await;
    let ann = node.sign_up("ann").await;
    let bob = node.sign_up("bob").await;
    let team = admin.new_team("house").await;
    admin.add_to_team(&team, &ann).await;
    admin.add_to_team(&team, &bob).await;
    let channel = ann.new_channel(&team, "kitchen").await;
    Scene { node, admin, ann, bob, team, channel }
}

fn members_path(channel: &Value) -> String {
    format!("/api/v4/channels/{}/members", id(channel))
}

async fn unread(who: &Client, channel: &Value) -> (i64, i64) {
    let reply = who.get(&format!("/api/v4/users/me/channels/{}/unread", id(channel))).await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
    (reply.body["msg_count"].as_i64().unwrap(), reply.body["mention_count"].as_i64().unwrap())
}

async fn view(who: &Client, channel: &Value) {
    let reply = who.post("/api/v4/channels/members/me/view", json!({"channel_id": channel["id"]})).await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_is_added_many_times_at_once_is_a_member_once() {
    let s = scene().await;
    let path = members_path(&s.channel);
    let calls = (0..6).map(|_| s.ann.post(&path, json!({"user_id": s.bob.user_id()})));
    let replies = futures_util::future::join_all(calls).await;
    assert!(replies.iter().all(|reply| reply.status == 201), "{replies:?}");
    let rows = s.node.database.client().await;
    let sql = "select count(*) from posts where channelid = $1 and type = 'system_add_to_channel'";
    assert_eq!(rows.query_one(sql, &[&id(&s.channel)]).await.unwrap().get::<_, i64>(0), 1, "announced once");
    let sql = "select count(*) from channelmemberhistory where channelid = $1 and userid = $2 and leavetime is null";
    let open: i64 = rows.query_one(sql, &[&id(&s.channel), &s.bob.user_id()]).await.unwrap().get(0);
    assert_eq!(open, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_id_among_those_asked_after_names_nobody() {
    let s = scene().await;
    for path in [members_path(&s.channel), format!("/api/v4/teams/{}/members", id(&s.team))] {
        let reply = s.ann.post(&format!("{path}/ids"), json!([s.ann.user_id(), "junk"])).await;
        assert_eq!(reply.status, 200, "{:?}", reply.body);
        assert_eq!(reply.body.as_array().unwrap().len(), 1, "{:?}", reply.body);
        assert_eq!(reply.body[0]["user_id"], json!(s.ann.user_id()));
        let nobody = s.ann.post(&format!("{path}/ids"), json!(["junk"])).await;
        assert_eq!((nobody.status, nobody.body), (200, json!([])));
        let empty = s.ann.post(&format!("{path}/ids"), json!([])).await;
        assert_eq!(empty.body["id"], "api.context.invalid_body_param.app_error");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_people_those_who_can_be_added_are() {
    let s = scene().await;
    let stranger = s.node.sign_up("stranger").await;
    let body = json!({"user_ids": [s.bob.user_id(), stranger.user_id()]});
    let reply = s.ann.post(&members_path(&s.channel), body).await;
    assert_eq!(reply.status, 201);
    let added: Vec<&str> = reply.body.as_array().unwrap().iter().map(|m| m["user_id"].as_str().unwrap()).collect();
    assert_eq!(added, [s.bob.user_id()]);
    let nobody = s.ann.post(&members_path(&s.channel), json!({"user_ids": [stranger.user_id()]})).await;
    assert_eq!((nobody.status, nobody.error_id()), (404, "app.team.get_member.missing.app_error"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_can_do_nothing_there_any_more_on_any_node() {
    let cluster = TestCluster::start(2).await;
    let admin = cluster.node(0).sign_up("admin").await;
    let ann = admin.sign_up("ann").await;
    let team = admin.new_team("house").await;
    admin.add_to_team(&team, &ann).await;
    let channel = admin.new_channel(&team, "kitchen").await;
    admin.add_to_channel(&channel, &ann).await;
    let elsewhere = ann.at(cluster.node(1));
    let path = members_path(&channel);
    elsewhere.wait_until("ann is a member at the other node", async |ann| ann.get(&path).await.status == 200).await;
    assert_eq!(admin.delete(&format!("{path}/{}", ann.user_id())).await.status, 200);
    assert_eq!(ann.get(&path).await.status, 403, "at once where it happened");
    elsewhere.wait_until("the other node knows", async |ann| ann.get(&path).await.status == 403).await;
    let post = json!({"channel_id": channel["id"], "message": "still here"});
    assert_eq!(elsewhere.post("/api/v4/posts", post).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_in_a_channel_holds_from_the_moment_it_is_given() {
    let s = scene().await;
    s.ann.add_to_channel(&s.channel, &s.bob).await;
    let roles = format!("{}/{}/roles", members_path(&s.channel), s.bob.user_id());
    let of_ann = format!("{}/{}/schemeRoles", members_path(&s.channel), s.ann.user_id());
    let demotion = json!({"scheme_admin": false, "scheme_user": true});
    assert_eq!(s.bob.put(&of_ann, demotion.clone()).await.status, 403);
    assert_eq!(s.ann.put(&roles, json!({"roles": "channel_user channel_admin"})).await.status, 200);
    assert_eq!(s.bob.put(&of_ann, demotion).await.status, 200);
    assert_eq!(s.ann.put(&roles, json!({"roles": "channel_user"})).await.status, 403, "Ann is no administrator now");
    let cases = [
        ("channel_user channel_guest", "api.channel.update_channel_member_roles.guest_and_user.app_error"),
        ("channel_guest", "api.channel.update_channel_member_roles.changing_guest_role.app_error"),
        ("team_admin", "api.channel.update_channel_member_roles.scheme_role.app_error"),
        ("no_such_role", "app.role.get_by_name.app_error"),
    ];
    for (text, error) in cases {
        let refused = s.admin.put(&roles, json!({"roles": text})).await;
        assert_eq!((refused.status, refused.error_id()), (400, error), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unread_counts_follow_posts_and_views() {
    let s = scene().await;
    s.ann.add_to_channel(&s.channel, &s.bob).await;
    view(&s.bob, &s.channel).await;
    assert_eq!(unread(&s.bob, &s.channel).await, (0, 0));
    s.ann.new_post(&s.channel, "one").await;
    s.ann.new_post(&s.channel, "two for @bob").await;
    assert_eq!(unread(&s.bob, &s.channel).await, (2, 1));
    assert_eq!(unread(&s.ann, &s.channel).await, (0, 0), "who writes has read");
    let mut window = s.bob.connect().await;
    view(&s.bob, &s.channel).await;
    assert_eq!(unread(&s.bob, &s.channel).await, (0, 0));
    let told = window.wait_for("multiple_channels_viewed").await;
    assert!(told["data"]["channel_times"][id(&s.channel)].as_i64().unwrap() > 0);
    let muted = json!({"mark_unread": "mention"});
    assert_eq!(s.bob.put(&format!("{}/me/notify_props", members_path(&s.channel)), muted).await.status, 200);
    s.ann.new_post(&s.channel, "three for @bob").await;
    assert_eq!(unread(&s.bob, &s.channel).await, (0, 1), "a muted channel counts mentions only");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_wants_to_be_told_of_a_channel_is_kept() {
    let s = scene().await;
    let members = members_path(&s.channel);
    let wanted = json!({
        "channel_auto_follow_threads": "on",
        "desktop": "all",
        "desktop_notification_sound": "Bing",
        "desktop_sound": "off",
        "desktop_threads": "mention",
        "email": "false",
        "ignore_channel_mentions": "on",
        "mark_unread": "all",
        "push": "none",
        "push_threads": "none",
    });
    let mut sent = wanted.clone();
    sent["unknown"] = json!("x");
    assert_eq!(s.ann.put(&format!("{members}/me/notify_props"), sent).await.status, 200);
    assert_eq!(s.ann.get(&format!("{members}/me")).await.body["notify_props"], wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_mention_is_lost_between_posts_and_views_at_once() {
    const POSTS: usize = 30;
    let s = scene().await;
    s.ann.add_to_channel(&s.channel, &s.bob).await;
    view(&s.bob, &s.channel).await;
    let writing = async {
        for _ in 0..POSTS {
            s.ann.new_post(&s.channel, "hello @bob").await;
        }
    };
    let reading = async {
        for _ in 0..POSTS {
            futures_util::future::join(view(&s.bob, &s.channel), view(&s.bob, &s.channel)).await;
            let rows = s.node.database.client().await;
            // Every counted message here mentions Bob: what is unread is mentioned, in every state that is committed.
            let sql = "select c.totalmsgcount - m.msgcount, m.mentioncount from channels c
                join channelmembers m on m.channelid = c.id where c.id = $1 and m.userid = $2";
            let row = rows.query_one(sql, &[&id(&s.channel), &s.bob.user_id()]).await.unwrap();
            assert_eq!(row.get::<_, i64>(0), row.get::<_, i64>(1));
        }
    };
    futures_util::future::join(writing, reading).await;
    view(&s.bob, &s.channel).await;
    assert_eq!(unread(&s.bob, &s.channel).await, (0, 0));
    let total = s.ann.get(&format!("/api/v4/channels/{}", id(&s.channel))).await.body["total_msg_count"].clone();
    assert_eq!(total, POSTS);
}

#[tokio::test(flavor = "multi_thread")]
async fn viewing_what_is_read_writes_nothing() {
    let s = scene().await;
    let before = s.node.digest().await;
    view(&s.ann, &s.channel).await;
    assert_eq!(s.node.digest().await, before);
    let other = json!({"channel_id": s.channel["id"]});
    let denied = s.bob.post(&format!("/api/v4/channels/members/{}/view", s.ann.user_id()), other).await;
    assert_eq!(denied.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_without_a_channel_is_in_the_team_no_longer() {
    let node = TestNode::tuned(Tuning::default().with("MM_GUESTACCOUNTSSETTINGS_ENABLE", "true")).await;
    let admin = node.sign_up("admin").await;
    let guest = node.sign_up("guest").await;
    let demoted = admin.post(&format!("/api/v4/users/{}/demote", guest.user_id()), json!({})).await;
    assert_eq!(demoted.status, 200, "{:?}", demoted.body);
    let guest = node.log_in("guest").await;
    let team = admin.new_team("house").await;
    admin.add_to_team(&team, &guest).await;
    let channels = [admin.new_channel(&team, "hall").await, admin.new_channel(&team, "porch").await];
    for channel in &channels {
        admin.add_to_channel(channel, &guest).await;
    }
    let membership = format!("/api/v4/teams/{}/members/{}", id(&team), guest.user_id());
    for (channel, left) in channels.iter().zip([false, true]) {
        assert_eq!(guest.delete(&format!("{}/me", members_path(channel))).await.status, 200);
        let member = admin.get(&membership).await;
        assert_eq!(member.status == 404 || member.body["delete_at"] != 0, left, "{:?}", member.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn others_do_not_learn_when_a_member_was_there() {
    let s = scene().await;
    s.ann.add_to_channel(&s.channel, &s.bob).await;
    s.ann.new_post(&s.channel, "hello").await;
    let own = s.ann.get(&format!("{}/me", members_path(&s.channel))).await.body;
    assert!(own["last_viewed_at"].as_i64().unwrap() > 0);
    let seen = s.bob.get(&format!("{}/{}", members_path(&s.channel), s.ann.user_id())).await.body;
    assert_eq!((&seen["last_viewed_at"], &seen["last_update_at"]), (&json!(-1), &json!(-1)));
    assert_eq!(s.team["id"], s.channel["team_id"]);
}
