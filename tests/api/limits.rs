//! What settings and good manners keep people from doing.

use roost_testkit::{Client, Reply, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::id;

fn refused(reply: &Reply) -> (u16, &str) {
    (reply.status, reply.error_id())
}

#[tokio::test(flavor = "multi_thread")]
async fn in_conversations_beyond_ones_teams_nothing_is_said_where_that_is_not_allowed() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let (ann, bob, cat) = (node.sign_up("ann").await, node.sign_up("bob").await, node.sign_up("cat").await);
    let (one, two) = (admin.new_team("one").await, admin.new_team("two").await);
    admin.add_to_team(&one, &ann).await;
    admin.add_to_team(&two, &bob).await;
    admin.add_to_team(&two, &cat).await;
    let direct = ann.post("/api/v4/channels/direct", json!([ann.user_id(), bob.user_id()])).await.body;
    let group = json!([ann.user_id(), bob.user_id(), cat.user_id()]);
    let group = ann.post("/api/v4/channels/group", group).await.body;
    let post = ann.new_post(&direct, "before").await;
    let react = json!({"user_id": ann.user_id(), "post_id": post["id"], "emoji_name": "smile"});
    assert_eq!(ann.post("/api/v4/reactions", react.clone()).await.status, 200);
    let config = json!({"TeamSettings": {"RestrictDirectMessage": "team"}});
    assert_eq!(admin.put("/api/v4/config/patch", config).await.status, 200);

    let before = node.digest().await;
    let path = format!("/api/v4/posts/{}", id(&post));
    let say = |channel: &Value| json!({"channel_id": channel["id"], "message": "after"});
    let whole = json!({"id": post["id"], "message": "other"});
    let command = json!({"channel_id": direct["id"], "command": "/shrug"});
    let reaction = format!("/api/v4/users/me/posts/{}/reactions/smile", id(&post));
    for (reply, error) in [
        (ann.post("/api/v4/posts", say(&direct)).await, "api.post.create_post.can_not_post_in_restricted_dm.error"),
        (bob.post("/api/v4/posts", say(&group)).await, "api.post.create_post.can_not_post_in_restricted_dm.error"),
        (ann.put(&path, whole).await, "api.post.update_post.can_not_update_post_in_restricted_dm.error"),
        (
            ann.put(&format!("{path}/patch"), json!({"message": "other"})).await,
            "api.post.patch_post.can_not_update_post_in_restricted_dm.error",
        ),
        (ann.delete(&path).await, "api.post.delete_post.can_not_delete_from_restricted_dm.error"),
        (ann.post("/api/v4/reactions", react).await, "api.reaction.save.restricted_dm.error"),
        (ann.delete(&reaction).await, "api.reaction.delete.restricted_dm.error"),
        (ann.post("/api/v4/commands/execute", command).await, "api.command.execute_command.restricted_dm.error"),
        (
            ann.put(&format!("/api/v4/channels/{}/patch", id(&direct)), json!({"header": "h"})).await,
            "api.channel.patch_update_channel.restricted_dm.app_error",
        ),
    ] {
        assert_eq!(refused(&reply), (400, error));
    }
    assert_eq!(node.digest().await, before, "a refusal writes nothing");

    // One team for all of them, and nobody but oneself, are fine.
    admin.add_to_team(&two, &ann).await;
    assert_eq!(ann.post("/api/v4/posts", say(&direct)).await.status, 201);
    assert_eq!(bob.post("/api/v4/posts", say(&group)).await.status, 201);
    let own = cat.post("/api/v4/channels/direct", json!([cat.user_id(), cat.user_id()])).await.body;
    assert_eq!(cat.post("/api/v4/posts", say(&own)).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_notified_again_and_again_is_named_and_not_many() {
    let tuning = Tuning::default()
        .with("MM_GUESTACCOUNTSSETTINGS_ENABLE", "true")
        .with("MM_SERVICESETTINGS_PERSISTENTNOTIFICATIONMAXRECIPIENTS", "2");
    let node = TestNode::tuned(tuning).await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("team").await;
    let channel = admin.new_channel(&team, "room").await;
    let mut people = Vec::new();
    for name in ["ann", "bob", "cat"] {
        let person = node.sign_up(name).await;
        admin.add_to_team(&team, &person).await;
        admin.add_to_channel(&channel, &person).await;
        people.push(person);
    }
    let say = async |who: &Client, message: &str, priority: &str, persistent: bool| {
        let priority = json!({"priority": priority, "persistent_notifications": persistent});
        let body = json!({"channel_id": channel["id"], "message": message, "metadata": {"priority": priority}});
        who.post("/api/v4/posts", body).await
    };
    let key = |name: &str| format!("api.post.post_priority.{name}.request_error");
    let (nobody, many) =
        (key("min_recipients_persistent_notification_post"), key("max_recipients_persistent_notification_post"));
    let denied = key("priority_post_not_allowed_for_user");
    for message in ["hello", "@channel", "@nobody"] {
        assert_eq!(refused(&say(&people[0], message, "urgent", true).await), (400, &*nobody), "{message}");
    }
    assert_eq!(refused(&say(&people[0], "@admin @bob @cat", "urgent", true).await), (400, &*many));
    assert_eq!(say(&people[0], "@bob @cat", "urgent", true).await.status, 201);
    assert_eq!(say(&people[0], "hello", "urgent", false).await.status, 201);
    let direct = json!([people[0].user_id(), people[1].user_id()]);
    let direct = people[0].post("/api/v4/channels/direct", direct).await.body;
    let body = json!({"channel_id": direct["id"], "message": "psst",
        "metadata": {"priority": {"priority": "urgent", "persistent_notifications": true}}});
    assert_eq!(people[0].post("/api/v4/posts", body).await.status, 201, "it is for the other one");

    let demote = format!("/api/v4/users/{}/demote", people[2].user_id());
    assert_eq!(admin.post(&demote, json!({})).await.status, 200);
    assert_eq!(refused(&say(&people[2], "@bob", "urgent", true).await), (403, &*denied));
    assert_eq!(say(&people[2], "@bob", "urgent", false).await.status, 201);
    let config = json!({"ServiceSettings": {"PostPriority": false}});
    assert_eq!(admin.put("/api/v4/config/patch", config).await.status, 200);
    assert_eq!(refused(&say(&people[0], "hello", "important", false).await), (403, &*denied));
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_are_the_servers_to_give_and_names_of_emoji_have_to_be_known() {
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("team").await;
    let channel = admin.new_channel(&team, "room").await;
    let own = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
    let app = json!({"id": own, "name": "n", "callback_urls": ["http://a.example/"], "homepage": "http://a.example/"});
    for (path, body, error) in [
        ("posts", json!({"id": own, "channel_id": channel["id"], "message": "m"}), "app.post.save.existing.app_error"),
        (
            "hooks/incoming",
            json!({"id": own, "channel_id": channel["id"]}),
            "app.webhooks.save_incoming.existing.app_error",
        ),
        ("oauth/apps", app, "app.oauth.save_app.existing.app_error"),
    ] {
        let reply = admin.post(&format!("/api/v4/{path}"), body).await;
        assert_eq!(refused(&reply), (400, error), "{path}");
    }
    let status =
        async |emoji: &str| admin.put("/api/v4/users/me/status/custom", json!({"emoji": emoji, "text": "t"})).await;
    assert_eq!(refused(&status("no_such_thing").await), (400, "api.custom_status.set_custom_statuses.emoji_not_found"));
    assert_eq!(status("calendar").await.status, 200);
    assert_eq!(admin.post("/api/v4/users/search", json!({"term": "adm", "limit": 0})).await.status, 200);

    // A conversation has the names of its people; a whole channel that repeats them changes its header.
    let other = node.sign_up("other").await;
    let direct = admin.post("/api/v4/channels/direct", json!([admin.user_id(), other.user_id()])).await.body;
    let path = format!("/api/v4/channels/{}", id(&direct));
    for name in ["name", "display_name", "purpose"] {
        let mut whole = json!({"id": direct["id"], "type": "D", "name": direct["name"], "header": "h"});
        whole[name] = json!("another");
        let reply = admin.put(&path, whole).await;
        let error = "api.channel.update_channel.update_direct_or_group_messages_not_allowed.app_error";
        assert_eq!(refused(&reply), (400, error), "{name}");
    }
    let whole = json!({"id": direct["id"], "type": "D", "name": direct["name"], "header": "h"});
    assert_eq!(admin.put(&path, whole).await.body["header"], "h");
}
