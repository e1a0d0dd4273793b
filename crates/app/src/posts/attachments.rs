//! Attachments: what integrations put below a message, in `props.attachments`.

use roost_model::Id;
use roost_model::post::Post;
use serde_json::{Map, Value, json};

/// Name of the property.
pub const PROP: &str = "attachments";

const TEXTS: [&str; 12] = [
    "fallback",
    "color",
    "pretext",
    "author_name",
    "author_link",
    "author_icon",
    "title",
    "title_link",
    "text",
    "image_url",
    "thumb_url",
    "footer",
];

/// Gives every attachment all of its fields, and drops what is none.
pub fn complete(props: &mut Map<String, Value>) {
    let Some(Value::Array(list)) = props.get_mut(PROP) else { return };
    *list = list.drain(..).filter_map(completed).collect();
}

fn completed(value: Value) -> Option<Value> {
    let Value::Object(mut given) = value else { return None };
    let mut out = Map::new();
    out.insert("id".to_owned(), given.remove("id").filter(Value::is_i64).unwrap_or_else(|| json!(0)));
    for name in TEXTS {
        out.insert(name.to_owned(), given.remove(name).filter(Value::is_string).unwrap_or_else(|| json!("")));
    }
    out.insert(
        "footer_icon".to_owned(),
        given.remove("footer_icon").filter(Value::is_string).unwrap_or_else(|| json!("")),
    );
    out.insert("ts".to_owned(), given.remove("ts").unwrap_or(Value::Null));
    let fields = match given.remove("fields") {
        Some(Value::Array(fields)) => Value::Array(fields.into_iter().filter_map(field).collect()),
        _ => Value::Null,
    };
    out.insert("fields".to_owned(), fields);
    if let Some(actions) = given.remove("actions").filter(|actions| actions.as_array().is_some_and(|a| !a.is_empty())) {
        out.insert("actions".to_owned(), actions);
    }
    Some(Value::Object(out))
}

fn field(value: Value) -> Option<Value> {
    let Value::Object(mut given) = value else { return None };
    let short = match given.remove("short") {
        Some(Value::Bool(short)) => short,
        Some(Value::String(text)) => text == "true",
        _ => false,
    };
    let title = given.remove("title").filter(Value::is_string).unwrap_or_else(|| json!(""));
    Some(json!({"title": title, "value": given.remove("value").unwrap_or(Value::Null), "short": short}))
}

/// Takes away what only the server may know: where the buttons lead.
pub fn strip_integrations(post: &mut Post) {
    let Some(Value::Array(list)) = post.props.get_mut(PROP) else { return };
    let actions = list.iter_mut().filter_map(|attachment| attachment.get_mut("actions")?.as_array_mut()).flatten();
    for action in actions.filter_map(Value::as_object_mut) {
        action.remove("integration");
    }
}

/// Gives an id to every button and menu that has none: clients name them by it.
pub fn name_actions(props: &mut Map<String, Value>, mut new_id: impl FnMut() -> Id) {
    let Some(Value::Array(list)) = props.get_mut(PROP) else { return };
    let actions = list.iter_mut().filter_map(|attachment| attachment.get_mut("actions")?.as_array_mut()).flatten();
    for action in actions.filter_map(Value::as_object_mut) {
        if action.get("id").and_then(Value::as_str).is_none_or(str::is_empty) {
            action.insert("id".to_owned(), Value::from(new_id().as_str()));
        }
    }
}

/// The button or menu of this id.
pub fn action<'a>(post: &'a Post, id: &str) -> Option<&'a Map<String, Value>> {
    let list = post.props.get(PROP)?.as_array()?;
    let actions = list.iter().filter_map(|attachment| attachment.get("actions")?.as_array()).flatten();
    actions.filter_map(Value::as_object).find(|action| action.get("id").and_then(Value::as_str) == Some(id))
}

/// The texts in which somebody may be mentioned.
pub fn texts(post: &Post) -> Vec<&str> {
    let Some(Value::Array(list)) = post.props.get(PROP) else { return Vec::new() };
    list.iter()
        .flat_map(|attachment| ["pretext", "text"].map(|name| attachment.get(name).and_then(Value::as_str)))
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attachment_has_all_fields() {
        let mut props = Map::new();
        props.insert(
            PROP.to_owned(),
            json!([{"text": "x", "fields": [{"title": "f", "value": 1, "short": "true"}]}, 7]),
        );
        complete(&mut props);
        let list = props[PROP].as_array().unwrap();
        assert_eq!(list.len(), 1);
        assert_eq!(list[0].as_object().unwrap().len(), 16);
        assert_eq!(list[0]["fields"], json!([{"title": "f", "value": 1, "short": true}]));
        assert_eq!((&list[0]["ts"], &list[0]["id"]), (&Value::Null, &json!(0)));
    }

    #[test]
    fn buttons_without_an_id_get_one_and_are_found_by_it() {
        let mut post = Post::default();
        let actions = json!([{"id": "a", "name": "A"}, {"name": "B"}]);
        post.props.insert(PROP.to_owned(), json!([{"text": "x", "actions": actions}]));
        let new = Id::from_random(1);
        name_actions(&mut post.props, || new);
        assert_eq!(action(&post, "a").unwrap()["name"], "A");
        assert_eq!(action(&post, new.as_str()).unwrap()["name"], "B");
        assert!(action(&post, "other").is_none());
    }

    #[test]
    fn integrations_stay_on_the_server() {
        let mut post = Post::default();
        let actions = json!([{"id": "a", "integration": {"url": "http://x"}}]);
        post.props.insert(PROP.to_owned(), json!([{"text": "x", "actions": actions}]));
        strip_integrations(&mut post);
        assert_eq!(post.props[PROP][0]["actions"], json!([{"id": "a"}]));
        assert_eq!(texts(&post), ["x"]);
    }
}
