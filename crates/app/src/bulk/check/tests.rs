//! One table per type of line: the line, and the id with which it is refused.

use roost_model::ErrorId;
use roost_model::errors::import as errors;

use super::check;
use crate::bulk::line::Line;

/// Checks `{"type":KIND,KIND:BODY}`.
fn verdict(kind: &str, body: &str) -> Option<&'static str> {
    let line = format!(r#"{{"type":"{kind}","{kind}":{body}}}"#);
    check(&Line::parse(line.as_bytes()).unwrap()).err().map(|refusal| refusal.error.id)
}

fn table(kind: &str, rows: &[(&str, &'static ErrorId)]) {
    for (body, error) in rows {
        assert_eq!(verdict(kind, body), Some(error.id), "{kind}: {body}");
    }
}

fn accepted(kind: &str, bodies: &[&str]) {
    for body in bodies {
        assert_eq!(verdict(kind, body), None, "{kind}: {body}");
    }
}

#[test]
fn roles() {
    accepted("role", &[r#"{"name":"custom_1","display_name":"C","permissions":["create_post"]}"#]);
    table(
        "role",
        &[
            (r#"{"display_name":"C"}"#, errors::ROLE_NAME),
            (r#"{"name":"Big","display_name":"C"}"#, errors::ROLE_NAME),
            (r#"{"name":"r"}"#, errors::ROLE_DISPLAY_NAME),
            (r#"{"name":"r","display_name":"C","permissions":["fly"]}"#, errors::ROLE_PERMISSION),
        ],
    );
}

#[test]
fn schemes() {
    let role = r#"{"name":"r","display_name":"R"}"#;
    let channel = format!(r#""default_channel_admin_role":{role},"default_channel_user_role":{role}"#);
    let team = format!(r#""default_team_admin_role":{role},"default_team_user_role":{role},{channel}"#);
    accepted(
        "scheme",
        &[
            &format!(r#"{{"name":"s1","display_name":"S","scope":"channel",{channel}}}"#),
            &format!(r#"{{"name":"s1","display_name":"S","scope":"team",{team}}}"#),
        ],
    );
    table(
        "scheme",
        &[
            (r#"{"name":"s1"}"#, errors::SCHEME_NO_SCOPE),
            (r#"{"scope":"world"}"#, errors::SCHEME_SCOPE),
            (&format!(r#"{{"name":"s1","display_name":"S","scope":"team",{channel}}}"#), errors::SCHEME_ROLES),
            (&format!(r#"{{"name":"s1","display_name":"S","scope":"channel",{team}}}"#), errors::SCHEME_ROLES),
            (&format!(r#"{{"name":"s","display_name":"S","scope":"team",{team}}}"#), errors::SCHEME_NAME),
        ],
    );
}

#[test]
fn emoji() {
    accepted("emoji", &[r#"{"name":"party","image":"e/p.png"}"#]);
    table(
        "emoji",
        &[
            ("{}", errors::EMOJI_EMPTY),
            (r#"{"image":"x"}"#, errors::EMOJI_NO_NAME),
            (r#"{"name":"x"}"#, errors::EMOJI_NO_IMAGE),
        ],
    );
}

#[test]
fn teams() {
    accepted("team", &[r#"{"name":"a-team","display_name":"A","type":"O"}"#]);
    table(
        "team",
        &[
            (r#"{"display_name":"A","type":"O"}"#, errors::TEAM_NO_NAME),
            (r#"{"name":"a","display_name":"A","type":"O"}"#, errors::TEAM_NAME_LENGTH),
            (r#"{"name":"admin","display_name":"A","type":"O"}"#, errors::TEAM_NAME_RESERVED),
            (r#"{"name":"A Team","display_name":"A","type":"O"}"#, errors::TEAM_NAME_CHARACTERS),
            (r#"{"name":"a-team","type":"O"}"#, errors::TEAM_NO_DISPLAY_NAME),
            (r#"{"name":"a-team","display_name":"","type":"O"}"#, errors::TEAM_DISPLAY_NAME_LENGTH),
            (r#"{"name":"a-team","display_name":"A"}"#, errors::TEAM_NO_TYPE),
            (r#"{"name":"a-team","display_name":"A","type":"X"}"#, errors::TEAM_TYPE),
            (r#"{"name":"a-team","display_name":"A","type":"O","scheme":"No Scheme"}"#, errors::TEAM_SCHEME),
        ],
    );
}

#[test]
fn channels() {
    accepted("channel", &[r#"{"team":"t","name":"c","display_name":"C","type":"P","header":null}"#]);
    let long = "h".repeat(1_025);
    table(
        "channel",
        &[
            (r#"{"name":"c","type":"O"}"#, errors::CHANNEL_NO_TEAM),
            (r#"{"team":"t","type":"O"}"#, errors::CHANNEL_NO_NAME),
            (r#"{"team":"t","name":"","type":"O"}"#, errors::CHANNEL_NAME_LENGTH),
            (r#"{"team":"t","name":"Bad Name!","type":"O"}"#, errors::CHANNEL_NAME_CHARACTERS),
            (r#"{"team":"t","name":"c"}"#, errors::CHANNEL_NO_TYPE),
            (r#"{"team":"t","name":"c","type":"D"}"#, errors::CHANNEL_TYPE),
            (&format!(r#"{{"team":"t","name":"c","type":"O","header":"{long}"}}"#), errors::CHANNEL_HEADER_LENGTH),
            (&format!(r#"{{"team":"t","name":"c","type":"O","purpose":"{long}"}}"#), errors::CHANNEL_PURPOSE_LENGTH),
        ],
    );
}

#[test]
fn users() {
    let with = |more: &str| format!(r#"{{"username":"u","email":"u@example.com"{more}}}"#);
    accepted(
        "user",
        &[
            &with(""),
            &with(r#","auth_service":"ldap","auth_data":"x""#),
            &with(r##","theme":"{\"linkColor\":\"#fff\"}""##),
            &with(r#","roles":"system_guest","teams":[{"name":"t","roles":"team_guest"}]"#),
        ],
    );
    table(
        "user",
        &[
            (r#"{"email":"u@example.com"}"#, errors::USER_NO_USERNAME),
            (r#"{"username":"u u","email":"u@example.com"}"#, errors::USER_USERNAME),
            (r#"{"username":"u"}"#, errors::USER_NO_EMAIL),
            (r#"{"username":"u","email":"nowhere"}"#, errors::USER_EMAIL),
            (&with(r#","auth_service":"pigeon""#), errors::USER_AUTH_SERVICE),
            (&with(r#","auth_service":"ldap""#), errors::USER_AUTH_DATA_ALONE),
            (&with(r#","auth_data":"x""#), errors::USER_AUTH_DATA_ALONE),
            (&with(r#","auth_service":"ldap","auth_data":"x","password":"p""#), errors::USER_AUTH_DATA_PASSWORD),
            (&with(&format!(r#","password":"{}""#, "p".repeat(73))), errors::USER_PASSWORD_LENGTH),
            (&with(&format!(r#","nickname":"{}""#, "n".repeat(65))), errors::USER_NICKNAME_LENGTH),
            (&with(r#","notify_props":{"desktop":"loud"}"#), errors::USER_DESKTOP),
            (&with(r#","email_interval":"weekly""#), errors::USER_EMAIL_INTERVAL),
            (&with(r#","roles":"Admin!""#), errors::USER_ROLES),
            (&with(r#","custom_status":{"text":""}"#), errors::USER_CUSTOM_STATUS),
            (&with(r#","teams":[{}]"#), errors::MEMBER_NO_TEAM),
            (&with(r#","teams":[{"name":"t","theme":"red"}]"#), errors::MEMBER_THEME),
            (&with(r#","teams":[{"name":"t","channels":[{}]}]"#), errors::MEMBER_NO_CHANNEL),
            (&with(r#","roles":"system_guest","teams":[{"name":"t"}]"#), errors::USER_GUEST_TEAMS),
            (
                &with(r#","roles":"system_user","teams":[{"name":"t","roles":"team_guest"}]"#),
                errors::USER_GUEST_OF_TEAM,
            ),
        ],
    );
}

#[test]
fn bots() {
    accepted("bot", &[r#"{"username":"b","owner":"u"}"#]);
    table("bot", &[(r#"{"username":"b"}"#, errors::BOT_NO_OWNER), (r#"{"owner":"u"}"#, errors::USER_NO_USERNAME)]);
}

#[test]
fn posts_and_replies() {
    let with = |more: &str| format!(r#"{{"team":"t","channel":"c","user":"u","message":"m","create_at":5{more}}}"#);
    accepted("post", &[&with(""), &with(r#","reactions":[{"user":"u","emoji_name":"+1","create_at":5}]"#)]);
    let long = "x".repeat(16_384);
    table(
        "post",
        &[
            (r#"{"channel":"c","user":"u","message":"m","create_at":1}"#, errors::POST_NO_TEAM),
            (r#"{"team":"t","user":"u","message":"m","create_at":1}"#, errors::POST_NO_CHANNEL),
            (r#"{"team":"t","channel":"c","message":"m","create_at":1}"#, errors::POST_NO_USER),
            (r#"{"team":"t","channel":"c","user":"u","create_at":1}"#, errors::POST_NO_MESSAGE),
            (r#"{"team":"t","channel":"c","user":"u","message":"m"}"#, errors::POST_NO_CREATE_AT),
            (r#"{"team":"t","channel":"c","user":"u","message":"m","create_at":0}"#, errors::POST_CREATE_AT),
            (
                &format!(r#"{{"team":"t","channel":"c","user":"u","message":"{long}","create_at":1}}"#),
                errors::POST_MESSAGE_LENGTH,
            ),
            (&with(r#","reactions":[{"user":"u","emoji_name":"+1","create_at":4}]"#), errors::REACTION_TOO_EARLY),
            (&with(r#","reactions":[{"user":"u","create_at":6}]"#), errors::REACTION_NO_EMOJI),
            (&with(r#","replies":[{"user":"u","create_at":6}]"#), errors::REPLY_NO_MESSAGE),
            (&with(r#","replies":[{"user":"u","message":"r"}]"#), errors::REPLY_NO_CREATE_AT),
            (&with(r#","thread_followers":[{}]"#), errors::POST_FOLLOWER),
        ],
    );
}

#[test]
fn direct_channels_and_their_posts() {
    accepted(
        "direct_channel",
        &[r#"{"members":["a","b"]}"#, r#"{"participants":[{"username":"a"},{"username":"b"}]}"#],
    );
    table(
        "direct_channel",
        &[
            ("{}", errors::DIRECT_NO_MEMBERS),
            (r#"{"members":["a"]}"#, errors::DIRECT_FEW_MEMBERS),
            (r#"{"members":["a","b","c","d","e","f","g","h","i"]}"#, errors::DIRECT_MANY_MEMBERS),
            (r#"{"members":["a","b"],"favorited_by":["c"]}"#, errors::DIRECT_FAVORITE),
        ],
    );
    accepted("direct_post", &[r#"{"channel_members":["a","a"],"user":"a","message":"m","create_at":1}"#]);
    table(
        "direct_post",
        &[
            (r#"{"user":"a","message":"m","create_at":1}"#, errors::DIRECT_POST_NO_MEMBERS),
            (r#"{"channel_members":["a"],"user":"a","message":"m","create_at":1}"#, errors::DIRECT_POST_FEW_MEMBERS),
            (r#"{"channel_members":["a","b"],"message":"m","create_at":1}"#, errors::DIRECT_POST_NO_USER),
            (
                r#"{"channel_members":["a","b"],"user":"a","message":"m","create_at":1,"flagged_by":["c"]}"#,
                errors::DIRECT_POST_FLAG,
            ),
        ],
    );
}
