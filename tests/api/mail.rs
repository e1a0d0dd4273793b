//! Mail of the server, as a mail server is handed it.

use roost_testkit::{Client, MailRules, MailServer, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::id;

const TEST: &str = "/api/v4/email/test";
const PASSWORD: &str = "Password-1234";

/// The mail settings of a node, with changes.
async fn settings(admin: &Client, changes: Value) -> Value {
    let mut section = admin.get("/api/v4/config").await.body["EmailSettings"].take();
    section.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    json!({"EmailSettings": section})
}

/// The part of a mail's link behind `name=`.
fn of_link(mail: &Value, name: &str) -> String {
    let text = mail["text"].as_str().unwrap();
    let line = text.lines().find(|line| line.contains("https://")).unwrap_or_else(|| panic!("no link: {text}"));
    let value = line.split_once(&format!("{name}=")).unwrap_or_else(|| panic!("no {name}: {line}")).1;
    value.split('&').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_reaches_servers_of_every_security_and_only_those_that_are_who_they_say() {
    let account = Some(("robot", "s3cret word"));
    let node = TestNode::start().await;
    let admin = node.sign_up("admin").await;
    for (rules, security) in [
        (MailRules { security: "", account: None }, ""),
        (MailRules { security: "", account }, "PLAIN"),
        (MailRules { security: "starttls", account }, "STARTTLS"),
        (MailRules { security: "tls", account }, "TLS"),
    ] {
        let mut server = MailServer::with(rules).await;
        let changes = json!({
            "SMTPServer": "localhost", "SMTPPort": server.port().to_string(), "ConnectionSecurity": security,
            "EnableSMTPAuth": rules.account.is_some(), "SMTPUsername": "robot", "SMTPPassword": "s3cret word",
            "SkipServerCertificateVerification": true, "FeedbackName": "Röst", "FeedbackEmail": "from@example.com",
            "ReplyToAddress": "back@example.com", "FeedbackOrganization": "Ship & Co",
        });
        let with = async |more: Value| {
            let mut changes = changes.clone();
            changes.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            admin.post(TEST, settings(&admin, changes).await).await
        };
        let sent = with(json!({})).await;
        assert_eq!((sent.status, &sent.body["status"]), (200, &json!("OK")), "{security}: {:?}", sent.body);
        let mail = server.mail("admin@example.com", "").await;
        let encrypted = matches!(security, "TLS" | "STARTTLS");
        assert_eq!((&mail["secure"], &mail["signed_in"]), (&encrypted.into(), &rules.account.is_some().into()));
        let headers = &mail["headers"];
        assert_eq!(
            (&mail["from"], &headers["from"], &headers["reply-to"], &headers["auto-submitted"], &headers["precedence"]),
            (
                &"from@example.com".into(),
                &"Röst <from@example.com>".into(),
                &"back@example.com".into(),
                &"auto-generated".into(),
                &"bulk".into()
            )
        );
        assert!(headers["message-id"].is_string() && headers["date"].is_string());
        assert!(mail["text"].as_str().unwrap().contains("Ship & Co"));
        assert!(mail["html"].as_str().unwrap().contains("Ship &amp; Co"));
        if encrypted {
            let strict = with(json!({"SkipServerCertificateVerification": false})).await;
            assert_eq!((strict.status, strict.error_id()), (500, "app.admin.test_email.failure"));
        }
        if rules.account.is_some() {
            let wrong = with(json!({"SMTPPassword": "guess"})).await;
            assert_eq!((wrong.status, wrong.error_id()), (500, "app.admin.test_email.failure"));
            assert!(wrong.body["message"].as_str().unwrap().contains("535"), "{:?}", wrong.body);
        }
        assert_eq!(server.others(), &[] as &[Value]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_cannot_be_tried_are_refused_and_a_masked_password_goes_to_its_own_server_only() {
    let account = Some(("robot", "secret"));
    let mut server = MailServer::with(MailRules { security: "", account }).await;
    let tuning = server
        .tuning()
        .with("MM_EMAILSETTINGS_ENABLESMTPAUTH", "true")
        .with("MM_EMAILSETTINGS_SMTPUSERNAME", "robot")
        .with("MM_EMAILSETTINGS_SMTPPASSWORD", "secret");
    let node = TestNode::tuned(tuning).await;
    let admin = node.sign_up("admin").await;
    let person = node.sign_up("person").await;
    server.mail("person@example.com", "Welcome").await;
    let nil = "api.file.test_connection_email_settings_nil.app_error";
    for (client, changes, status, error) in [
        (&person, json!({}), 403, "api.context.permissions.app_error"),
        (&person, json!({"SMTPServer": null}), 400, nil),
        (&admin, json!({"SMTPServer": null}), 400, nil),
        (&admin, json!({"SMTPServer": ""}), 400, "api.admin.test_email.missing_server"),
        (&admin, json!({"SMTPServer": "127.0.0.1"}), 400, "api.admin.test_email.reenter_password"),
        (&admin, json!({"SMTPPort": "x", "SMTPPassword": ""}), 500, "app.admin.test_email.failure"),
        (&admin, json!({"FeedbackEmail": "nobody"}), 500, "app.admin.test_email.failure"),
    ] {
        let reply = client.post(TEST, settings(&admin, changes.clone()).await).await;
        assert_eq!((reply.status, reply.error_id()), (status, error), "{changes}");
    }
    assert_eq!(admin.post(TEST, json!({})).await.error_id(), nil);
    assert_eq!(admin.post(TEST, settings(&admin, json!({})).await).await.status, 200, "with the masked password");
    server.mail("admin@example.com", "Mail works").await;
    assert_eq!(admin.post(TEST, Value::Null).await.status, 200, "with the settings in force");
    server.mail("admin@example.com", "Mail works").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_up_is_welcomed_and_hears_of_every_change_to_the_account() {
    let mut server = MailServer::start().await;
    let tuning = server
        .tuning()
        .with("MM_TEAMSETTINGS_ENABLEUSERDEACTIVATION", "true")
        .with("MM_SERVICESETTINGS_ENABLEUSERACCESSTOKENS", "true");
    let node = TestNode::tuned(tuning).await;
    let admin = node.sign_up("admin").await;
    let person = node.sign_up("person").await;
    let (to, me) = ("person@example.com", "/api/v4/users/me");
    let path = format!("/api/v4/users/{}", person.user_id());
    server.mail("admin@example.com", "Welcome").await;
    let welcome = server.mail(to, "Welcome").await;
    // A slash is escaped in HTML, too.
    let html = welcome["html"].as_str().unwrap().replace("&#x2f;", "/");
    assert!(html.contains("href=\"https://chat.example.com\""), "{welcome}");
    assert_eq!(welcome["hello"], "chat.example.com");

    assert_eq!(person.put(&format!("{me}/patch"), json!({"locale": "de"})).await.status, 200);
    let passwords = json!({"current_password": PASSWORD, "new_password": "Password-5678"});
    assert_eq!(person.put(&format!("{path}/password"), passwords).await.status, 200);
    let changed = server.mail(to, "Passwort wurde geändert").await;
    assert!(changed["text"].as_str().unwrap().contains("person hat ein neues Passwort"), "in German: {changed}");
    let token = json!({"description": "robot"});
    assert_eq!(person.post(&format!("{path}/tokens"), token.clone()).await.status, 403);
    assert_eq!(admin.post(&format!("/api/v4/users/{}/tokens", admin.user_id()), token).await.status, 200);
    server.mail("admin@example.com", "access token").await;
    assert_eq!(person.put(&format!("{me}/patch"), json!({"username": "renamed"})).await.status, 200);
    assert!(server.mail(to, "Benutzername").await["text"].as_str().unwrap().contains("person heißt jetzt renamed"));
    let address = json!({"email": "new@example.com", "password": "Password-5678"});
    assert_eq!(person.put(&format!("{me}/patch"), address).await.status, 200);
    let told = server.mail(to, "Adresse wurde geändert").await;
    assert!(told["text"].as_str().unwrap().contains("new@example.com"), "the former address is told: {told}");

    let off = json!({"activate": false});
    assert_eq!(admin.put(&format!("{path}/mfa"), off).await.status, 200);
    server.mail("new@example.com", "zweite Faktor wurde entfernt").await;
    assert_eq!(person.put(&format!("{path}/active"), json!({"active": false})).await.status, 200);
    server.mail("new@example.com", "deaktiviert").await;

    let refused = person.put(&format!("{me}/patch"), json!({"username": "late"})).await;
    assert_eq!(refused.status, 401);
    assert_eq!(server.others(), &[] as &[Value], "of what is refused nobody is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_address_and_a_new_password_take_what_was_mailed() {
    let mut server = MailServer::start().await;
    let node = TestNode::tuned(server.tuning().with("MM_EMAILSETTINGS_REQUIREEMAILVERIFICATION", "true")).await;
    let nobody = node.anonymous();
    let account = json!({"email": "ann@example.com", "username": "ann", "password": PASSWORD});
    assert_eq!(nobody.post("/api/v4/users", account).await.status, 201);
    let login =
        |password: &'static str| nobody.post("/api/v4/users/login", json!({"login_id": "ann", "password": password}));
    assert_eq!(login(PASSWORD).await.error_id(), "api.user.login.not_verified.app_error");
    let welcome = server.mail("ann@example.com", "confirm your address").await;
    assert_eq!(of_link(&welcome, "email"), "ann%40example.com");
    nobody.post("/api/v4/users/email/verify/send", json!({"email": "ann@example.com"})).await;
    let again = server.mail("ann@example.com", "Please confirm").await;
    let verify = |mail: &Value| nobody.post("/api/v4/users/email/verify", json!({"token": of_link(mail, "token")}));
    assert_eq!(verify(&welcome).await.error_id(), "api.user.verify_email.bad_link.app_error", "the later one counts");
    assert_eq!(verify(&again).await.status, 200);
    assert_eq!(login(PASSWORD).await.status, 200);

    for email in ["ann@example.com", "unknown@example.com"] {
        assert_eq!(nobody.post("/api/v4/users/password/reset/send", json!({"email": email})).await.status, 200);
    }
    let mail = server.mail("ann@example.com", "A new password").await;
    assert!(mail["text"].as_str().unwrap().contains("https://chat.example.com/reset_password_complete?token="));
    let reset = json!({"token": of_link(&mail, "token"), "new_password": "Password-5678"});
    assert_eq!(nobody.post("/api/v4/users/password/reset", reset.clone()).await.status, 200);
    server.mail("ann@example.com", "password has changed").await;
    assert_eq!(nobody.post("/api/v4/users/password/reset", reset).await.status, 400, "once");
    assert_eq!(login("Password-5678").await.status, 200);
    assert_eq!(server.others(), &[] as &[Value], "nothing to whom nobody knows");
}

#[tokio::test(flavor = "multi_thread")]
async fn invitations_lead_into_the_team_and_those_that_did_not_leave_are_told() {
    let mut server = MailServer::start().await;
    let node = TestNode::tuned(server.tuning().with("MM_GUESTACCOUNTSSETTINGS_ENABLE", "true")).await;
    let admin = node.sign_up("admin").await;
    let team = admin.new_team("core").await;
    let channel = admin.new_channel(&team, "corner").await;
    let path = format!("/api/v4/teams/{}", id(&team));
    let invite = format!("{path}/invite/email?graceful=true");
    let invited = admin.post(&invite, json!(["New@example.com", "refused@example.com"])).await;
    assert_eq!(invited.status, 200);
    assert_eq!(invited.body[0], json!({"email": "new@example.com", "error": null}));
    let failed = "api.team.invite_members.unable_to_send_email_with_defaults.app_error";
    assert_eq!(
        (&invited.body[1]["email"], &invited.body[1]["error"]["id"]),
        (&"refused@example.com".into(), &failed.into())
    );
    let mail = server.mail("new@example.com", "@admin invites you to core").await;
    let sign_up = async |mail: &Value, name: &str| {
        let body = json!({"email": format!("{name}@x.example"), "username": name, "password": PASSWORD});
        node.anonymous().post(&format!("/api/v4/users?t={}", of_link(mail, "t")), body).await
    };
    let made = sign_up(&mail, "newcomer").await;
    assert_eq!((made.status, &made.body["email"]), (201, &"new@example.com".into()), "{:?}", made.body);
    assert_eq!(sign_up(&mail, "second").await.status, 404, "once");
    let newcomer = node.anonymous().log_in("newcomer", PASSWORD).await;
    assert_eq!(newcomer.get("/api/v4/users/me/teams").await.body[0]["id"], team["id"]);

    let guests = json!({"emails": ["guest@example.com"], "channels": [id(&channel)], "message": "see <you> there"});
    let invited = admin.post(&format!("{path}/invite-guests/email?graceful=true"), guests).await;
    assert_eq!(invited.body, json!([{"email": "guest@example.com", "error": null}]));
    let mail = server.mail("guest@example.com", "as a guest").await;
    assert!(mail["text"].as_str().unwrap().contains("see <you> there"));
    assert!(mail["html"].as_str().unwrap().contains("see &lt;you&gt; there"));
    assert_eq!(sign_up(&mail, "guest").await.body["roles"], "system_guest");

    assert_eq!(admin.post(&format!("{path}/invite/email"), json!(["late@example.com"])).await.status, 200);
    let late = server.mail("late@example.com", "invites you").await;
    assert_eq!(admin.delete("/api/v4/teams/invites/email").await.status, 200);
    assert_eq!(
        sign_up(&late, "late").await.error_id(),
        "api.user.create_user.signup_link_invalid.app_error",
        "revoked"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_is_gone_keeps_nobody_from_working() {
    let node = TestNode::tuned(Tuning::default().with("MM_EMAILSETTINGS_SMTPPORT", "1")).await;
    let admin = node.sign_up("admin").await;
    let reset = node.anonymous().post("/api/v4/users/password/reset/send", json!({"email": "admin@example.com"})).await;
    assert_eq!(reset.status, 200);
    let team = admin.new_team("core").await;
    let path = format!("/api/v4/teams/{}/invite/email", id(&team));
    let told = admin.post(&format!("{path}?graceful=true"), json!(["a@example.com"])).await;
    assert!(told.body[0]["error"]["id"].is_string(), "{:?}", told.body);
    let test = admin.post(TEST, Value::Null).await;
    assert_eq!((test.status, test.error_id()), (500, "app.admin.test_email.failure"));
    assert!(test.body["message"].as_str().unwrap().contains("refused"), "with the reason: {:?}", test.body);
}
