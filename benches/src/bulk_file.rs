//! A bulk file of any length, the same one for the same numbers: shaped as the recorded one (threads, reactions,
//! mentions), with more words, because what the full-text index costs depends on them.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use roost_load::dice::Dice;
use serde_json::{Value, json};

const TEAMS: u64 = 3;
const CHANNELS_PER_TEAM: u64 = 10;
const WORDS: u64 = 4_000;
const FIRST_POST_MS: u64 = 1_600_000_000_000;
const POST_EVERY_MS: u64 = 30_000;
const EMOJI: [&str; 4] = ["+1", "eyes", "heart", "tada"];

#[derive(clap::Args, Debug)]
pub struct Args {
    /// Posts and replies.
    #[arg(long)]
    posts: u64,
    #[arg(long, default_value_t = 300)]
    users: u64,
    /// Give the users passwords. Each costs 70 ms of CPU, on this side and on that of the original.
    #[arg(long)]
    passwords: bool,
    file: PathBuf,
}

pub fn write(args: &Args) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(&args.file)?);
    let mut line = |value: &Value| writeln!(out, "{value}");
    line(&json!({"type": "version", "version": 1}))?;
    for team in 0..TEAMS {
        let display_name = format!("Load Team {team}");
        line(&json!({"type": "team", "team": {"name": team_name(team), "display_name": display_name, "type": "O",
            "allow_open_invite": true}}))?;
        for channel in 0..CHANNELS_PER_TEAM {
            let name = channel_name(channel);
            line(&json!({"type": "channel", "channel": {"team": team_name(team), "name": name, "display_name": name,
            "type": "O"}}))?;
        }
    }
    for user in 0..args.users {
        line(&json!({"type": "user", "user": user_line(user, args.passwords)}))?;
    }
    let mut dice = Dice(1);
    let mut count = 0;
    while count < args.posts {
        let at = FIRST_POST_MS + count * POST_EVERY_MS;
        let room = args.posts - count - 1;
        let replies = if dice.one_in(10) { (1 + dice.below(5)).min(room) } else { 0 };
        let post = post_line(&mut dice, args.users, at, replies);
        line(&json!({"type": "post", "post": post}))?;
        count += 1 + replies;
    }
    out.flush()
}

fn team_name(number: u64) -> String {
    format!("load-team-{number}")
}

fn channel_name(number: u64) -> String {
    format!("load-channel-{number}")
}

fn user_name(number: u64) -> String {
    format!("loaduser{number:05}")
}

fn user_line(number: u64, password: bool) -> Value {
    let name = user_name(number);
    let channels: Vec<Value> = (0..CHANNELS_PER_TEAM)
        .filter(|channel| (channel + number) % CHANNELS_PER_TEAM < 6)
        .map(|channel| json!({"name": channel_name(channel), "roles": "channel_user"}))
        .collect();
    let team = json!({"name": team_name(number % TEAMS), "roles": "team_user", "channels": channels});
    let mut line = json!({"username": name, "email": format!("{name}@example.com"), "roles": "system_user",
        "teams": [team]});
    if password && let Some(line) = line.as_object_mut() {
        line.insert("password".to_owned(), json!("Password-1234"));
    }
    line
}

fn post_line(dice: &mut Dice, users: u64, at: u64, replies: u64) -> Value {
    let team = dice.below(TEAMS);
    let mut post = json!({"team": team_name(team), "channel": channel_name(dice.below(CHANNELS_PER_TEAM)),
        "user": user_name(dice.below(users)), "message": message(dice, users), "create_at": at});
    let replies: Vec<Value> = (1..=replies)
        .map(|reply| {
            let user = user_name(dice.below(users));
            json!({"user": user, "message": message(dice, users), "create_at": at + reply * 1_000})
        })
        .collect();
    let Some(fields) = post.as_object_mut() else { return post };
    if !replies.is_empty() {
        fields.insert("replies".to_owned(), Value::Array(replies));
    }
    if dice.one_in(13) {
        let reaction = |number| {
            let emoji = EMOJI.get(usize::try_from(number).unwrap_or(0)).copied().unwrap_or("+1");
            json!({"user": user_name(dice.below(users)), "emoji_name": emoji, "create_at": at + 500 + number})
        };
        let reactions = (0..=at % 3).map(reaction).collect();
        fields.insert("reactions".to_owned(), Value::Array(reactions));
    }
    post
}

/// Five to thirty words, some of them often; now and then a mention or a tag.
fn message(dice: &mut Dice, users: u64) -> String {
    let mut words: Vec<String> = (0..5 + dice.below(26)).map(|_| word(dice)).collect();
    if dice.one_in(16) {
        words.push(format!("@{}", user_name(dice.below(users))));
    }
    if dice.one_in(40) {
        words.push(format!("#tag{}", dice.below(50)));
    }
    words.join(" ")
}

/// Words are pairs or triples of syllables; the product of two dice makes the low ones frequent.
fn word(dice: &mut Dice) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ken", "lo", "mir", "ta", "su", "ved", "no", "pi", "ran", "go", "el", "fu", "shi", "dor", "wa"];
    let mut rest = dice.below(WORDS) * dice.below(WORDS) / WORDS;
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES.get(usize::try_from(rest % 16).unwrap_or(0)).copied().unwrap_or_default());
        rest /= 16;
        if rest == 0 && word.len() > 3 {
            return word;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_as_many_posts_as_wanted_and_is_the_same_each_time() {
        let home = std::env::temp_dir().join(format!("roost-bench-{}", std::process::id()));
        let args = |name: &str| Args { posts: 1_000, users: 5, passwords: true, file: home.with_extension(name) };
        let texts = ["a", "b"].map(|name| {
            let args = args(name);
            write(&args).unwrap();
            let text = std::fs::read_to_string(&args.file).unwrap();
            std::fs::remove_file(&args.file).unwrap();
            text
        });
        assert_eq!(texts[0], texts[1]);
        let lines: Vec<Value> = texts[0].lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let posts = lines.iter().filter_map(|line| line.get("post"));
        let count: usize =
            posts.map(|post| 1 + post.get("replies").and_then(Value::as_array).map_or(0, Vec::len)).sum();
        assert_eq!(count, 1_000);
    }
}
