//! From a file to batches: lines of one kind that are written in one transaction. Reading, decoding and checking happen
//! on a thread of their own, while the batch before is written.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::ops::ControlFlow;
use std::sync::Arc;

use roost_model::errors::import as errors;
use tokio::sync::mpsc;

use super::check::check;
use super::line::{Kind, Line};
use super::references;
use super::refusal::Refusal;
use super::shape::PostLine;
use super::source::Source;

/// Batches between the reading thread and the database. With the one being filled and the one being written they bound
/// the memory of an import.
const QUEUE_LEN_MAX: usize = 1;
/// Bytes of the lines of one batch.
const BATCH_LEN_MAX: usize = 1024 * 1024;
/// Posts and replies of one batch.
const BATCH_POSTS_MAX: usize = 2_000;
/// Lines of one batch of another kind.
const BATCH_LINES_MAX: usize = 200;

/// What the reading thread hands over.
pub enum Item {
    Batch(Batch),
    /// A line that is not taken, or the file as a whole (line 0).
    Refused(u64, Refusal),
}

/// Lines of one kind with their numbers. No two of them are about the same thing.
pub struct Batch {
    pub kind: Kind,
    pub lines: Vec<(u64, Line)>,
    /// Hashes of what the lines are about.
    pub subjects: HashSet<u64>,
}

/// Whether files that lines name must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Files {
    Demanded,
    Optional,
}

/// Starts reading. The thread ends with the file, or when the receiver is dropped.
pub fn read(source: Arc<Source>, files: Files) -> mpsc::Receiver<Item> {
    let (sender, receiver) = mpsc::channel(QUEUE_LEN_MAX);
    tokio::task::spawn_blocking(move || {
        let mut filler = Filler::new(sender);
        let mut first = true;
        let read = source.for_each_line(&mut |number, bytes| {
            if std::mem::take(&mut first)
                && let Err(refusal) = version(bytes)
            {
                filler.refuse(number, refusal)?;
            }
            let parsed = Line::parse(bytes)
                .and_then(|line| check(&line).map(|()| line))
                .and_then(|line| check_files(&source, &line, files).map(|()| line));
            match parsed {
                Ok(line) => filler.add(number, line, bytes.len()),
                // The first line was refused for this already.
                Err(refusal) if number == 1 && refusal.error == errors::VERSION_UNSUPPORTED => {
                    ControlFlow::Continue(())
                }
                Err(refusal) => filler.refuse(number, refusal),
            }
        });
        if first && read.is_ok() {
            let _ = filler.refuse(1, Refusal::new(errors::NO_VERSION));
        }
        if let Err(refusal) = read {
            let _ = filler.refuse(0, refusal);
        }
        let _ = filler.flush();
    });
    receiver
}

/// Whether the first line says the version that is read. It may be a line of another kind all the same.
fn version(bytes: &[u8]) -> Result<(), Refusal> {
    match Line::parse(bytes) {
        Ok(Line::Version) => Ok(()),
        Err(refusal) if refusal.error == errors::VERSION_UNSUPPORTED => Err(refusal),
        _ => Err(Refusal::new(errors::NO_VERSION)),
    }
}

fn check_files(source: &Source, line: &Line, files: Files) -> Result<(), Refusal> {
    let mut outcome = Ok(());
    references::files_of(line, &mut |path, field| {
        if outcome.is_err() {
            return;
        }
        let attachment = field.contains("attachments[");
        let (missing, outside) = match line.kind() {
            _ if attachment => (errors::ATTACHMENT_MISSING, errors::ATTACHMENT_PATH),
            Kind::Emoji => (errors::EMOJI_IMAGE, errors::EMOJI_IMAGE_PATH),
            _ => (errors::USER_IMAGE, errors::USER_IMAGE_PATH),
        };
        match source.has_file(path) {
            Some(true) => {}
            Some(false) if attachment && files == Files::Optional => {}
            Some(false) => outcome = Err(Refusal::new(missing).with("path", path).at(field)),
            None => outcome = Err(Refusal::new(outside).at(field)),
        }
    });
    outcome
}

struct Filler {
    sender: mpsc::Sender<Item>,
    lines: Vec<(u64, Line)>,
    kind: Kind,
    len: usize,
    rows: usize,
    subjects: HashSet<u64>,
    hasher: RandomState,
}

impl Filler {
    fn new(sender: mpsc::Sender<Item>) -> Self {
        Self {
            sender,
            lines: Vec::new(),
            kind: Kind::Version,
            len: 0,
            rows: 0,
            subjects: HashSet::new(),
            hasher: RandomState::new(),
        }
    }

    fn add(&mut self, number: u64, line: Line, len: usize) -> ControlFlow<()> {
        let kind = line.kind();
        let (rows, rows_max) = match &line {
            Line::Post(post) | Line::DirectPost(post) => (1 + post.replies.iter().flatten().count(), BATCH_POSTS_MAX),
            _ => (1, BATCH_LINES_MAX),
        };
        let identity = self.identity(&line);
        let full = self.len + len > BATCH_LEN_MAX || self.rows + rows > rows_max;
        if kind != self.kind || full || identity.is_some_and(|hash| self.subjects.contains(&hash)) {
            self.flush()?;
        }
        self.kind = kind;
        self.len += len;
        self.rows += rows;
        self.subjects.extend(identity);
        self.lines.push((number, line));
        ControlFlow::Continue(())
    }

    fn identity(&self, line: &Line) -> Option<u64> {
        let text = |text: &Option<String>| text.as_deref().unwrap_or_default().to_lowercase();
        Some(match line {
            Line::Version => return None,
            Line::Role(role) => self.hasher.hash_one(text(&role.name)),
            // Their roles may be the same ones.
            Line::Scheme(_) => 0,
            Line::Emoji(emoji) => self.hasher.hash_one(text(&emoji.name)),
            Line::Team(team) => self.hasher.hash_one(text(&team.name)),
            Line::Channel(channel) => self.hasher.hash_one((&channel.team, text(&channel.name))),
            Line::User(user) => self.hasher.hash_one(text(&user.username)),
            Line::Bot(bot) => self.hasher.hash_one(text(&bot.username)),
            Line::DirectChannel(channel) => {
                let mut members: Vec<String> = channel.member_names().into_iter().map(str::to_lowercase).collect();
                members.sort_unstable();
                self.hasher.hash_one(members)
            }
            Line::Post(post) | Line::DirectPost(post) => self.post_identity(post),
        })
    }

    /// Users are found in any case.
    fn post_identity(&self, post: &PostLine) -> u64 {
        let mut members: Vec<String> = post.channel_members.iter().flatten().map(|name| name.to_lowercase()).collect();
        members.sort_unstable();
        let user = post.user.as_ref().map(|name| name.to_lowercase());
        self.hasher.hash_one((&post.team, &post.channel, members, user, post.create_at, &post.message))
    }

    fn refuse(&mut self, number: u64, refusal: Refusal) -> ControlFlow<()> {
        self.flush()?;
        self.send(Item::Refused(number, refusal))
    }

    fn flush(&mut self) -> ControlFlow<()> {
        let (lines, subjects) = (std::mem::take(&mut self.lines), std::mem::take(&mut self.subjects));
        (self.len, self.rows) = (0, 0);
        if lines.is_empty() {
            ControlFlow::Continue(())
        } else {
            self.send(Item::Batch(Batch { kind: self.kind, lines, subjects }))
        }
    }

    fn send(&self, item: Item) -> ControlFlow<()> {
        if self.sender.blocking_send(item).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}
