//! What a database that was taken over tells of channels shared with other servers, and of policies on old messages.

use roost_testkit::{TestNode, Tuning};
use serde_json::json;

use super::helpers::{id, ids};

const ON: &str = "MM_CONNECTEDWORKSPACESSETTINGS_ENABLEREMOTECLUSTERSERVICE";
const FLAG: &str = "MM_FEATUREFLAGS_ENABLEREMOTECLUSTERSERVICE";

#[tokio::test(flavor = "multi_thread")]
async fn members_see_what_is_shared_and_with_whom() {
    let node = TestNode::tuned(Tuning::default().with(ON, "true").with(FLAG, "true")).await;
    let (admin, inside) = (node.sign_up("admin").await, node.sign_up("inside").await);
    let outside = node.sign_up("outside").await;
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    for person in [&inside, &outside] {
        admin.add_to_team(&team, person).await;
    }
    admin.add_to_channel(&channel, &inside).await;
    let list = format!("/api/v4/sharedchannels/{}", id(&team));
    assert_eq!(inside.get(&list).await.body, json!([]));
    let remote = "r".repeat(26);
    let rows = node.database.client().await;
    let sql = "insert into remoteclusters (remoteid, name, displayname, siteurl, createat, lastpingat, deleteat) \
        values ($1, 'other', 'Other', 'https://other.example', 1, 2, 0)";
    rows.execute(sql, &[&remote]).await.unwrap();
    let sql = "insert into sharedchannels (channelid, teamid, home, readonly, sharename, sharedisplayname, sharepurpose, \
        shareheader, creatorid, createat, updateat, remoteid) values ($1, $2, true, false, 'deck', 'Deck', '', '', $3, 1, 2, '')";
    rows.execute(sql, &[&id(&channel), &id(&team), &admin.user_id()]).await.unwrap();
    let sql = "insert into sharedchannelremotes (id, channelid, creatorid, createat, updateat, isinviteaccepted, \
        isinviteconfirmed, remoteid, lastpostupdateat, lastpostid, deleteat) \
        values ($1, $2, $3, 1, 1, true, true, $4, 0, '', 0)";
    rows.execute(sql, &[&"s".repeat(26), &id(&channel), &admin.user_id(), &remote]).await.unwrap();

    let seen = inside.get(&list).await;
    assert_eq!((seen.status, ids(&seen.body)), (200, vec![id(&channel)]));
    assert_eq!((&seen.body[0]["home"], &seen.body[0]["type"]), (&json!(true), &json!("O")));
    assert_eq!(outside.get(&list).await.body, json!([]), "not in it");
    assert_eq!(ids(&admin.get(&list).await.body), [id(&channel)]);
    let of_channel = inside.get(&format!("/api/v4/sharedchannels/{}/remotes", id(&channel))).await.body;
    let info = json!({"name": "other", "display_name": "Other", "create_at": 1, "delete_at": 0, "last_ping_at": 2});
    assert_eq!(of_channel, json!([info]));
    let path = format!("/api/v4/sharedchannels/remote_info/{remote}");
    assert_eq!(inside.get(&path).await.body, info);
    let hidden = outside.get(&path).await;
    assert_eq!((hidden.status, hidden.error_id()), (404, "api.context.remote_id_invalid.app_error"));
    let can = async |other: &str| {
        let path = format!("/api/v4/sharedchannels/users/{}/can_dm/{other}", inside.user_id());
        inside.get(&path).await.body["can_dm"].as_bool().unwrap()
    };
    assert!(can(outside.user_id()).await && !can(&"z".repeat(26)).await);
    let sql = "update users set remoteid = $2 where id = $1";
    let stranger = node.sign_up("stranger").await;
    rows.execute(sql, &[&stranger.user_id(), &remote]).await.unwrap();
    assert_eq!(admin.post("/api/v4/caches/invalidate", json!({})).await.status, 200);
    assert!(!can(stranger.user_id()).await, "somebody of the other server");
    assert_eq!(outside.get(&format!("/api/v4/sharedchannels/{}", "t".repeat(26))).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_see_for_how_long_messages_of_their_places_are_kept() {
    let node = TestNode::start().await;
    let (admin, person) = (node.sign_up("admin").await, node.sign_up("person").await);
    let team = admin.new_team("crew").await;
    let channel = admin.new_channel(&team, "deck").await;
    admin.add_to_team(&team, &person).await;
    admin.add_to_channel(&channel, &person).await;
    let path = |who: &str, kind: &str| format!("/api/v4/users/{who}/data_retention/{kind}_policies");
    for kind in ["team", "channel"] {
        let none = person.get(&path("me", kind)).await;
        assert_eq!((none.status, none.body), (200, json!({"policies": [], "total_count": 0})));
    }
    let rows = node.database.client().await;
    let policy = "p".repeat(26);
    let sql = "insert into retentionpolicies (id, displayname, postduration) values ($1, 'Short', 30)";
    rows.execute(sql, &[&policy]).await.unwrap();
    let sql = "insert into retentionpoliciesteams (policyid, teamid) values ($1, $2)";
    rows.execute(sql, &[&policy, &id(&team)]).await.unwrap();
    let sql = "insert into retentionpolicieschannels (policyid, channelid) values ($1, $2)";
    rows.execute(sql, &[&policy, &id(&channel)]).await.unwrap();
    let teams = json!({"policies": [{"team_id": id(&team), "post_duration": 30}], "total_count": 1});
    assert_eq!(person.get(&path("me", "team")).await.body, teams);
    let channels = json!({"policies": [{"channel_id": id(&channel), "post_duration": 30}], "total_count": 1});
    assert_eq!(admin.get(&path(person.user_id(), "channel")).await.body, channels);
    let second = person.get(&format!("{}?page=1&per_page=1", path("me", "team"))).await.body;
    assert_eq!(second, json!({"policies": [], "total_count": 1}));
    assert_eq!(person.get(&path(admin.user_id(), "team")).await.status, 403);
}
