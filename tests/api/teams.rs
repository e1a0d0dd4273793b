//! Teams and their members.

use futures_util::future::join_all;
use roost_testkit::{Client, Reply, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::id;

fn path(team: &Value, rest: &str) -> String {
    format!("/api/v4/teams/{}{rest}", id(team))
}

async fn join(by: &Client, team: &Value, user: &Client) -> Reply {
    by.post(&path(team, "/members"), json!({"team_id": team["id"], "user_id": user.user_id()})).await
}

async fn channel(client: &Client, team: &Value, name: &str) -> Value {
    client.get(&path(team, &format!("/channels/name/{name}"))).await.body
}

/// How many posts of this type the channel has.
async fn posts_of(client: &Client, channel: &Value, kind: &str) -> usize {
    let list = client.get(&format!("/api/v4/channels/{}/posts?per_page=200", id(channel))).await.body;
    list["posts"].as_object().unwrap().values().filter(|post| post["type"] == kind).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_team_has_its_default_channels_and_its_creator_for_administrator() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("one").await;
    let member = admin.get(&path(&team, "/members/me")).await.body;
    assert_eq!(member["roles"], "team_user team_admin");
    for (name, kind) in [("town-square", "system_join_team"), ("off-topic", "system_join_channel")] {
        let channel = channel(&admin, &team, name).await;
        assert_eq!(posts_of(&admin, &channel, kind).await, 1, "{name}");
        let member = admin.get(&format!("/api/v4/channels/{}/members/me", id(&channel))).await.body;
        assert_eq!(member["roles"], "channel_user channel_admin", "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_taken_once_however_many_try_at_once() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let body = json!({"name": "same", "display_name": "Same", "type": "O"});
    let replies = join_all((0..6).map(|_| admin.post("/api/v4/teams", body.clone()))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 1);
    for refused in replies.iter().filter(|reply| reply.status != 201) {
        assert_eq!((refused.status, refused.error_id()), (400, "app.team.save.existing.app_error"));
    }
    let channels = node.database.client().await.query("select count(*) from channels", &[]).await.unwrap();
    assert_eq!(channels[0].get::<_, i64>(0), 2, "what was refused leaves no channels behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_place_in_a_team_goes_to_one_of_those_who_ask_at_once() {
    let node = TestNode::tuned(Tuning::default().with("MM_TEAMSETTINGS_MAXUSERSPERTEAM", "2")).await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("small").await;
    let names: Vec<String> = (0..4).map(|n| format!("user{n}")).collect();
    let users = join_all(names.iter().map(|name| node.sign_up(name))).await;
    let replies = join_all(users.iter().map(|user| join(&admin, &team, user))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 1);
    for refused in replies.iter().filter(|reply| reply.status != 201) {
        assert_eq!((refused.status, refused.error_id()), (400, "app.team.join_user_to_team.max_accounts.app_error"));
    }
    assert_eq!(admin.get(&path(&team, "/stats")).await.body["total_member_count"], 2);
    let inside = users.iter().zip(&replies).find(|(_, reply)| reply.status == 201).unwrap().0;
    assert_eq!(join(&admin, &team, inside).await.status, 201, "who is in a full team may be added again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_who_is_added_many_times_at_once_joins_once() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let user = node.sign_up("user").await;
    let team = admin.new_team("one").await;
    let replies = join_all((0..6).map(|_| join(&admin, &team, &user))).await;
    assert!(replies.iter().all(|reply| reply.status == 201));
    let square = channel(&admin, &team, "town-square").await;
    assert_eq!(posts_of(&admin, &square, "system_join_team").await, 2, "the creator's and one more");
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_of_other_domains_stay_outside() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let user = node.sign_up("user").await;
    let team = admin.new_team("one").await;
    admin.put(&path(&team, "/patch"), json!({"allowed_domains": "corp.example"})).await;
    let before = node.digest().await;
    let refused = join(&admin, &team, &user).await;
    assert_eq!((refused.status, refused.error_id()), (400, "api.team.join_user_to_team.allowed_domains.app_error"));
    assert_eq!(node.digest().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_added_whole_or_not_at_all_unless_it_is_graceful() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let user = node.sign_up("user").await;
    let team = admin.new_team("one").await;
    let nobody = "x".repeat(26);
    let batch = json!([
        {"team_id": team["id"], "user_id": user.user_id()},
        {"team_id": team["id"], "user_id": nobody},
    ]);
    let before = node.digest().await;
    let refused = admin.post(&path(&team, "/members/batch"), batch.clone()).await;
    assert_eq!((refused.status, refused.error_id()), (404, "app.user.missing_account.const"));
    assert_eq!(node.digest().await, before);

    let graceful = admin.post(&path(&team, "/members/batch?graceful=true"), batch).await;
    assert_eq!(graceful.status, 201);
    assert_eq!(graceful.body[0]["member"]["user_id"], user.user_id());
    assert_eq!(graceful.body[1]["error"]["id"], "app.user.missing_account.const");
    let square = channel(&admin, &team, "town-square").await;
    assert_eq!(posts_of(&admin, &square, "system_add_to_team").await, 1);
    let topic = channel(&user, &team, "off-topic").await;
    let member = user.get(&format!("/api/v4/channels/{}/members/me", id(&topic))).await.body;
    assert_eq!(member["mention_count"], 1, "who is added to a channel is mentioned there");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_a_team_is_out_of_its_channels_at_once() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let user = node.sign_up("user").await;
    let team = admin.new_team("one").await;
    admin.add_to_team(&team, &user).await;
    let secret = admin.new_channel(&team, "secret").await;
    admin.add_to_channel(&secret, &user).await;
    let messages = format!("/api/v4/channels/{}/posts", id(&secret));
    assert_eq!(user.get(&messages).await.status, 200);

    let mut socket = user.connect().await;
    assert_eq!(admin.delete(&path(&team, &format!("/members/{}", user.user_id()))).await.status, 200);
    let left = socket.wait_for("leave_team").await;
    assert_eq!(
        (left["data"]["team_id"].as_str(), left["data"]["user_id"].as_str()),
        (Some(id(&team)), Some(user.user_id()))
    );
    assert_eq!(user.get(&messages).await.status, 403);
    assert_eq!(user.get("/api/v4/users/me/teams").await.body, json!([]));
    let square = channel(&admin, &team, "town-square").await;
    assert_eq!(posts_of(&admin, &square, "system_remove_from_team").await, 1);

    let open = node.database.client().await;
    let sql = "select count(*) from channelmemberhistory where userid = $1 and leavetime is null";
    let rows = open.query(sql, &[&user.user_id()]).await.unwrap();
    assert_eq!(rows[0].get::<_, i64>(0), 0, "no stay in a channel is left open");
    assert_eq!(join(&admin, &team, &user).await.status, 201, "and may come back");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_was_never_there_cannot_be_taken_out() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let user = node.sign_up("user").await;
    let team = admin.new_team("one").await;
    let member = path(&team, &format!("/members/{}", user.user_id()));
    let refused = admin.delete(&member).await;
    assert_eq!((refused.status, refused.error_id()), (400, "api.team.remove_user_from_team.missing.app_error"));
    admin.add_to_team(&team, &user).await;
    assert_eq!(admin.delete(&member).await.status, 200);
    assert_eq!(admin.delete(&member).await.status, 200);
    assert_ne!(admin.get(&member).await.body["delete_at"], 0, "the row stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_in_a_team_count_from_the_next_request_on() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let user = node.sign_up("user").await;
    let team = admin.new_team("one").await;
    admin.add_to_team(&team, &user).await;
    let patch = path(&team, "/patch");
    let rename = || user.put(&patch, json!({"display_name": "New"}));
    let roles = path(&team, &format!("/members/{}/roles", user.user_id()));
    let before = node.digest().await;
    assert_eq!(rename().await.status, 403);
    assert_eq!(node.digest().await, before);
    admin.put(&roles, json!({"roles": "team_user team_admin"})).await;
    assert_eq!(rename().await.status, 200);
    admin.put(&roles, json!({"roles": "team_user"})).await;
    assert_eq!(rename().await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_join_no_default_channel_and_use_no_invitation() {
    let node = TestNode::tuned(Tuning::default().with("MM_GUESTACCOUNTSSETTINGS_ENABLE", "true")).await;
    let admin = node.sign_up("admin").await;
    let guest = node.sign_up("guest").await;
    let team = admin.new_team("one").await;
    admin.post(&format!("/api/v4/users/{}/demote", guest.user_id()), json!({})).await;
    assert_eq!(join(&guest, &team, &guest).await.status, 403);
    let invite = format!("/api/v4/teams/members/invite?invite_id={}", team["invite_id"].as_str().unwrap());
    let refused = guest.post(&invite, json!({})).await;
    assert_eq!((refused.status, refused.error_id()), (403, "api.team.add_user_to_team_from_invite.guest.app_error"));
    assert_eq!(join(&admin, &team, &guest).await.body["roles"], "team_guest");
    let channels = guest.get(&format!("/api/v4/users/me/teams/{}/channels", id(&team))).await;
    assert_eq!(channels.error_id(), "app.channel.get_channels.not_found.app_error", "{:?}", channels.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_a_team_makes_its_invitation_void() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let user = node.sign_up("user").await;
    let team = admin.new_team("one").await;
    let old = team["invite_id"].as_str().unwrap().to_owned();
    assert_eq!(node.anonymous().get(&format!("/api/v4/teams/invite/{old}")).await.body["name"], "one");
    let closed = admin.put(&path(&team, "/privacy"), json!({"privacy": "I"})).await.body;
    let refused = user.post(&format!("/api/v4/teams/members/invite?invite_id={old}"), json!({})).await;
    assert_eq!((refused.status, refused.error_id()), (404, "app.team.get_by_invite_id.finding.app_error"));
    let new = closed["invite_id"].as_str().unwrap();
    let info = node.anonymous().get(&format!("/api/v4/teams/invite/{new}")).await;
    assert_eq!((info.status, info.error_id()), (403, "api.team.get_invite_info.not_open_team"));
    assert_eq!(user.post(&format!("/api/v4/teams/members/invite?invite_id={new}"), json!({})).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_was_sent_is_used_once() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let user = node.sign_up("user").await;
    let team = admin.new_team("one").await;
    let me = admin.get("/api/v4/users/me").await.body;
    let now = me["create_at"].as_i64().unwrap();
    let extra = json!({"teamId": team["id"], "email": "user@example.com"}).to_string();
    let sql = "insert into tokens (token, createat, type, extra) values ($1, $2, $3, $4)";
    let database = node.database.client().await;
    for (token, at) in [("fresh", now), ("stale", now - 49 * 3_600_000)] {
        database.execute(sql, &[&token, &at, &"team_invitation", &extra]).await.unwrap();
    }
    let stale = user.post("/api/v4/teams/members/invite?token=stale", json!({})).await;
    assert_eq!(stale.error_id(), "api.user.create_user.signup_link_expired.app_error");
    let fresh = "/api/v4/teams/members/invite?token=fresh";
    assert_eq!(user.post(fresh, json!({})).await.body["team_id"], team["id"]);
    assert_eq!(user.post(fresh, json!({})).await.error_id(), "api.user.create_user.signup_link_invalid.app_error");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_that_is_deleted_for_good_leaves_nothing_behind() {
    let node = TestNode::tuned(Tuning::default().with("MM_SERVICESETTINGS_ENABLEAPITEAMDELETION", "true")).await;
    let admin = node.sign_up("admin").await;
    let user = node.sign_up("user").await;
    let team = admin.new_team("one").await;
    admin.add_to_team(&team, &user).await;
    let talk = admin.new_channel(&team, "talk").await;
    admin.new_post(&talk, "gone soon").await;
    let mut socket = user.connect().await;
    assert_eq!(admin.delete(&path(&team, "?permanent=true")).await.status, 200);
    socket.wait_for("delete_team").await;
    assert_eq!(user.get("/api/v4/users/me/teams/members").await.body, json!([]));
    assert_eq!(admin.get(&path(&team, "")).await.status, 404);
    let database = node.database.client().await;
    for table in ["teams", "teammembers", "channels", "publicchannels", "channelmembers", "posts", "sidebarcategories"]
    {
        let rows = database.query(&format!("select count(*) from {table}"), &[]).await.unwrap();
        assert_eq!(rows[0].get::<_, i64>(0), 0, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_for_good_has_to_be_allowed() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("one").await;
    let refused = admin.delete(&path(&team, "?permanent=true")).await;
    assert_eq!((refused.status, refused.error_id()), (401, "api.user.delete_team.not_enabled.for_admin.app_error"));
    assert_eq!(admin.get(&path(&team, "")).await.status, 200);
}

/// A PNG of 8 by 8 pixels.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x08, 0x00, 0x00, 0x00, 0x08, 0x08, 0x02, 0x00, 0x00, 0x00, 0x4b, 0x6d, 0x29, 0xdc, 0x00, 0x00, 0x00, 0x12, 0x49,
    0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0x80, 0x15, 0x61, 0x17, 0x1d, 0xb4, 0x12, 0x00, 0x28, 0xff,
    0x3f, 0xc1, 0x6e, 0xec, 0xdf, 0x61, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

async fn set_icon(client: &Client, team: &Value, bytes: &[u8]) -> Reply {
    let part = reqwest::multipart::Part::bytes(bytes.to_vec()).file_name("icon.png");
    let form = reqwest::multipart::Form::new().part("image", part);
    client.send(client.request("POST", &path(team, "/image")).multipart(form)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn icons_are_square_pngs_with_an_etag() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("one").await;
    let image = path(&team, "/image");
    assert_eq!(set_icon(&admin, &team, PNG).await.status, 200);
    let icon = admin.get(&image).await;
    assert_eq!((icon.header("content-type"), &icon.bytes[16..24]), ("image/png", &[0, 0, 0, 128, 0, 0, 0, 128][..]));
    let again = admin.request("GET", &image).header("if-none-match", icon.header("etag"));
    assert_eq!(admin.send(again).await.status, 304);

    let before = node.digest().await;
    let refused = set_icon(&admin, &team, b"no picture").await;
    assert_eq!(refused.status, 400);
    assert_eq!(node.digest().await, before);
    assert_eq!(admin.get(&image).await.bytes, icon.bytes, "a refused upload leaves the icon as it was");
    let mut socket = admin.connect().await;
    socket.wait_for("hello").await;
    assert_eq!(set_icon(&admin, &team, PNG).await.status, 200);
    socket.wait_for("update_team").await;
    assert_eq!(admin.delete(&image).await.status, 200);
    assert_eq!(admin.get(&image).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_member_hears_what_follows_from_a_new_scheme() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("one").await;
    let refused = admin.put(&path(&team, "/scheme"), json!({"scheme_id": "x".repeat(26)})).await;
    assert_eq!((refused.status, refused.error_id()), (404, "app.scheme.get.app_error"));
    let mut socket = admin.connect().await;
    assert_eq!(admin.put(&path(&team, "/scheme"), json!({"scheme_id": ""})).await.status, 200);
    let heard = socket.wait_for("memberrole_updated").await;
    assert!(heard["data"]["member"].as_str().unwrap().contains("team_user team_admin"));
    socket.wait_for("update_team_scheme").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_cost_one_statement_and_joining_five_trips() {
    let node = TestNode::tuned(Tuning::default().with("MM_SERVICESETTINGS_ENABLEDEVELOPER", "true")).await;
    let admin = node.sign_up("admin").await;
    let user = node.sign_up("user").await;
    let team = admin.new_team("one").await;
    for (path, statements) in [
        (path(&team, ""), 0),
        ("/api/v4/users/me/teams".to_owned(), 1),
        ("/api/v4/users/me/teams/members".to_owned(), 1),
        ("/api/v4/users/me/teams/unread?include_collapsed_threads=true".to_owned(), 2),
        (path(&team, "/members"), 1),
        (path(&team, "/stats"), 1),
    ] {
        admin.get(&path).await;
        let warm = admin.get(&path).await;
        assert!(warm.statements_and_trips().0 <= statements, "{path}: {}", warm.header("server-timing"));
    }
    user.get("/api/v4/users/me").await;
    let joined = join(&admin, &team, &user).await;
    let (statements, trips) = joined.statements_and_trips();
    // Lock, row, count, channels; two posts of two statements each; memberships, time of change, record; the answer.
    assert!(statements <= 16 && trips <= 5, "{statements} statements in {trips} trips");
}
