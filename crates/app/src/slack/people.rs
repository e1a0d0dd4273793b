//! Which accounts the people of an export are here.

use std::collections::{HashMap, HashSet};

use roost_model::user::{is_valid_email, is_valid_username};
use roost_store::bulk::lookup;
use roost_store::users;
use serde_json::{Map, Value, json};

use super::shape::SlackUser;
use crate::text::runes::truncated;
use crate::{AppError, Ctx};

/// Domain of people whose address the export does not tell. Nobody has it.
const NO_DOMAIN: &str = "example.com";

/// An account that somebody has here, or gets.
#[derive(Debug)]
pub struct Account {
    pub username: String,
    /// The line of the bulk file, without memberships.
    pub line: Map<String, Value>,
}

/// The accounts by the ids of the export, without bots. Who has an account with the same address keeps it as it is; a user name
/// alone proves nothing, so that its owner stays another person.
pub async fn accounts(
    ctx: &Ctx,
    people: &[SlackUser],
    log: &mut Vec<String>,
) -> Result<HashMap<String, Account>, AppError> {
    let people: Vec<&SlackUser> = people.iter().filter(|user| !user.is_bot && !user.id.is_empty()).collect();
    let names: Vec<String> = people.iter().map(|user| username(user)).collect();
    let wanted: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut taken: HashSet<String> =
        lookup::user_list(ctx.db(), &wanted).await?.into_iter().map(|(user, _)| user.username).collect();
    let careful = ctx.config().email.require_email_verification;
    let mut accounts = HashMap::new();
    for (user, name) in people.into_iter().zip(names) {
        let told = user.profile.email.as_deref().map(str::to_lowercase).filter(|email| is_valid_email(email));
        if told.is_none() {
            log.push(format!(
                "{}: the export tells no address; it is {name}@{NO_DOMAIN} until somebody sets it",
                user.name
            ));
        }
        let email = told.unwrap_or_else(|| format!("{name}@{NO_DOMAIN}"));
        if let Some(known) = users::user_get_by_email(ctx.db(), &email).await? {
            // A load takes addresses for proved: it must not prove one that is not.
            if known.is_bot || (careful && !known.email_verified) {
                log.push(format!("{}: left out, the account with this address cannot be used", user.name));
                continue;
            }
            log.push(format!("{}: is {} by the address", user.name, known.username));
            let line = json!({"username": known.username, "email": known.email});
            accounts.insert(user.id.clone(), Account { username: known.username, line: object(line) });
            continue;
        }
        let name = if taken.contains(&name) { format!("{name}-{}", user.id.to_lowercase()) } else { name };
        taken.insert(name.clone());
        log.push(format!("{}: a new account {name} with the address {email}", user.name));
        let (first, last) = names_of(user);
        let mut line = json!({"username": name, "email": email, "first_name": first, "last_name": last,
            "position": truncated(user.profile.title.as_deref().unwrap_or_default(), 128)});
        if user.deleted {
            set(&mut line, "delete_at", ctx.now_ms());
        }
        accounts.insert(user.id.clone(), Account { username: name, line: object(line) });
    }
    Ok(accounts)
}

/// A user name as it is allowed here.
fn username(user: &SlackUser) -> String {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    let name: String = user.name.to_lowercase().chars().map(|c| if fits(c) { c } else { '-' }).take(40).collect();
    if name.len() >= 3 && is_valid_username(&name) { name } else { format!("slack-{}", user.id.to_lowercase()) }
}

fn names_of(user: &SlackUser) -> (&str, &str) {
    let profile = &user.profile;
    let (real_first, real_last) =
        profile.real_name.as_deref().map_or(("", ""), |name| name.split_once(' ').unwrap_or((name, "")));
    let first = profile.first_name.as_deref().unwrap_or(real_first);
    let last = profile.last_name.as_deref().unwrap_or(real_last);
    (truncated(first, 64), truncated(last, 64))
}

/// Sets a field of a line.
pub fn set(line: &mut Value, name: &str, value: impl Into<Value>) {
    if let Some(fields) = line.as_object_mut() {
        fields.insert(name.to_owned(), value.into());
    }
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value { map } else { Map::new() }
}
