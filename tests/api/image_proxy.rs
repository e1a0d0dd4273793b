//! Pictures of other servers, fetched in the place of those who look at them.

use reqwest::Url;
use roost_testkit::{Client, Reaction, Receiver, Reply, TestNode, Tuning};
use serde_json::{Value, json};

use super::refused::place::PICTURE;

const REFUSED: (u16, &str) = (400, "api.image.get.app_error");

fn tuning(allowed: &str) -> Tuning {
    Tuning::default()
        .with("MM_IMAGEPROXYSETTINGS_ENABLE", "true")
        .with("MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS", allowed)
}

async fn look(client: &Client, picture: &str) -> Reply {
    let url = Url::parse_with_params("http://x/api/v4/image", [("url", picture)]).unwrap();
    client.get(&format!("{}?{}", url.path(), url.query().unwrap())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_fetched_by_the_server_and_can_run_nothing() {
    let mut elsewhere = Receiver::start().await;
    let node = TestNode::tuned(tuning("127.0.0.1")).await;
    let person = node.sign_up("person").await;
    for (path, kind) in [("/a.png", "image/png"), ("/a.svg", "image/svg+xml; charset=utf-8")] {
        elsewhere.react(path, Reaction::Bytes(kind, PICTURE.to_vec()));
        let seen = look(&person, &elsewhere.url(path)).await;
        assert_eq!((seen.status, seen.bytes.as_slice()), (200, PICTURE), "{path}");
        assert_eq!(Some(seen.header("content-type")), kind.split(';').next());
        assert!(seen.header("content-security-policy").starts_with("default-src 'none'"));
        let call = elsewhere.next().await;
        assert_eq!((call.method.as_str(), call.header("accept"), call.header("cookie")), ("GET", "image/*", ""));
        assert!(!call.headers.contains_key("authorization"), "{:?}", call.headers);
    }
    assert_eq!(look(&node.anonymous(), &elsewhere.url("/a.png")).await.status, 401);
    assert!(elsewhere.try_next().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_is_not_passed_on() {
    let elsewhere = Receiver::start().await;
    let node = TestNode::tuned(tuning("127.0.0.1")).await;
    let person = node.sign_up("person").await;
    elsewhere.react("/page", Reaction::Bytes("text/html", b"<script>".to_vec()));
    elsewhere.react("/missing", Reaction::Text(404, "no".to_owned()));
    elsewhere.react("/gone", Reaction::Vanish);
    elsewhere.react("/huge", Reaction::Bytes("image/png", vec![0; 17 * 1024 * 1024]));
    for path in ["/page", "/missing", "/gone", "/huge"] {
        let reply = look(&person, &elsewhere.url(path)).await;
        assert_eq!((reply.status, reply.error_id()), REFUSED, "{path}");
    }
    for address in ["", "a.png", "/a.png", "file:///etc/passwd", "ftp://a.example/a.png", "data:image/png;base64,AA=="]
    {
        let reply = look(&person, address).await;
        assert_eq!((reply.status, reply.error_id()), REFUSED, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_leads_into_the_servers_own_network() {
    let mut inside = Receiver::start().await;
    inside.react("/a.png", Reaction::Bytes("image/png", PICTURE.to_vec()));
    let port = inside.url("").rsplit(':').next().unwrap().to_owned();
    let node = TestNode::tuned(tuning("")).await;
    let person = node.sign_up("person").await;
    for host in [
        "127.0.0.1",
        "localhost",
        "LOCALHOST.",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "%31%32%37.0.0.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "user:word@127.0.0.1",
    ] {
        let reply = look(&person, &format!("http://{host}:{port}/a.png")).await;
        assert_eq!((reply.status, reply.error_id()), REFUSED, "{host}");
    }
    assert!(inside.try_next().is_none(), "nothing was called");

    // A server that may be called sends the caller on to where it may not go.
    let by_name = TestNode::on(node.database.clone(), tuning("localhost")).await;
    inside.react("/away.png", Reaction::Redirect(inside.url("/a.png")));
    let reply = look(&person.at(&by_name), &format!("http://localhost:{port}/away.png")).await;
    assert_eq!((reply.status, reply.error_id()), REFUSED);
    assert_eq!(inside.next().await.path, "/away.png");
    assert!(inside.try_next().is_none(), "the redirect is not followed");
    assert_eq!(look(&person.at(&by_name), &format!("http://localhost:{port}/a.png")).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_proxy_is_asked_with_the_signature_that_it_knows() {
    let mut proxy = Receiver::start().await;
    let tuning = tuning("127.0.0.1")
        .with("MM_IMAGEPROXYSETTINGS_IMAGEPROXYTYPE", "atmos/camo")
        .with("MM_IMAGEPROXYSETTINGS_REMOTEIMAGEPROXYURL", proxy.url("/"))
        .with("MM_IMAGEPROXYSETTINGS_REMOTEIMAGEPROXYOPTIONS", "kept between the two");
    let node = TestNode::tuned(tuning).await;
    let person = node.sign_up("person").await;
    proxy.react("/1aaad7a11f190eb56277cf151b05049385617792/687474703a2f2f70696374757265732e6578616d706c652f61253230622e706e673f73697a653d31", Reaction::Bytes("image/gif", b"GIF89a".to_vec()));
    let seen = look(&person, "http://pictures.example/a%20b.png?size=1").await;
    assert_eq!((seen.status, seen.bytes.as_slice()), (200, &b"GIF89a"[..]), "signed with HMAC-SHA1 of the address");
    assert_eq!(proxy.next().await.header("accept"), "image/*");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_does_not_answer_is_not_crowded_and_holds_up_no_other() {
    let mut elsewhere = Receiver::start().await;
    let node = TestNode::tuned(tuning("127.0.0.1 localhost")).await;
    let person = node.sign_up("person").await;
    elsewhere.react("/hang.png", Reaction::Hang);
    elsewhere.react("/a.png", Reaction::Bytes("image/png", PICTURE.to_vec()));
    let slow = elsewhere.url("/hang.png");
    let other = elsewhere.url("/a.png").replace("127.0.0.1", "localhost");
    let waiting = (0..8).map(|_| look(&person, &slow));
    let waiting = futures_util::future::join_all(waiting);
    let seen = async {
        for _ in 0..4 {
            assert_eq!(elsewhere.next().await.path, "/hang.png");
        }
        assert_eq!(look(&person, &other).await.status, 200);
        assert_eq!(elsewhere.next().await.path, "/a.png");
        assert!(elsewhere.try_next().is_none(), "the others wait for their turn");
    };
    tokio::select! {
        _ = waiting => panic!("nothing answers there"),
        () = seen => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_in_messages_come_through_the_server_and_are_kept_as_they_were_written() {
    let elsewhere = Receiver::start().await;
    let tuning = tuning("127.0.0.1").with("MM_SERVICESETTINGS_SITEURL", "http://chat.example");
    let node = TestNode::tuned(tuning).await;
    let person = node.sign_up("person").await;
    let team = person.new_team("team").await;
    let channel = person.new_channel(&team, "room").await;
    elsewhere.react("/a.png", Reaction::Bytes("image/png", PICTURE.to_vec()));
    let direct = elsewhere.url("/a.png");
    let through = Url::parse_with_params("http://chat.example/api/v4/image", [("url", &direct)]).unwrap();
    let written = format!("see ![a]({direct}) and [a]({direct})");
    let told = format!("see ![a]({through}) and [a]({direct})");
    let kept = async |id: &str| -> String {
        let row = node.database.client().await.query_one("select message from posts where id = $1", &[&id]).await;
        row.unwrap().get(0)
    };
    let mut socket = person.connect().await;
    let post = person.new_post(&channel, &written).await;
    let path = format!("/api/v4/posts/{}", post["id"].as_str().unwrap());
    let posted = socket.wait_for("posted").await;
    let posted: Value = serde_json::from_str(posted["data"]["post"].as_str().unwrap()).unwrap();
    for shown in [&post, &posted, &person.get(&path).await.body] {
        assert_eq!((&shown["message"], &shown["message_source"]), (&json!(told), &json!(written)));
        assert_eq!(shown["metadata"]["images"][through.as_str()]["width"], 8, "{shown}");
    }
    assert_eq!(kept(post["id"].as_str().unwrap()).await, written);

    let again = person.put(&format!("{path}/patch"), json!({"message": format!("{told}!")})).await;
    assert_eq!((again.status, &again.body["message"]), (200, &json!(format!("{told}!"))));
    assert_eq!(kept(post["id"].as_str().unwrap()).await, format!("{written}!"));
    let plain = person.new_post(&channel, "no picture").await;
    assert!(plain.get("message_source").is_none(), "{plain}");
}
