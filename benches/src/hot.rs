//! What clients ask for most often, beside what `scenario.rs` measures in more ways.

use serde_json::json;

use crate::http::Request;
use crate::prepare::{Person, Prepared, words};

/// The operations that clients call most, these and those of `scenario.rs`.
pub const OPERATIONS: [&str; 24] = [
    "get-me",
    "channel-posts",
    "my-channels",
    "my-members",
    "view",
    "post-alone",
    "unread-posts",
    "thread",
    "threads",
    "react",
    "edit",
    "search",
    "find-people",
    "find-channels",
    "people",
    "statuses",
    "people-of-channel",
    "members-of-channel",
    "channel",
    "channel-stats",
    "categories",
    "preferences",
    "team-unreads",
    "client-config",
];

/// People or posts that one request asks for.
const MANY: usize = 60;

/// The request of this number of an operation; `None` for one that is not known.
pub fn request(operation: &str, prepared: &Prepared, reader: &Person) -> Option<Box<dyn Fn(u64) -> Request>> {
    let Prepared { team, reading, writing, root, people, .. } = prepared;
    let token = reader.token.clone();
    let get = |path: String| -> Option<Box<dyn Fn(u64) -> Request>> {
        let request = Request::get(format!("/api/v4{path}"), &token);
        Some(Box::new(move |_| request.clone()))
    };
    let post = |path: String, body: serde_json::Value| -> Option<Box<dyn Fn(u64) -> Request>> {
        let request = Request::post(format!("/api/v4{path}"), &token, body);
        Some(Box::new(move |_| request.clone()))
    };
    let ids = || people.iter().take(MANY).map(|person| person.id.as_str()).collect::<Vec<_>>();
    let of_team = format!("/users/me/teams/{team}");
    match operation {
        "unread-posts" => get(format!("/users/me/channels/{reading}/posts/unread?limit_after=30&limit_before=30")),
        "thread" => get(format!("/posts/{root}/thread?perPage={MANY}")),
        "threads" => get(format!("{of_team}/threads?per_page=25&extended=true")),
        "find-people" => get(format!("/users/autocomplete?in_team={team}&in_channel={writing}&name=bench000&limit=25")),
        "find-channels" => get(format!("/teams/{team}/channels/autocomplete?name=bench")),
        "people-of-channel" => get(format!("/users?in_channel={writing}&per_page={MANY}")),
        "members-of-channel" => get(format!("/channels/{writing}/members?per_page={MANY}")),
        "channel" => get(format!("/channels/{writing}")),
        "channel-stats" => get(format!("/channels/{writing}/stats")),
        "categories" => get(format!("{of_team}/channels/categories")),
        "preferences" => get("/users/me/preferences".to_owned()),
        "team-unreads" => get("/users/me/teams/unread?include_collapsed_threads=true".to_owned()),
        "client-config" => get("/config/client?format=old".to_owned()),
        "people" => post("/users/ids".to_owned(), json!(ids())),
        "statuses" => post("/users/status/ids".to_owned(), json!(ids())),
        "search" => {
            post(format!("/teams/{team}/posts/search"), json!({"terms": "review charts", "is_or_search": false}))
        }
        "react" => {
            let (user, root) = (reader.id.clone(), root.clone());
            Some(Box::new(move |n| {
                // A new one each time for a while, and then those again.
                let names = ["tada", "+1", "eyes", "smile", "rocket", "heart", "wave", "fire"];
                let at = usize::try_from(n).unwrap_or_default() % names.len();
                let body = json!({"user_id": user, "post_id": root, "emoji_name": names.get(at)});
                Request::post("/api/v4/reactions", &token, body)
            }))
        }
        "edit" => {
            let (path, writer) = (format!("/api/v4/posts/{root}/patch"), prepared.admin.clone());
            Some(Box::new(move |n| {
                let message = words(usize::try_from(n).unwrap_or_default(), 120);
                Request { method: "PUT", ..Request::post(path.clone(), &writer, json!({"message": message})) }
            }))
        }
        _ => None,
    }
}
