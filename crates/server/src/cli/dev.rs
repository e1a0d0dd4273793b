//! `roost dev`: tools for working on Roost itself.

use std::io::{self, BufWriter, Write};

use clap::Subcommand;
use roost_server::node::StartError;

#[derive(Subcommand)]
pub enum Command {
    /// Write a bulk file of made-up posts to standard output, the same for the same numbers.
    BulkFile(BulkFileArgs),
}

#[derive(clap::Args)]
pub struct BulkFileArgs {
    /// Posts that are no replies; there are a quarter more with these.
    #[arg(long, default_value_t = 100_000)]
    posts: u64,
    #[arg(long, default_value_t = 200)]
    users: u64,
    /// Channels, all in one team.
    #[arg(long, default_value_t = 30)]
    channels: u64,
}

const WORDS: [&str; 24] = [
    "alpha", "build", "cache", "client", "coffee", "customer", "database", "deploy", "design", "download", "incident",
    "index", "login", "lunch", "meeting", "merge", "outage", "plan", "queue", "release", "review", "server", "ticket",
    "upload",
];
const EMOJI: [&str; 4] = ["+1", "eyes", "heart", "smile"];
const FIRST_POST_AT: u64 = 1_600_000_000_000;

pub fn run(command: &Command) -> Result<(), StartError> {
    match command {
        Command::BulkFile(args) => bulk_file(args, &mut BufWriter::new(io::stdout().lock()))?,
    }
    Ok(())
}

/// Numbers that look random; the constants are Knuth's.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }

    fn word<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let index = usize::try_from(self.below(words.len() as u64)).unwrap_or(0);
        words.get(index).copied().unwrap_or_default()
    }

    fn text(&mut self) -> String {
        let count = 4 + self.below(22);
        (0..count).map(|_| self.word(&WORDS)).collect::<Vec<_>>().join(" ")
    }
}

fn bulk_file(args: &BulkFileArgs, out: &mut impl Write) -> io::Result<()> {
    let mut numbers = Numbers(1);
    writeln!(out, r#"{{"type":"version","version":1}}"#)?;
    writeln!(out, r#"{{"type":"team","team":{{"name":"load-team","display_name":"Load","type":"O"}}}}"#)?;
    for channel in 0..args.channels {
        writeln!(
            out,
            r#"{{"type":"channel","channel":{{"team":"load-team","name":"load-{channel}","display_name":"Load {channel}","type":"O"}}}}"#
        )?;
    }
    for user in 0..args.users {
        let channels: Vec<String> = (0..args.channels).map(|n| format!(r#"{{"name":"load-{n}"}}"#)).collect();
        // A log-in service, so that no password costs the time that is to be measured.
        writeln!(
            out,
            r#"{{"type":"user","user":{{"username":"load{user}","email":"load{user}@example.com","auth_service":"ldap","auth_data":"load{user}","teams":[{{"name":"load-team","channels":[{}]}}]}}}}"#,
            channels.join(",")
        )?;
    }
    for post in 0..args.posts {
        let at = FIRST_POST_AT + post * 1_000;
        let (channel, user, text) = (numbers.below(args.channels), numbers.below(args.users), numbers.text());
        write!(
            out,
            r#"{{"type":"post","post":{{"team":"load-team","channel":"load-{channel}","user":"load{user}","message":"{post} {text}","create_at":{at}"#
        )?;
        if numbers.below(12) == 0 {
            let reaction = |n: u64, numbers: &mut Numbers| {
                let (user, emoji) = (numbers.below(args.users), numbers.word(&EMOJI));
                format!(r#"{{"user":"load{user}","emoji_name":"{emoji}","create_at":{}}}"#, at + 1 + n)
            };
            let list: Vec<String> = (0..3).map(|n| reaction(n, &mut numbers)).collect();
            write!(out, r#","reactions":[{}]"#, list.join(","))?;
        }
        if numbers.below(12) == 0 {
            let reply = |n: u64, numbers: &mut Numbers| {
                let (user, text) = (numbers.below(args.users), numbers.text());
                format!(r#"{{"user":"load{user}","message":"{text}","create_at":{}}}"#, at + 10 + n)
            };
            let list: Vec<String> = (0..3).map(|n| reply(n, &mut numbers)).collect();
            write!(out, r#","replies":[{}]"#, list.join(","))?;
        }
        writeln!(out, "}}}}")?;
    }
    out.flush()
}
