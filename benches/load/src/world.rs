//! What simulated people live in: accounts with sessions, teams, channels; all made through the API.

use std::io;

use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde_json::json;

use crate::api::{Api, fault, id};

/// Requests under way at the same time while everything is made.
const WIDTH: usize = 8;
pub const PASSWORD: &str = "Password-1234";

/// How much is made.
#[derive(Clone, Debug)]
pub struct Size {
    pub people: usize,
    /// People whose first team it is. Each is in the next team as well, so a team has twice as many; servers allow 50
    /// unless `TeamSettings.MaxUsersPerTeam` says otherwise.
    pub per_team: usize,
    /// Channels of a team; all of its people are in all of them.
    pub channels: usize,
}

/// Somebody with a session.
#[derive(Clone, Debug)]
pub struct Person {
    pub index: usize,
    pub id: String,
    pub token: String,
    /// Places in `World::teams`.
    pub teams: Vec<usize>,
}

#[derive(Clone, Debug)]
pub struct Team {
    pub id: String,
    pub channels: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct World {
    pub teams: Vec<Team>,
    pub people: Vec<Person>,
    /// Somebody who may read everything.
    pub admin_token: String,
}

/// Makes a world. `label` begins every name, so that a server can have several.
pub async fn make(api: &Api, (admin, password): (&str, &str), label: &str, size: &Size) -> io::Result<World> {
    if size.people == 0 || size.per_team == 0 || size.channels == 0 {
        return Err(fault("a world needs people, people in its teams, and channels"));
    }
    let admin = administrator(api, admin, password).await?;
    let team_count = size.people.div_ceil(size.per_team);
    let teams = many(0..team_count, |n| team(api, &admin, label, n, size.channels)).await?;
    let people = many(0..size.people, |n| person(api, &admin, label, n, &teams, size.per_team)).await?;
    Ok(World { teams, people, admin_token: admin })
}

async fn many<T, F: Future<Output = io::Result<T>>>(
    range: std::ops::Range<usize>,
    make: impl Fn(usize) -> F,
) -> io::Result<Vec<T>> {
    stream::iter(range).map(make).buffered(WIDTH).try_collect().await
}

/// Logs the administrator in; on an empty server, makes the account first.
async fn administrator(api: &Api, name: &str, password: &str) -> io::Result<String> {
    if let Ok((token, _)) = api.log_in(name, password).await {
        return Ok(token);
    }
    let body = json!({"username": name, "email": format!("{name}@example.com"), "password": password});
    let made = api.post("", "/users", &body).await;
    match api.log_in(name, password).await {
        Ok((token, _)) => Ok(token),
        Err(error) => Err(fault(format!(
            "no administrator {name}: {error}{}",
            made.err().map_or_else(String::new, |e| format!("; {e}"))
        ))),
    }
}

async fn team(api: &Api, admin: &str, label: &str, n: usize, channels: usize) -> io::Result<Team> {
    let name = format!("{label}-team{n}");
    let team = id(&api.post(admin, "/teams", &json!({"name": name, "display_name": name, "type": "O"})).await?)?;
    let mut ids = Vec::new();
    for n in 0..channels {
        let name = format!("{label}-channel{n}");
        let body = json!({"team_id": team, "name": name, "display_name": name, "type": "O"});
        ids.push(id(&api.post(admin, "/channels", &body).await?)?);
    }
    Ok(Team { id: team, channels: ids })
}

async fn person(api: &Api, admin: &str, label: &str, n: usize, teams: &[Team], per_team: usize) -> io::Result<Person> {
    let name = format!("{label}-person{n}");
    let body = json!({"username": name, "email": format!("{name}@example.com"), "password": PASSWORD});
    api.post(admin, "/users", &body).await?;
    let (token, user) = api.log_in(&name, PASSWORD).await?;
    let first = n / per_team;
    let mut mine = vec![first];
    if teams.len() > 1 {
        mine.push((first + 1) % teams.len());
    }
    for team in mine.iter().filter_map(|team| teams.get(*team)) {
        let body = json!({"team_id": team.id, "user_id": user});
        api.post(admin, &format!("/teams/{}/members", team.id), &body).await?;
        for channel in &team.channels {
            api.post(admin, &format!("/channels/{channel}/members"), &json!({"user_id": user})).await?;
        }
    }
    Ok(Person { index: n, id: user, token, teams: mine })
}
