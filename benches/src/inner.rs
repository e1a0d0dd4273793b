//! How many instructions the inner loops need, counted by valgrind: a figure that does not depend on what else the machine
//! does. Each loop runs in a process of its own, once and then [`TIMES`] times more; the difference is theirs.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use bytes::Bytes;
use prost::Message;
use roost_app::Record;
use roost_app::access::roles::effective;
use roost_app::posts::{Audience as Members, Rules, documents, mentions_of};
use roost_cluster::bus::wire::{Entry, LogFrame};
use roost_model::channel::{Channel, ChannelType};
use roost_model::permission::PermissionSet;
use roost_model::post::{Post, PostList};
use roost_model::team_member::SchemeRoleNames;
use roost_model::user::default_notify_props;
use roost_model::ws::event::POSTED;
use roost_model::ws::json_text;
use roost_model::ws::post::Posted;
use roost_model::{Id, permission};
use roost_realtime::measured::Shared;
use roost_realtime::{Audience, Event};
use roost_store::audience::AudienceMember;
use roost_store::memberships::MemberRoles;

/// A loop runs so often more in the second process.
const TIMES: u64 = 200;

/// Above the baseline by so much, in hundredths, a figure is worth a look.
const WORTH_A_LOOK: u64 = 105;

#[derive(clap::Args)]
pub struct Args {
    /// Figures to compare with.
    #[arg(long, default_value = "benches/instructions.json")]
    baseline: PathBuf,
    /// Makes the figures the new baseline.
    #[arg(long)]
    write: bool,
}

/// Part of `instructions`: one loop in this process.
#[derive(clap::Args)]
pub struct Loop {
    name: String,
    times: u64,
}

type Work = Box<dyn Fn()>;

/// Name, what one turn does, and how it is made ready.
type Counted = (&'static str, &'static str, fn() -> Work);

const LOOPS: [Counted; 7] = [
    ("event-encode", "a `posted` event and the record of the log that holds it, to bytes", event_encode),
    ("record-decode", "the record from bytes, the event made ready for the shards", record_decode),
    ("fan-out", "the event to one of its recipients: variant, frame, number", fan_out),
    ("mention-parse", "a message of 300 characters in a channel of 100 members", mention_parse),
    ("permission-check", "roles of a membership, their permissions, one question", permission_check),
    ("bus-frame", "sixteen records to a frame of the bus, and from it", bus_frame),
    ("posts-json", "a page of 60 posts to JSON", posts_json),
];

fn post(n: u128) -> Post {
    Post {
        id: Id::from_random(n),
        create_at: 1_700_000_000_000,
        update_at: 1_700_000_000_000,
        user_id: Id::from_random(n % 20),
        channel_id: Id::from_random(7),
        message: "The deployment of the new node is done; @person7 and @person12, please look at the graphs. \
                  **Nothing** was lost, see [the page](https://chat.example.com/page) and `make chaos`. "
            .repeat(2),
        ..Post::default()
    }
}

fn event() -> Event {
    let data = Posted {
        channel_display_name: "Town".to_owned(),
        channel_name: "town".to_owned(),
        post: json_text(&post(1)),
        sender_name: "@person1".to_owned(),
        set_online: true,
        team_id: Id::from_random(8),
        ..Posted::default()
    };
    Event::new(POSTED, &data, Audience::channel(Id::from_random(7)))
}

fn record() -> Record {
    let mut record = Record::new();
    record.event(event());
    record
}

fn event_encode() -> Work {
    Box::new(|| drop(black_box(record().to_bytes())))
}

fn record_decode() -> Work {
    let bytes = record().to_bytes();
    Box::new(move || {
        let record = Record::from_bytes(black_box(bytes.clone())).expect("it was encoded above");
        for event in record.events {
            black_box(Shared::prepare(event, &record.commons));
        }
    })
}

fn fan_out() -> Work {
    let (shared, user) = (Shared::prepare(event(), &[]), Id::from_random(3));
    Box::new(move || {
        let mut out = Vec::with_capacity(4096);
        black_box(&shared).write(black_box(user), black_box(1_234), &mut out);
        black_box(out);
    })
}

fn mention_parse() -> Work {
    let member = |n: u128| AudienceMember {
        user_id: Id::from_random(n),
        username: format!("person{n}"),
        notify_props: default_notify_props(),
        active: true,
        ..AudienceMember::default()
    };
    let members = Members::new(&(0..100).map(member).collect::<Vec<_>>());
    let channel = Channel { channel_type: ChannelType::Open, ..Channel::default() };
    let (post, rules) = (post(1), Rules { channel_mentions: true, members_max: 1_000 });
    Box::new(move || {
        let documents = documents(black_box(&post));
        black_box(mentions_of(&post, &documents, &channel, &members, rules));
    })
}

fn permission_check() -> Work {
    let table: BTreeMap<&str, PermissionSet> =
        [("channel_user", &["read_channel", "create_post"][..]), ("extra", &["pin"])]
            .map(|(name, names)| (name, PermissionSet::from_names(names.iter().copied())))
            .into();
    let member = MemberRoles { explicit: "extra".into(), user: true, ..MemberRoles::default() };
    let names = SchemeRoleNames { guest: "channel_guest", user: "channel_user", admin: "channel_admin" };
    Box::new(move || {
        let roles = effective(black_box(&member), names, names);
        let all = roles.split(' ').filter_map(|role| table.get(role)).fold(PermissionSet::EMPTY, |a, b| a.union(*b));
        black_box(all.contains(permission::Permission::CreatePost));
    })
}

fn bus_frame() -> Work {
    let entries: Vec<Entry> = (0..16).map(|g| Entry { g, body: record().to_bytes() }).collect();
    let frame = LogFrame { entries, ..LogFrame::default() };
    Box::new(move || {
        let bytes = Bytes::from(black_box(&frame).encode_to_vec());
        black_box(LogFrame::decode(bytes).expect("it was encoded above"));
    })
}

fn posts_json() -> Work {
    let posts: BTreeMap<Id, Post> = (0..60).map(|n| (Id::from_random(n), post(n))).collect();
    let list = PostList { order: posts.keys().copied().collect(), posts, ..PostList::default() };
    Box::new(move || drop(black_box(serde_json::to_vec(black_box(&list)))))
}

/// One loop in this process.
pub fn run(Loop { name, times }: &Loop) -> io::Result<()> {
    let (.., make) = LOOPS.iter().find(|(known, ..)| known == name).ok_or_else(|| io::Error::other("no such loop"))?;
    let work = make();
    for _ in 0..=*times {
        work();
    }
    Ok(())
}

/// Counts all loops, and prints them beside the baseline.
pub fn count(args: &Args) -> io::Result<()> {
    let before: BTreeMap<String, u64> = match std::fs::read(&args.baseline) {
        Ok(text) => serde_json::from_slice(&text)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
        Err(error) => return Err(error),
    };
    let program = std::env::current_exe()?;
    let mut now = BTreeMap::new();
    println!("{:>14}  {:>14}  {:>6}  loop", "instructions", "baseline", "ratio");
    for (name, what, _) in LOOPS {
        let count = (instructions(&program, name, TIMES)?.saturating_sub(instructions(&program, name, 0)?)) / TIMES;
        let known = before.get(name).copied().unwrap_or(count);
        let look = if count * 100 > known * WORTH_A_LOOK { "  (more than before)" } else { "" };
        let ratio = count * 100 / known.max(1);
        println!("{count:>14}  {known:>14}  {:>3}.{:02}  {name}: {what}{look}", ratio / 100, ratio % 100);
        now.insert(name.to_owned(), count);
    }
    if args.write {
        std::fs::write(&args.baseline, serde_json::to_string_pretty(&now)? + "\n")?;
    }
    Ok(())
}

/// What valgrind counts in a whole process.
fn instructions(program: &Path, name: &str, times: u64) -> io::Result<u64> {
    let out = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(program)
        .args(["inner", name, &times.to_string()])
        .output()?;
    let said = String::from_utf8_lossy(&out.stderr);
    let count =
        said.lines().find_map(|line| line.split_once("I   refs:")).map(|(_, count)| count.trim().replace(',', ""));
    count
        .and_then(|count| count.parse().ok())
        .ok_or_else(|| io::Error::other(format!("valgrind counted nothing: {said}")))
}
