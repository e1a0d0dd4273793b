//! Bringing an export of Slack into a team. What stands in it becomes a bulk file, and is loaded as one: what is there already
//! is found again, and nothing of it is lost by a second import.

mod people;
mod read;
mod shape;
mod talk;
mod text;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use roost_model::Id;
use roost_model::errors::team as errors;
use roost_model::team::Team;
use roost_store::bulk::lookup;
use serde_json::{Value, json};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use self::people::{Account, accounts, set};
use self::read::{Export, Kind, Zip};
use self::shape::{SlackChannel, SlackMessage};
use self::talk::{Count, Speakers, threads};
use self::text::Names;
use crate::access::team::team_get;
use crate::bulk::{Files, Importer, Report, Source, Watch, check_line, import_lock};
use crate::text::runes::truncated;
use crate::users::own_user;
use crate::{AppError, Ctx};

/// Imports the archive into the team, and says in a text what became of it. Who may is asked before the archive is received.
/// Only one import runs on a database.
pub async fn team_import_slack(ctx: &Ctx, team: Id, archive: Bytes) -> Result<String, AppError> {
    let team = team_get(ctx, team).await?;
    let lock = import_lock(ctx.db()).await?;
    let done = imported(ctx, team, archive).await;
    lock.give_back().await;
    done
}

async fn imported(ctx: &Ctx, team: Arc<Team>, archive: Bytes) -> Result<String, AppError> {
    let read = tokio::task::spawn_blocking(move || {
        let mut log = Vec::new();
        read::read(archive, &mut log).map(|(export, zip)| (export, zip, log))
    });
    let (export, zip, mut log) = read
        .await
        .map_err(AppError::internal)?
        .map_err(|error| AppError::from(errors::IMPORT_NOT_ZIP).because(error))?;
    let accounts = accounts(ctx, &export.users, &mut log).await?;
    let plan = Plan::new(ctx, &team, &export, &accounts, &mut log).await?;
    let size_max = u64::try_from(ctx.config().file.max_file_size).unwrap_or(0);
    let lines = plan.lines(&export, &accounts, &mut log);
    let home = TempDir::new().map_err(AppError::internal)?;
    let path = home.path().join("import.zip");
    let file = path.clone();
    let written = tokio::task::spawn_blocking(move || write(&file, &lines, plan.files, &export, zip, size_max));
    log.extend(written.await.map_err(AppError::internal)??);
    log.extend(load(ctx, &path, size_max).await?);
    Ok(log.join("\n") + "\n")
}

/// What the conversations of the export are here.
struct Plan {
    team: String,
    /// Who imports, and owns what no person of the export owns.
    owner: String,
    /// The account in whose name bots speak.
    bot: String,
    /// Names of channels here, by their id in the export.
    channels: HashMap<String, String>,
    /// The channels that are not there yet, by id.
    new: HashSet<String>,
    /// Paths of files in the bulk file, by their id in the export.
    files: HashMap<String, String>,
    /// When what the export has as archived is archived: it does not tell.
    now_ms: i64,
}

impl Plan {
    async fn new(
        ctx: &Ctx,
        team: &Team,
        export: &Export,
        accounts: &HashMap<String, Account>,
        log: &mut Vec<String>,
    ) -> Result<Self, AppError> {
        let places = || export.channels.iter().filter(|(kind, _)| *kind != Kind::Direct).map(|(_, channel)| channel);
        let names: Vec<(&SlackChannel, String)> = places().map(|place| (place, channel_name(place))).collect();
        let pairs: Vec<(&str, &str)> = names.iter().map(|(_, name)| (team.name.as_str(), name.as_str())).collect();
        let there: HashMap<String, bool> = lookup::channel_list(ctx.db(), &pairs)
            .await?
            .into_iter()
            .map(|named| (named.channel.name.clone(), named.channel.is_deleted()))
            .collect();
        let (mut channels, mut new) = (HashMap::new(), HashSet::new());
        for (channel, name) in names {
            let id = channel.id.clone();
            let name = match there.get(&name) {
                Some(true) if !channel.is_archived => {
                    log.push(format!("~{name} is archived here; the imported one gets another name"));
                    new.insert(id.clone());
                    format!("{}-{}", truncated(&name, 40), id.to_lowercase())
                }
                Some(_) => {
                    log.push(format!("~{name} is there already; both become one"));
                    name
                }
                None => {
                    new.insert(id.clone());
                    name
                }
            };
            channels.insert(id, name);
        }
        let bot = format!("slack-import-{}", truncated(team.id.as_str(), 8));
        if accounts.values().any(|account| account.username == bot) {
            return Err(AppError::internal("somebody has the name of the bot that imports"));
        }
        let path = |(id, (_, name)): (&String, &(usize, String))| {
            let name = name.rsplit('/').next().unwrap_or_default();
            (id.clone(), format!("slack/{}/{name}", id.to_lowercase()))
        };
        let files = export.uploads.iter().map(path).collect();
        let owner = own_user(ctx).await?.username.clone();
        Ok(Self { team: team.name.clone(), owner, bot, channels, new, files, now_ms: ctx.now_ms() })
    }

    /// All lines, in the order in which they refer to each other. What cannot be a line is told and left out.
    fn lines(&self, export: &Export, accounts: &HashMap<String, Account>, log: &mut Vec<String>) -> Vec<String> {
        let names = Names {
            people: accounts.iter().map(|(id, account)| (id.clone(), account.username.clone())).collect(),
            channels: self.channels.clone(),
        };
        let bots =
            export.users.iter().filter(|user| user.is_bot).map(|user| (user.id.clone(), user.name.clone())).collect();
        let speakers = Speakers { accounts, bots: &bots, bot: &self.bot, names: &names, files: &self.files };
        let mut lines = vec![json!({"type": "version", "version": 1})];
        lines.extend(export.channels.iter().filter_map(|(kind, channel)| self.channel(*kind, channel)));
        lines.extend(accounts.iter().map(|(id, account)| self.person(id, account, export)));
        let people = lines.len();
        let mut bots_speak = false;
        let mut left_out = BTreeMap::new();
        let mut reactions_left_out = 0;
        for (kind, channel) in &export.channels {
            let mut count = Count::default();
            let posts = threads(messages_of(export, channel), &speakers, &mut count);
            bots_speak |= count.by_bots;
            reactions_left_out += count.reactions_left_out;
            for (why, more) in count.left_out {
                *left_out.entry(why).or_insert(0) += more;
            }
            if *kind == Kind::Direct {
                let members: Vec<&str> =
                    channel.members.iter().filter_map(|id| names.people.get(id)).map(String::as_str).collect();
                lines.push(json!({"type": "direct_channel", "direct_channel": {"members": members}}));
                lines.extend(posts.into_iter().map(|post| direct(post, &members)));
            } else {
                let name = self.channels.get(&channel.id).cloned().unwrap_or_default();
                log.push(format!("~{name}: {} messages", count.posts));
                lines.extend(posts.into_iter().map(|post| self.post(post, &name)));
            }
        }
        if bots_speak {
            let bot = json!({"username": self.bot, "display_name": "Slack", "owner": self.owner});
            lines.insert(people, json!({"type": "bot", "bot": bot}));
        }
        log.extend(
            left_out.into_iter().filter(|(_, n)| *n > 0).map(|(why, n)| format!("left out: {n} messages {why}")),
        );
        if reactions_left_out > 0 {
            log.push(format!("left out: {reactions_left_out} reactions of people or with emoji that are not here"));
        }
        let texts = lines.into_iter().map(|line| line.to_string());
        texts.filter(|line| allowed(line, log)).collect()
    }

    /// A channel that is not there yet.
    fn channel(&self, kind: Kind, channel: &SlackChannel) -> Option<Value> {
        let name = self.channels.get(&channel.id).filter(|_| self.new.contains(&channel.id))?;
        let mut line = json!({"team": self.team, "name": name, "display_name": truncated(&channel.name, 64),
            "type": if kind == Kind::Private { "P" } else { "O" }, "header": truncated(&channel.topic.value, 1_024),
            "purpose": truncated(&channel.purpose.value, 250)});
        if channel.is_archived {
            set(&mut line, "deleted_at", self.now_ms);
        }
        Some(json!({"type": "channel", "channel": line}))
    }

    /// An account with its places.
    fn person(&self, id: &String, account: &Account, export: &Export) -> Value {
        let inside =
            export.channels.iter().filter(|(kind, channel)| *kind != Kind::Direct && channel.members.contains(id));
        let channels: Vec<Value> = inside
            .filter_map(|(_, channel)| self.channels.get(&channel.id))
            .map(|name| json!({"name": name}))
            .collect();
        let mut line = account.line.clone();
        line.insert("teams".to_owned(), json!([{"name": self.team, "channels": channels}]));
        json!({"type": "user", "user": line})
    }

    fn post(&self, mut post: Value, channel: &str) -> Value {
        set(&mut post, "team", self.team.as_str());
        set(&mut post, "channel", channel);
        json!({"type": "post", "post": post})
    }
}

fn direct(mut post: Value, members: &[&str]) -> Value {
    set(&mut post, "channel_members", members);
    json!({"type": "direct_post", "direct_post": post})
}

/// The messages of a conversation: their folder has its name, or its id where it has none.
fn messages_of<'a>(export: &'a Export, channel: &SlackChannel) -> &'a [SlackMessage] {
    let folder = if channel.name.is_empty() { &channel.id } else { &channel.name };
    export.messages.get(folder).map_or(&[], Vec::as_slice)
}

/// The name of a channel as it is allowed here.
fn channel_name(channel: &SlackChannel) -> String {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    let name = channel.name.to_lowercase();
    let name = truncated(name.trim_matches(['-', '_']), 64);
    match name.len() {
        0 => channel.id.to_lowercase(),
        1 => format!("slack-channel-{name}"),
        _ if name.chars().all(fits) => name.to_owned(),
        _ => channel.id.to_lowercase(),
    }
}

/// Whether a line can be loaded.
fn allowed(line: &str, log: &mut Vec<String>) -> bool {
    match check_line(line.as_bytes()) {
        Ok(()) => true,
        Err(refusal) => {
            log.push(format!("left out: {refusal} ({})", truncated(line, 120)));
            false
        }
    }
}

/// Writes the bulk file with the files that its lines name.
fn write(
    path: &Path,
    lines: &[String],
    files: HashMap<String, String>,
    export: &Export,
    mut zip: Zip,
    size_max: u64,
) -> Result<Vec<String>, AppError> {
    let mut log = Vec::new();
    let mut archive = ZipWriter::new(File::create(path).map_err(AppError::internal)?);
    archive.start_file("import.jsonl", SimpleFileOptions::default()).map_err(AppError::internal)?;
    for line in lines {
        archive.write_all(line.as_bytes()).and_then(|()| archive.write_all(b"\n")).map_err(AppError::internal)?;
    }
    for (id, path) in files {
        let Some((index, name)) = export.uploads.get(&id) else { continue };
        let mut bytes = Vec::new();
        let entry = zip.by_index(*index).map_err(AppError::internal)?;
        entry.take(size_max.saturating_add(1)).read_to_end(&mut bytes).map_err(AppError::internal)?;
        if bytes.len() as u64 > size_max {
            log.push(format!("left out: the file {name} is larger than this server allows"));
            continue;
        }
        archive.start_file(format!("data/{path}"), SimpleFileOptions::default()).map_err(AppError::internal)?;
        archive.write_all(&bytes).map_err(AppError::internal)?;
    }
    archive.finish().map_err(AppError::internal)?;
    Ok(log)
}

/// Loads the bulk file, and says what came of it.
async fn load(ctx: &Ctx, path: &Path, size_max: u64) -> Result<Vec<String>, AppError> {
    let path = path.to_owned();
    let source = tokio::task::spawn_blocking(move || Source::open(&path)).await.map_err(AppError::internal)?;
    let source = Arc::new(source.map_err(|refusal| AppError::internal(refusal.to_string()))?);
    let app = ctx.app();
    let importer = Importer {
        db: ctx.db().clone(),
        blobs: app.blobs.clone(),
        clock: app.clock.clone(),
        random: app.random.clone(),
        password_work_factor: app.password_work_factor,
        file_size_max: size_max,
        locale: ctx.config().localization.default_client_locale.clone(),
        member: app.node.member,
    };
    let mut report = Report::default();
    let outcome =
        importer.load(&source, Files::Optional, &mut report, &Watch { progress: &|_| {}, stopped: &|| false }).await;
    let mut log: Vec<String> = report
        .kinds
        .iter()
        .map(|(kind, tally)| format!("{}: {} of {} written", kind.name(), tally.written, tally.read))
        .collect();
    if let Err(failure) = outcome {
        tracing::warn!(%failure, "an import of slack ended early");
        log.push(format!("the import ended early: {failure}"));
    }
    Ok(log)
}
