//! Every kind of line with every field, which the recorded file does not have.

use roost_app::bulk::Kind;
use roost_testkit::TestNode;
use serde_json::json;

use super::{Load, golden};

pub const LINES: &[&str] = &[
    r#""type":"role","role":{"name":"helper","display_name":"Helper","description":"d","permissions":["create_post"]}"#,
    r#""type":"scheme","scheme":{"name":"quiet","display_name":"Quiet","description":"q","scope":"team","default_team_admin_role":{"name":"q_ta","display_name":"A","permissions":["manage_team"]},"default_team_user_role":{"name":"q_tu","display_name":"U"},"default_channel_admin_role":{"name":"q_ca","display_name":"A"},"default_channel_user_role":{"name":"q_cu","display_name":"U"}}"#,
    r#""type":"emoji","emoji":{"name":"dot","image":"dot.png"}"#,
    r#""type":"team","team":{"name":"all-team","display_name":"All","type":"O","description":"d","allow_open_invite":true,"scheme":"quiet"}"#,
    r#""type":"channel","channel":{"team":"all-team","name":"old","display_name":"Old","type":"O","deleted_at":1600000000000}"#,
    r#""type":"channel","channel":{"team":"all-team","name":"den","type":"P","header":"h","purpose":"p"}"#,
    r##""type":"user","user":{"username":"ann","email":"Ann@example.com","password":"Password-1234","roles":"system_user helper","locale":"de","nickname":"A","theme":"{\"linkColor\":\"#111111\"}","military_time":"true","collapse_previews":"false","tutorial_step":"999","email_interval":"hour","custom_status":{"emoji":"palm_tree","text":"away"},"profile_image":"dot.png","notify_props":{"mobile":"all"},"teams":[{"name":"all-team","theme":"{\"linkColor\":\"#222222\"}","roles":"team_user team_admin","channels":[{"name":"den","roles":"channel_user channel_admin","favorite":true,"notify_props":{"mobile":"none","mark_unread":"mention"},"msg_count":2,"msg_count_root":1,"mention_count":1,"mention_count_root":1,"last_viewed_at":7}]}]}"##,
    r#""type":"user","user":{"username":"ben","email":"ben@example.com","auth_service":"ldap","auth_data":"uid-ben","teams":[{"name":"all-team","channels":[{"name":"den"}]}]}"#,
    r#""type":"user","user":{"username":"guest","email":"guest@example.com","roles":"system_guest","teams":[{"name":"all-team","roles":"team_guest","channels":[{"name":"den","roles":"channel_guest"}]}]}"#,
    r#""type":"bot","bot":{"username":"robo","display_name":"Robo","description":"beeps","owner":"ann","profile_image":"dot.png"}"#,
    r#""type":"post","post":{"team":"all-team","channel":"den","user":"robo","type":"custom_note","message":"tab\tback\\slash\nline é","props":{"a":{"b":[1,"x"]}},"create_at":1600000000100,"replies":[{"user":"ann","message":"late","create_at":1600000000300},{"user":"ben","message":"early #tag","create_at":1600000000200,"flagged_by":["ann"],"reactions":[{"user":"ann","emoji_name":"dot","create_at":1600000000250}]},{"user":"ben","message":"early #tag","create_at":1600000000200}],"thread_followers":[{"user":"ann","last_viewed":1600000000200,"unread_mentions":2}]}"#,
    r#""type":"post","post":{"team":"all-team","channel":"den","user":"ann","type":"system_join_channel","message":"came","create_at":1600000000400}"#,
    r#""type":"direct_channel","direct_channel":{"participants":[{"username":"ann","last_viewed_at":9,"msg_count":1},{"username":"ben"}],"header":"us","favorited_by":["ann"],"shown_by":["ben"]}"#,
    r#""type":"direct_channel","direct_channel":{"members":["ann","ann"]}"#,
    r#""type":"direct_channel","direct_channel":{"members":["ben","ann","robo"],"shown_by":["ann"]}"#,
    r#""type":"direct_post","direct_post":{"channel_members":["ben","ann"],"user":"ann","message":"hi","create_at":1600000000500}"#,
    r#""type":"direct_post","direct_post":{"channel_members":["guest","ann"],"user":"guest","message":"made by its post","create_at":1600000000600,"attachments":[{"path":"dot.png"}]}"#,
];

#[tokio::test(flavor = "multi_thread")]
async fn every_field_arrives_and_a_second_load_changes_nothing() {
    let node = TestNode::start().await;
    let load = Load::on(node.database.clone());
    load.beside("dot.png", &std::fs::read(golden("bulk/data/attach/pic0.png")).unwrap());
    let path = load.file(LINES);
    let refusals = load.validate(&path).await;
    assert_eq!(refusals.count, 0, "{refusals:?}");
    let report = load.load(&path).await.unwrap();

    let role = "select permissions || ' ' || builtin from roles where name = 'helper'";
    assert_eq!(load.text(role).await, " create_post false");
    let scheme = "select s.name || ' ' || s.defaultteamuserrole from teams t join schemes s on s.id = t.schemeid";
    assert_eq!(load.text(scheme).await, "quiet q_tu");
    assert_eq!(load.number("select deleteat from channels where name = 'old'").await, 1_600_000_000_000);
    assert_eq!(load.text("select displayname from channels where name = 'den'").await, "den");

    let ann = "select json_build_array(email, roles, locale, nickname, props->>'customStatus', notifyprops->>'push',
        lastpictureupdate > 0)::text from users where username = 'ann'";
    let status = r#"{"emoji":"palm_tree","text":"away","duration":"","expires_at":"0001-01-01T00:00:00Z"}"#;
    let row: serde_json::Value = serde_json::from_str(&load.text(ann).await).unwrap();
    let (found, wanted): (serde_json::Value, serde_json::Value) =
        (serde_json::from_str(row[4].as_str().unwrap()).unwrap(), serde_json::from_str(status).unwrap());
    assert_eq!(found, wanted);
    assert_eq!(row, json!(["ann@example.com", "system_user helper", "de", "A", row[4], "all", true]));
    let prefs = "select string_agg(category || '=' || value, ' ' order by category, value) from preferences p
        join users u on u.id = p.userid where username = 'ann'
        and category in ('display_settings', 'notifications', 'tutorial_step', 'favorite_channel', 'group_channel_show')";
    assert_eq!(
        load.text(prefs).await,
        "display_settings=false display_settings=true favorite_channel=true favorite_channel=true \
         group_channel_show=true notifications=3600 tutorial_step=999"
    );
    let den =
        "select json_build_array(schemeadmin, msgcount, msgcountroot, mentioncount, mentioncountroot, lastviewedat,
        m.notifyprops->>'push', m.notifyprops->>'mark_unread', m.notifyprops->>'email')::text
        from channelmembers m join channels c on c.id = m.channelid join users u on u.id = m.userid
        where c.name = 'den' and u.username = 'ann'";
    let row: serde_json::Value = serde_json::from_str(&load.text(den).await).unwrap();
    assert_eq!(row, json!([true, 2, 1, 1, 1, 7, "none", "mention", "default"]));
    let guest = "select count(*) from channelmembers m join users u on u.id = m.userid
        join channels c on c.id = m.channelid where u.username = 'guest' and c.type in ('O', 'P') and schemeguest";
    assert_eq!(load.number(guest).await, 1, "a guest is not put into the first channel of the team");
    assert_eq!(load.text("select authservice || authdata from users where username = 'ben'").await, "ldapuid-ben");
    let bot = "select b.description || ' ' || o.username from bots b join users o on o.id = b.ownerid";
    assert_eq!(load.text(bot).await, "beeps ann");

    let post = "select json_build_array(message, type, props)::text from posts where createat = 1600000000100";
    let row: serde_json::Value = serde_json::from_str(&load.text(post).await).unwrap();
    assert_eq!(row, json!(["tab\tback\\slash\nline é", "custom_note", {"a": {"b": [1, "x"]}}]));
    assert_eq!(load.text("select hashtags from posts where createat = 1600000000200").await, "#tag");
    let follower = "select json_build_array(following, lastviewed, unreadmentions)::text from threadmemberships";
    let row: serde_json::Value = serde_json::from_str(&load.text(follower).await).unwrap();
    assert_eq!(row, json!([true, 1_600_000_000_200_i64, 2]));
    // Coming and going is not counted, and moves the last post all the same.
    let den =
        "select json_build_array(totalmsgcount, totalmsgcountroot, lastpostat)::text from channels where name = 'den'";
    let row: serde_json::Value = serde_json::from_str(&load.text(den).await).unwrap();
    assert_eq!(row, json!([3, 1, 1_600_000_000_400_i64]));
    assert_eq!(report.of(Kind::Reply).skipped["twice in the file"], 1);
    assert_eq!(load.number("select count(*) from channels where type = 'D'").await, 3);
    assert_eq!(load.number("select count(*) from channels where type = 'G'").await, 1);

    let digest = load.database.digest().await;
    let again = load.load(&path).await.unwrap();
    assert_eq!(again.written_total(), 0, "{again:#?}");
    assert_eq!(load.database.digest().await, digest);

    // The password works on a node that ran all the time.
    let ann = node.log_in("ann").await;
    assert_eq!(ann.get("/api/v4/users/me").await.body["nickname"], "A");
}
