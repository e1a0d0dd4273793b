//! Replays the golden recordings against the built server on a fresh database and compares with the committed ledger.

mod lane;
mod ledger;
mod successes;

use std::path::Path;

use serde_json::Value;

use crate::tree;
use lane::Lane;
use ledger::{Ledger, Outcome};

pub use successes::{Recorded, successes};

const LEDGER: &str = "tests/compat/ledger.json";

/// What is replayed when no area is named: those whose operations are built, for the most part. An area joins with its
/// first operations. Each list has a server of its own, and all run at once: sockets mostly wait, for silence too.
const LANES: [&[&str]; 4] = [
    &[
        "http/auth",
        "http/bookmarks",
        "http/bots",
        "http/burn-on-read",
        "http/categories",
        "http/channels",
        "http/commands",
        "http/drafts",
        "http/emoji",
        "http/files",
        "http/interactive",
        "http/posts",
        "http/preferences",
        "http/reactions",
        "http/roles",
        "http/scheduled-posts",
        "http/search",
        "http/status",
        "http/system",
        "http/teams",
        "http/threads",
        "http/users",
        "http/webhooks",
        "http/sweep-api",
        "http/sweep-bot",
        "http/sweep-brand",
        "http/sweep-channel",
        "http/sweep-command",
        "http/sweep-channel-bookmark",
        "http/sweep-config",
        "http/sweep-drafts",
        "http/sweep-emoji",
        "http/sweep-file",
        "http/sweep-integration-action",
        "http/sweep-license",
        "http/sweep-metrics",
        "http/sweep-post",
        "http/sweep-preference",
        "http/sweep-reaction",
        "http/sweep-role",
        "http/sweep-scheduled-post",
        "http/sweep-status",
        "http/sweep-system",
        "http/sweep-team",
        "http/sweep-upload",
        "http/sweep-user",
        "http/sweep-webhook",
        "ws/handshake",
    ],
    &[
        "http/announcement-banner",
        "http/channel-banner",
        "http/channel-moderation",
        "http/content-flagging",
        "http/exports",
        "http/groups",
        "http/guests",
        "http/jobs",
        "http/move-thread",
        "http/oauth",
        "http/post-priority",
        "http/profile-attributes",
        "http/reports",
        "http/role-patch",
        "http/schemes",
        "http/sweep-agents",
        "http/sweep-cloud",
        "http/sweep-cluster",
        "http/sweep-compliance",
        "http/sweep-content-flagging",
        "http/sweep-custom-profile-attributes",
        "http/sweep-elasticsearch",
        "http/sweep-export",
        "http/sweep-group",
        "http/sweep-hosted-customer",
        "http/sweep-image",
        "http/sweep-import",
        "http/sweep-ip-filtering",
        "http/sweep-job",
        "http/sweep-limits",
        "http/sweep-oauth",
        "http/sweep-outgoing-oauth-connection",
        "http/sweep-permission",
        "http/sweep-plugin",
        "http/sweep-recap",
        "http/sweep-report",
        "http/sweep-scheme",
        "http/sweep-shared-channel",
        "http/sweep-terms-of-service",
        "http/sweep-usage",
        "http/system-roles",
        "http/terms-of-service",
        "http/z-mfa-enforcement",
    ],
    &["ws/channels", "ws/posts", "ws/reliable", "ws/omit", "ws/flagging"],
    &["ws/channels-more", "ws/posts-more", "ws/users", "ws/users-more"],
];

#[derive(Default)]
struct Options {
    areas: Vec<String>,
    update: bool,
    allow_worse: bool,
    verbose: bool,
    /// A server that runs already, on an empty database of its own.
    base_url: Option<String>,
    /// In the place of [`LEDGER`]: a server that is configured otherwise answers some steps otherwise.
    ledger: Option<String>,
}

impl Options {
    /// Whether this run only asks whether the ledger still holds: then nobody waits long for what it says is missing.
    fn hurries(&self) -> bool {
        self.areas.is_empty() && !self.update
    }
}

pub fn run(args: &[String]) -> crate::Outcome {
    let options = parse(args)?;
    let ledger = options.ledger.as_deref().unwrap_or(LEDGER);
    let path = tree::root().join(ledger);
    let known = Ledger::read(&path)?;
    let reports = replay(&known, &options)?;
    let outcome = Outcome::compare(known, &reports)?;
    outcome.print();
    if options.update {
        outcome.refuse_worse(options.allow_worse)?;
        tree::write(&path, outcome.ledger().to_json().as_bytes())?;
        println!("replay: {ledger} written");
        return Ok(());
    }
    outcome.verdict()
}

/// Runs all lanes at once and returns their reports.
fn replay(known: &Ledger, options: &Options) -> Result<Vec<Value>, String> {
    let named: Vec<&str> = options.areas.iter().map(String::as_str).collect();
    let lanes: &[&[&str]] = if named.is_empty() { &LANES } else { &[&named] };
    if let Some(url) = &options.base_url {
        return Ok(vec![Lane::on(url, &lanes.concat(), known, options)?.finish()?]);
    }
    let roost = &tree::built_roost()?;
    let start = |(number, areas): (usize, &&[&str])| Lane::start(roost, number, areas, known, options);
    let started: Vec<_> = lanes.iter().enumerate().map(start).collect();
    // Each is waited for, also when another has failed: no server stays behind.
    let reports: Vec<_> = started.into_iter().map(|lane| lane.and_then(Lane::finish)).collect();
    reports.into_iter().collect()
}

fn parse(args: &[String]) -> Result<Options, String> {
    let mut options = Options::default();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--update" => options.update = true,
            "--allow-worse" => options.allow_worse = true,
            "--base-url" => options.base_url = Some(args.next().ok_or("--base-url needs an address")?.clone()),
            "--ledger" => options.ledger = Some(args.next().ok_or("--ledger needs a file")?.clone()),
            "--verbose" => options.verbose = true,
            flag if flag.starts_with('-') => return Err(format!("replay does not know {flag}")),
            area => options.areas.push(area.to_owned()),
        }
    }
    Ok(options)
}

fn read_json(path: &Path) -> Result<Value, String> {
    serde_json::from_str(&tree::read(path)?).map_err(|error| format!("{}: {error}", tree::shown(path)))
}
