//! `ServiceSettings.ExperimentalEnableHardenedMode`: less is told, and less is taken for granted.

use roost_testkit::{TestNode, Tuning};
use serde_json::{Value, json};

async fn node(hardened: &str) -> TestNode {
    TestNode::tuned(
        Tuning::default()
            .with("MM_SERVICESETTINGS_EXPERIMENTALENABLEHARDENEDMODE", hardened)
            .with("MM_SERVICESETTINGS_ENABLEUSERACCESSTOKENS", "true"),
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn only_programs_say_that_a_program_speaks() {
    for (hardened, status) in [("true", 400), ("false", 201)] {
        let node = node(hardened).await;
        let admin = node.sign_up("admin").await;
        let team = admin.new_team("crew").await;
        let channel = admin.new_channel(&team, "deck").await;
        let draft = |more: Value| {
            let mut draft = json!({"channel_id": channel["id"], "message": "x", "props": {"from_webhook": "true"}});
            draft.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            draft
        };
        let refused = admin.post("/api/v4/posts", draft(json!({}))).await;
        assert_eq!(refused.status, status, "{:?}", refused.body);
        let token = format!("/api/v4/users/{}/tokens", admin.user_id());
        let token = admin.post(&token, json!({"description": "a robot"})).await.body;
        let robot = node.anonymous().with_token(token["token"].as_str().unwrap(), admin.user_id());
        assert_eq!(robot.post("/api/v4/posts", draft(json!({}))).await.status, 201);
        if hardened == "false" {
            continue;
        }
        assert_eq!(refused.error_id(), "api.context.invalid_body_param.app_error");
        let post = admin.new_post(&channel, "plain").await;
        let path = format!("/api/v4/posts/{}", post["id"].as_str().unwrap());
        let pretending = json!({"props": {"override_username": "boss"}});
        assert_eq!(admin.put(&format!("{path}/patch"), pretending).await.status, 400);
        assert_eq!(admin.put(&path, draft(json!({"id": post["id"]}))).await.status, 400);
        let later = draft(json!({"scheduled_at": 4_000_000_000_000_i64}));
        assert_eq!(admin.post("/api/v4/posts/schedule", later).await.status, 400);
        assert_eq!(admin.post("/api/v4/drafts", draft(json!({}))).await.status, 400);
        let ephemeral = json!({"user_id": admin.user_id(), "post": draft(json!({}))});
        assert_eq!(admin.post("/api/v4/posts/ephemeral", ephemeral).await.status, 400);
        assert_eq!(admin.put(&format!("{path}/patch"), json!({"props": {"own": "x"}})).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_and_accounts_of_login_services_are_not_told_of() {
    for (hardened, fault, reset) in [("true", "", 200), ("false", "api.command.execute_command.failed.app_error", 400)]
    {
        let node = node(hardened).await;
        let admin = node.sign_up("admin").await;
        let team = admin.new_team("crew").await;
        let channel = admin.new_channel(&team, "deck").await;
        // The address is one that the server does not call.
        let command = json!({"team_id": team["id"], "trigger": "x", "url": "http://127.0.0.1:1/", "method": "P"});
        assert_eq!(admin.post("/api/v4/commands", command).await.status, 201);
        let body = json!({"channel_id": channel["id"], "command": "/x"});
        let failed = admin.post("/api/v4/commands/execute", body).await;
        assert_eq!(failed.status, 500);
        assert_eq!((failed.error_id(), failed.body["request_id"].as_str().map(str::len)), (fault, Some(26)));

        let sql = "update users set authservice = 'saml', authdata = 'x' where username = 'admin'";
        node.database.client().await.batch_execute(sql).await.unwrap();
        let send = json!({"email": "admin@example.com"});
        let sent = node.anonymous().post("/api/v4/users/password/reset/send", send).await;
        assert_eq!(sent.status, reset, "{:?}", sent.body);
    }
}
