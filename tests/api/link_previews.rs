//! What messages show of the pages and pictures they link to.

use std::time::Duration;

use futures_util::future::join_all;
use roost_testkit::{Client, Reaction, Receiver, TestNode, Tuning};
use serde_json::{Value, json};

use super::helpers::{eager, id, now_ms};
use super::refused::place::PICTURE;

const PAGE: &str = "<html><head><title>no</title><meta property='og:title' content='A &amp; B'>\
    <meta property='og:description' content='Told'><meta property='og:image' content='/a.png'></head>";

fn tuning() -> Tuning {
    Tuning::default().with("MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS", "127.0.0.1")
}

fn html(page: &str) -> Reaction {
    Reaction::Bytes("text/html; charset=utf-8", page.as_bytes().to_vec())
}

fn png() -> Reaction {
    Reaction::Bytes("image/png", PICTURE.to_vec())
}

/// A GIF of 3 by 2 with so many frames.
fn gif(frames: usize) -> Vec<u8> {
    let frame = b",\0\0\0\0\x03\0\x02\0\0\x02\x01\0\0".as_slice();
    [b"GIF89a\x03\0\x02\0\0\0\0".as_slice(), &frame.repeat(frames), b";"].concat()
}

/// Somebody who writes, beside a program of somebody else's.
struct Place {
    node: TestNode,
    elsewhere: Receiver,
    person: Client,
    channel: Value,
}

impl Place {
    async fn new(tuning: Tuning) -> Self {
        let node = TestNode::tuned(tuning).await;
        let person = node.sign_up("person").await;
        let team = person.new_team("team").await;
        let channel = person.new_channel(&team, "room").await;
        Self { node, elsewhere: Receiver::start().await, person, channel }
    }

    fn body(&self, message: &str) -> Value {
        json!({"channel_id": self.channel["id"], "message": message})
    }

    /// The metadata of a new post.
    async fn said(&self, message: &str) -> Value {
        let reply = self.person.post("/api/v4/posts", self.body(message)).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
        reply.body["metadata"].clone()
    }

    /// The metadata of a post that is nothing but a link to a path.
    async fn linked(&self, path: &str) -> Value {
        self.said(&self.elsewhere.url(path)).await
    }

    /// What is shown where nothing could be found out.
    fn bare(&self, path: &str) -> Value {
        json!({"embeds": [{"type": "link", "url": self.elsewhere.url(path)}]})
    }

    fn page(&self, path: &str, images: &Value, title: &str, description: &str) -> Value {
        json!([{"type": "opengraph", "url": self.elsewhere.url(path), "data": {
            "type": "", "url": "", "title": title, "description": description, "determiner": "", "site_name": "",
            "locale": "", "locales_alternate": null, "images": images, "audios": null, "videos": null,
        }}])
    }

    /// Type and data of the rows about an address.
    async fn rows(&self, url: &str) -> Vec<(String, Value)> {
        let sql = "select type::text, data, hash, timestamp from linkmetadata where url = $1";
        let rows = self.node.database.client().await.query(sql, &[&url]).await.unwrap();
        assert!(rows.iter().all(|row| row.get::<_, i64>(3) % 3_600_000 == 0));
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }

    async fn posts(&self, client: &Client) -> roost_testkit::Reply {
        client.get(&format!("/api/v4/channels/{}/posts", id(&self.channel))).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_shown_to_everybody_and_fetched_once() {
    let mut place = Place::new(tuning()).await;
    place.elsewhere.react("/page", html(PAGE));
    place.elsewhere.react("/a.png", png());
    let picture = place.elsewhere.url("/a.png");
    let other_node = TestNode::on(place.node.database.clone(), tuning()).await;
    let mut socket = place.person.at(&other_node).connect().await;

    let said = place.linked("/page").await;
    let images = json!([{"url": picture, "secure_url": "", "type": "", "width": 0, "height": 0}]);
    assert_eq!(said["embeds"], place.page("/page", &images, "A & B", "Told"));
    assert_eq!(said["images"], json!({&picture: {"width": 8, "height": 8, "format": "png", "frame_count": 0}}));
    let posted = socket.wait_for("posted").await;
    let post: Value = serde_json::from_str(posted["data"]["post"].as_str().unwrap()).unwrap();
    assert_eq!(post["metadata"], said);

    // Somebody whose node has never seen the address gets it by one statement more than where memory has it.
    let there = place.posts(&place.person.at(&other_node)).await;
    assert_eq!(there.body["posts"][id(&post)]["metadata"], said);
    let known = place.posts(&place.person.at(&other_node)).await;
    assert_eq!(known.body, there.body);
    place.said("plain").await;

    let again = join_all((0..10).map(|_| place.linked("/page"))).await;
    assert!(again.iter().all(|metadata| *metadata == said));
    let (page, image) = (place.elsewhere.next().await, place.elsewhere.next().await);
    assert_eq!((page.path.as_str(), image.path.as_str()), ("/page", "/a.png"));
    assert_eq!((page.header("accept-language"), page.header("cookie")), ("en", ""));
    assert!(place.elsewhere.try_next().is_none(), "once for all of them");

    // As a database of the original holds it.
    let data = said["embeds"][0]["data"].clone();
    assert_eq!(place.rows(&place.elsewhere.url("/page")).await, [("opengraph".to_owned(), data)]);
    assert_eq!(place.rows(&picture).await, [("image".to_owned(), said["images"][&picture].clone())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_link_to_the_same_at_once_fetch_it_once() {
    let mut place = Place::new(tuning().with("MM_EXPERIMENTALSETTINGS_LINKMETADATATIMEOUTMILLISECONDS", "1000")).await;
    // Nobody has it before all want it.
    place.elsewhere.react("/hang", Reaction::Hang);
    let all = join_all((0..20).map(|_| place.linked("/hang"))).await;
    assert!(all.iter().all(|metadata| *metadata == place.bare("/hang")), "{all:?}");
    assert_eq!(place.elsewhere.next().await.path, "/hang");
    assert!(place.elsewhere.try_next().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_have_their_size() {
    let place = Place::new(tuning()).await;
    place.elsewhere.react("/a.png", png());
    place.elsewhere.react("/still.gif", Reaction::Bytes("image/gif", gif(1)));
    place.elsewhere.react("/moving.gif", Reaction::Bytes("", gif(3)));
    place.elsewhere.react("/a.svg", Reaction::Bytes("image/svg+xml", b"<svg/>".to_vec()));
    let size = |width: i64, height: i64, format: &str, frames: i64| json!({"width": width, "height": height, "format": format, "frame_count": frames});
    for (path, expected) in [
        ("/a.png", size(8, 8, "png", 0)),
        ("/still.gif", size(3, 2, "gif", 1)),
        ("/moving.gif", size(3, 2, "gif", 3)),
        ("/a.svg", size(0, 0, "svg", 0)),
    ] {
        let url = place.elsewhere.url(path);
        let linked = place.linked(path).await;
        assert_eq!(linked, json!({"embeds": [{"type": "image", "url": url}], "images": {&url: expected}}), "{path}");
        let within = place.said(&format!("look: ![it]({url}) and [named]({url})")).await;
        assert_eq!(within, json!({"images": {&url: expected}}), "{path}");
    }
    let url = place.elsewhere.url("/a.png");
    let mut body = place.body("x");
    body["props"] = json!({"attachments": [{"image_url": url, "text": "http://127.0.0.1:1/"}]});
    let attached = place.person.post("/api/v4/posts", body).await.body;
    let expected = json!({"embeds": [{"type": "message_attachment"}], "images": {&url: size(8, 8, "png", 0)}});
    assert_eq!(attached["metadata"], expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_shows_nothing_holds_nobody_up_and_is_left_alone_for_the_hour() {
    let mut place = Place::new(tuning().with("MM_EXPERIMENTALSETTINGS_LINKMETADATATIMEOUTMILLISECONDS", "300")).await;
    place.elsewhere.react("/hang", Reaction::Hang);
    place.elsewhere.react("/vanish", Reaction::Vanish);
    place.elsewhere.react("/plain", Reaction::Text(200, PAGE.to_owned()));
    place.elsewhere.react("/untold", html("<title>T</title>"));
    place.elsewhere.react("/broken.png", Reaction::Bytes("image/png", b"\x89PNG\r\n\x1a\nno".to_vec()));
    for path in ["/hang", "/vanish", "/plain", "/untold", "/broken.png"] {
        assert_eq!(place.linked(path).await, place.bare(path), "{path}");
        assert_eq!(place.elsewhere.next().await.path, path);
        assert_eq!(place.rows(&place.elsewhere.url(path)).await, [("none".to_owned(), Value::Null)], "{path}");
        assert_eq!(place.linked(path).await, place.bare(path), "{path}");
        assert!(place.elsewhere.try_next().is_none(), "{path}");
    }
    assert_eq!(place.said("http://127.0.0.1:1/").await["embeds"][0]["type"], "link", "nobody is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_any_size_and_script() {
    let place = Place::new(tuning()).await;
    let title = |title: &[u8]| [b"<meta property=og:title content='", title, b"'>"].concat();
    place.elsewhere.react("/latin", Reaction::Bytes("text/html", title(b"gr\xfc\xdfe")));
    place.elsewhere.react("/said", Reaction::Bytes("text/html; charset=windows-1251", title(b"\xef\xf0\xe8")));
    let declared = [b"<meta charset=shift_jis>".as_slice(), &title(b"\x93\xfa\x96{")].concat();
    place.elsewhere.react("/declared", Reaction::Bytes("text/html", declared));
    place.elsewhere.react("/untold", Reaction::Bytes("", title(b"untold")));
    place.elsewhere.react("/long", Reaction::Bytes("text/html", title("ä".repeat(100_000).as_bytes())));
    let start = [title(b"start"), vec![b' '; 100_000]].concat();
    place.elsewhere.react("/endless", Reaction::Endless("text/html", start));
    let long = format!("{}[...]", "ä".repeat(300));
    for (path, title) in [
        ("/latin", "grüße"),
        ("/said", "при"),
        ("/declared", "日本"),
        ("/long", &long),
        ("/endless", "start"),
        ("/untold", "untold"),
    ] {
        assert_eq!(place.linked(path).await["embeds"][0]["data"]["title"], title, "{path}");
    }
    place.elsewhere.react("/endless.png", Reaction::Endless("image/png", vec![0; 100_000]));
    assert_eq!(place.linked("/endless.png").await, place.bare("/endless.png"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_fetched_from_where_the_server_may_not_go() {
    let mut place = Place::new(Tuning::default()).await;
    place.elsewhere.react("/page", html(PAGE));
    assert_eq!(place.linked("/page").await, place.bare("/page"));
    let port = place.elsewhere.url("").rsplit(':').next().unwrap().to_owned();
    for host in ["localhost", "2130706433", "[::ffff:127.0.0.1]", "0x7f.1"] {
        let said = place.said(&format!("http://{host}:{port}/page ![x](http://{host}:{port}/a.png)")).await;
        assert_eq!((&said["embeds"][0]["type"], &said["images"]), (&json!("link"), &json!(null)), "{host}");
    }
    assert!(place.elsewhere.try_next().is_none(), "nothing was called");

    // A host that may be called sends the caller on to one that may not.
    let named = Tuning::default().with("MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS", "localhost");
    let node = TestNode::on(place.node.database.clone(), named).await;
    let person = place.person.at(&node);
    for (path, to, shown) in [
        ("/away", place.elsewhere.url("/page"), "link"),
        ("/near", format!("http://localhost:{port}/page"), "opengraph"),
    ] {
        place.elsewhere.react(path, Reaction::Redirect(to));
        let message = format!("http://localhost:{port}{path}");
        let said = person.post("/api/v4/posts", place.body(&message)).await.body;
        assert_eq!(said["metadata"]["embeds"][0]["type"], shown, "{path}");
        assert_eq!(said["metadata"]["embeds"][0]["url"], message);
    }
    let called: Vec<String> = std::iter::from_fn(|| place.elsewhere.try_next()).map(|call| call.path).collect();
    assert_eq!(called, ["/away", "/near", "/page"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_restrict_what_is_previewed() {
    let mut place = Place::new(tuning()).await;
    place.elsewhere.react("/page", html(PAGE));
    place.elsewhere.react("/a.png", png());
    let link = place.elsewhere.url("/page");
    for settings in [
        json!({"ServiceSettings": {"EnableLinkPreviews": false}}),
        json!({"ServiceSettings": {"EnableLinkPreviews": true, "RestrictLinkPreviews": "elsewhere.example, 127.0.0"}}),
    ] {
        assert_eq!(place.person.put("/api/v4/config/patch", settings).await.status, 200);
        assert_eq!(place.said(&link).await, json!({}));
    }
    assert!(place.elsewhere.try_next().is_none());
    let all = json!({"ServiceSettings": {"RestrictLinkPreviews": ""}});
    assert_eq!(place.person.put("/api/v4/config/patch", all).await.status, 200);
    assert_eq!(place.said(&link).await["embeds"][0]["type"], "opengraph");
    let mut body = place.body(&link);
    body["props"] = json!({"unsafe_links": "true"});
    let quiet = place.person.post("/api/v4/posts", body).await.body;
    assert_eq!(quiet["metadata"], json!({}), "a program that does not vouch for its links");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_message_shows_what_it_leads_to_now() {
    let place = Place::new(tuning()).await;
    place.elsewhere.react("/a.png", png());
    place.elsewhere.react("/page", html("<meta property='og:title' content='T'>"));
    let post = place.person.post("/api/v4/posts", place.body(&place.elsewhere.url("/a.png"))).await.body;
    let mut socket = place.person.connect().await;
    let path = format!("/api/v4/posts/{}", id(&post));
    for (message, expected) in [
        (place.elsewhere.url("/page"), json!({"embeds": place.page("/page", &json!(null), "T", "")})),
        ("none".to_owned(), json!({})),
    ] {
        let changed = place.person.put(&format!("{path}/patch"), json!({"message": message})).await.body;
        assert_eq!(changed["metadata"], expected);
        let event = socket.wait_for("post_edited").await;
        let told: Value = serde_json::from_str(event["data"]["post"].as_str().unwrap()).unwrap();
        assert_eq!(told["metadata"], expected);
        assert_eq!(place.person.get(&path).await.body["metadata"], expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_messages_asks_once_for_all_their_links_and_fetches_nothing() {
    let mut place = Place::new(tuning()).await;
    let plain = place.posts(&place.person).await.statements_and_trips().0;
    for n in 0..8 {
        let path = format!("/page{n}");
        place.elsewhere.react(&path, html(&PAGE.replace("/a.png", &format!("/{n}.png"))));
        place.elsewhere.react(&format!("/{n}.png"), png());
        place.linked(&path).await;
    }
    let here = place.posts(&place.person).await;
    assert!(here.statements_and_trips().0 <= plain, "memory has all of it: {:?}", here.statements_and_trips());
    while place.elsewhere.try_next().is_some() {}
    let other_node = TestNode::on(place.node.database.clone(), tuning()).await;
    let person = place.person.at(&other_node);
    person.get("/api/v4/users/me").await;
    place.posts(&person).await;
    // Messages that nobody has looked at: loaded from elsewhere, or out of a database that was taken over.
    let database = place.node.database.client().await;
    database.execute("delete from linkmetadata where type = 'image'", &[]).await.unwrap();
    let third_node = TestNode::on(place.node.database.clone(), tuning()).await;
    let person = place.person.at(&third_node);
    let page = place.posts(&person).await;
    let one = page.body["posts"].as_object().unwrap().values().find(|post| post["message"] != "").unwrap();
    assert_eq!(one["metadata"]["images"], json!(null));
    let again = place.posts(&person).await;
    assert!(again.statements_and_trips().0 <= plain + 1, "{:?}", again.statements_and_trips());
    assert!(place.elsewhere.try_next().is_none(), "who reads fetches nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_hangs_up_has_written_all_the_same() {
    let mut place = Place::new(tuning().with("MM_EXPERIMENTALSETTINGS_LINKMETADATATIMEOUTMILLISECONDS", "500")).await;
    place.elsewhere.react("/hang", Reaction::Hang);
    let request = place.person.request("POST", "/api/v4/posts").json(&place.body(&place.elsewhere.url("/hang")));
    assert!(request.timeout(Duration::from_millis(100)).send().await.is_err());
    assert_eq!(place.elsewhere.next().await.path, "/hang");
    place
        .person
        .wait_until("the message is there", async |_| {
            let posts = place.posts(&place.person).await.body;
            posts["posts"].as_object().unwrap().values().any(|post| post["metadata"] == place.bare("/hang"))
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_pages_come_through_the_proxy_while_it_is_on() {
    let proxied =
        tuning().with("MM_IMAGEPROXYSETTINGS_ENABLE", "true").with("MM_SERVICESETTINGS_SITEURL", "http://chat.example");
    let place = Place::new(proxied).await;
    place.elsewhere.react("/page", html(PAGE));
    place.elsewhere.react("/a.png", png());
    let direct = place.elsewhere.url("/a.png");
    let through = reqwest::Url::parse_with_params("http://chat.example/api/v4/image", [("url", &direct)]).unwrap();
    let said = place.linked("/page").await;
    let images = json!([{"url": "", "secure_url": through.as_str(), "type": "", "width": 0, "height": 0}]);
    assert_eq!(said["embeds"][0]["data"]["images"], images);
    assert_eq!(said["images"][through.as_str()]["width"], 8, "{said}");
    assert_eq!(place.rows(&place.elsewhere.url("/page")).await[0].1["images"], images);

    // Where it is off, addresses are what they were.
    let direct_node = TestNode::on(place.node.database.clone(), tuning()).await;
    let config =
        json!({"ImageProxySettings": {"Enable": false}, "ServiceSettings": {"SiteURL": "http://chat.example"}});
    assert_eq!(place.person.at(&direct_node).put("/api/v4/config/patch", config).await.status, 200);
    let posts = place.posts(&place.person.at(&direct_node)).await.body;
    let shown = posts["posts"].as_object().unwrap().values().find(|post| post["message"] != "" && post["type"] == "");
    let metadata = &shown.unwrap()["metadata"];
    assert_eq!(metadata["embeds"][0]["data"]["images"][0]["url"], direct);
    assert_eq!(metadata["images"][&direct]["width"], 8, "{metadata}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scheduled_message_looks_at_its_links_before_its_transaction() {
    let tuning = eager()
        .with("MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS", "127.0.0.1")
        .with("MM_EXPERIMENTALSETTINGS_LINKMETADATATIMEOUTMILLISECONDS", "2000");
    let mut place = Place::new(tuning).await;
    place.elsewhere.react("/page", html("<meta property='og:title' content='T'>"));
    place.elsewhere.react("/hang", Reaction::Hang);
    let mut socket = place.person.connect().await;
    for (path, kind) in [("/page", "opengraph"), ("/hang", "link")] {
        let mut body = place.body(&place.elsewhere.url(path));
        body["scheduled_at"] = json!(now_ms() + 200);
        assert_eq!(place.person.post("/api/v4/posts/schedule", body).await.status, 201);
        assert_eq!(place.elsewhere.next().await.path, path);
        if path == "/hang" {
            let sql = "select count(*) from pg_stat_activity where datname = current_database() \
                and state = 'idle in transaction' and query like '%scheduledposts%'";
            let held: i64 = place.node.database.client().await.query_one(sql, &[]).await.unwrap().get(0);
            assert_eq!(held, 0, "no transaction waits for the network");
        }
        let posted = socket.wait_for("posted").await;
        let post: Value = serde_json::from_str(posted["data"]["post"].as_str().unwrap()).unwrap();
        assert_eq!(post["message"], place.elsewhere.url(path));
        assert_eq!(post["metadata"]["embeds"][0]["type"], kind);
        assert!(place.elsewhere.try_next().is_none(), "once");
    }
}
