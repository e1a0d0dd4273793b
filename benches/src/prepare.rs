//! The data that is measured, made through the API: people with sessions, one team, channels, posts.

use std::io;
use std::net::SocketAddr;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::http::{Answer, Request, fault};
use crate::load::all;

/// Requests under way at the same time.
const WIDTH: usize = 16;
/// Channels besides the two that are measured.
const OTHER_CHANNELS: usize = 10;
/// How many of those each person is in.
const OTHER_PER_USER: usize = 3;
const PASSWORD: &str = "Password-1234";

#[derive(clap::Args, Debug)]
pub struct Args {
    /// The administrator; made when there is nobody yet.
    #[arg(long, default_value = "admin")]
    pub admin_user: String,
    #[arg(long, default_value = PASSWORD)]
    pub admin_pass: String,
    /// People. Two password hashes each: 0.15 s of CPU.
    #[arg(long, default_value_t = 500)]
    pub users: usize,
    /// Posts in the channel that is read.
    #[arg(long, default_value_t = 3_552)]
    pub reading_posts: usize,
    /// Posts in all other channels together.
    #[arg(long, default_value_t = 21_448)]
    pub other_posts: usize,
}

/// Somebody with a session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub token: String,
}

/// What was made; kept in a file between runs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Prepared {
    pub team: String,
    /// Everybody is in it; posts are written here.
    pub writing: String,
    /// Has a fixed number of posts, and is only read.
    pub reading: String,
    pub people: Vec<Person>,
    /// A post in `writing` that replies go to.
    pub root: String,
    /// Session of the administrator, who wrote it.
    pub admin: String,
}

impl Prepared {
    pub fn load(path: &Path) -> io::Result<Self> {
        let text = std::fs::read(path)
            .map_err(|error| fault(format!("{}: {error}; run `roost-bench prepare` first", path.display())))?;
        Ok(serde_json::from_slice(&text)?)
    }

    /// Everybody's.
    pub const PASSWORD: &str = PASSWORD;
}

/// Makes everything and writes the file.
pub async fn prepare(address: SocketAddr, args: &Args, file: &Path) -> io::Result<()> {
    let admin = administrator(address, args).await?;
    let people = people(address, &admin, args.users).await?;
    let body = json!({"name": "bench-team", "display_name": "Bench", "type": "O"});
    let team = id(&one(address, Request::post("/api/v4/teams", &admin.token, body)).await?)?;
    let path = format!("/api/v4/teams/{team}/members");
    let join = |p: &Person| Request::post(&path, &admin.token, json!({"team_id": team, "user_id": p.id}));
    all(address, people.iter().map(join).collect(), WIDTH).await?;
    say(&format!("{} people in one team", people.len()));

    let channels = channels(address, &admin, &team).await?;
    let [writing, reading, others @ ..] = channels.as_slice() else { return Err(fault("too few channels")) };
    memberships(address, &admin, &people, (writing, reading), others).await?;
    say("in their channels");

    let reader = people.first().unwrap_or(&admin);
    let mut posts: Vec<Request> = (0..args.reading_posts).map(|n| post(reader, reading, n)).collect();
    // The reader is in every channel.
    posts.extend(others.iter().cycle().take(args.other_posts).enumerate().map(|(n, channel)| post(reader, channel, n)));
    let count = posts.len();
    all(address, posts, WIDTH).await?;
    say(&format!("{count} posts"));
    let root = id(&one(address, post(&admin, writing, 0)).await?)?;

    let prepared =
        Prepared { team, writing: writing.clone(), reading: reading.clone(), people, root, admin: admin.token };
    std::fs::write(file, serde_json::to_vec(&prepared)?)
}

async fn administrator(address: SocketAddr, args: &Args) -> io::Result<Person> {
    let (name, password) = (&args.admin_user, &args.admin_pass);
    let body = json!({"username": name, "email": format!("{name}@example.com"), "password": password});
    // Refused when there is one already; then the log-in decides.
    let made = all(address, vec![Request::post("/api/v4/users", "", body)], 1).await;
    let login = json!({"login_id": name, "password": password});
    let answer = one(address, Request::post("/api/v4/users/login", "", login)).await;
    match (answer, made) {
        (Ok(answer), _) => person(&answer),
        (Err(error), Ok(_)) => Err(error),
        (Err(error), Err(made)) => Err(fault(format!("no administrator: {made}; {error}"))),
    }
}

async fn people(address: SocketAddr, admin: &Person, count: usize) -> io::Result<Vec<Person>> {
    let name = |n: usize| format!("bench{n:05}");
    let make = |n: usize| {
        let body = json!({"username": name(n), "email": format!("{}@example.com", name(n)), "password": PASSWORD});
        Request::post("/api/v4/users", &admin.token, body)
    };
    all(address, (0..count).map(make).collect(), WIDTH).await?;
    say(&format!("{count} accounts"));
    let login = |n: usize| Request::post("/api/v4/users/login", "", json!({"login_id": name(n), "password": PASSWORD}));
    let answers = all(address, (0..count).map(login).collect(), WIDTH).await?;
    say("logged in");
    answers.iter().map(person).collect()
}

async fn channels(address: SocketAddr, admin: &Person, team: &str) -> io::Result<Vec<String>> {
    let make = |n: usize| {
        let name = match n {
            0 => "bench-writing".to_owned(),
            1 => "bench-reading".to_owned(),
            n => format!("bench-other-{n}"),
        };
        Request::post(
            "/api/v4/channels",
            &admin.token,
            json!({
                "team_id": team, "name": name, "display_name": name, "type": "O", "purpose": words(n, 40), "header": words(n + 7, 60),
            }),
        )
    };
    let answers = all(address, (0..OTHER_CHANNELS + 2).map(make).collect(), WIDTH).await?;
    answers.iter().map(id).collect()
}

/// Everybody writes; the first person also reads and is in every channel; the others are in a few.
async fn memberships(
    address: SocketAddr,
    admin: &Person,
    people: &[Person],
    (writing, reading): (&str, &str),
    others: &[String],
) -> io::Result<()> {
    let join = |channel: &str, person: &Person| {
        let path = format!("/api/v4/channels/{channel}/members");
        Request::post(path, &admin.token, json!({"user_id": person.id}))
    };
    let mut joins = Vec::new();
    for (n, person) in people.iter().enumerate() {
        joins.push(join(writing, person));
        let few = others.iter().cycle().skip(n).take(if n == 0 { others.len() } else { OTHER_PER_USER });
        joins.extend(few.map(|channel| join(channel, person)));
    }
    joins.extend(people.first().map(|person| join(reading, person)));
    all(address, joins, WIDTH).await.map(drop)
}

/// An ordinary post: the same one for the same number.
fn post(author: &Person, channel: &str, n: usize) -> Request {
    let body = json!({"channel_id": channel, "message": words(n, 60 + n % 7 * 40)});
    Request::post("/api/v4/posts", &author.token, body)
}

/// About so many characters of words.
pub fn words(seed: usize, len: usize) -> String {
    const WORDS: [&str; 16] = [
        "the",
        "release",
        "is",
        "waiting",
        "for",
        "review",
        "tomorrow",
        "we",
        "could",
        "look",
        "at",
        "charts",
        "again",
        "please",
        "thanks",
        "everybody",
    ];
    let mut state = seed as u64 + 1;
    let mut text = String::new();
    while text.len() < len {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let word = usize::try_from(state >> 60).ok().and_then(|index| WORDS.get(index)).unwrap_or(&"so");
        text.push_str(word);
        text.push(' ');
    }
    text
}

async fn one(address: SocketAddr, request: Request) -> io::Result<Answer> {
    all(address, vec![request], 1).await?.pop().ok_or_else(|| fault("no answer"))
}

fn id(answer: &Answer) -> io::Result<String> {
    text(&answer.json()?, "id")
}

fn person(answer: &Answer) -> io::Result<Person> {
    let body = answer.json()?;
    Ok(Person { id: text(&body, "id")?, name: text(&body, "username")?, token: answer.token.clone() })
}

pub fn text(body: &Value, name: &str) -> io::Result<String> {
    let value = body.get(name).and_then(Value::as_str);
    value.map(str::to_owned).ok_or_else(|| fault(format!("an answer without {name}: {body}")))
}

fn say(what: &str) {
    eprintln!("prepared: {what}");
}
