//! From posts of the file to rows: what is new, and what differs from what is there.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use roost_model::Id;
use roost_store::bulk::talk::{self, FoundPost, PostChange, PostRow, ReactionRow};
use serde_json::{Map, Value};

use super::files::Owner;
use super::names::Users;
use super::posts::Item;
use super::threads::Growth;
use super::writes::Writes;
use super::{Importer, QUIET};
use crate::bulk::failure::{AtLine as _, Failure};
use crate::bulk::line::Kind;
use crate::bulk::refusal::Refusal;
use crate::bulk::report::{Report, reason};
use crate::bulk::shape::PostLine;
use crate::bulk::source::Source;
use crate::text::hashtags;

/// By channel, time and author: posts that are there.
pub(super) type Found = HashMap<(Id, i64, Id), Vec<FoundPost>>;

/// A batch of posts between the file and the database.
pub(super) struct PostBatch<'a> {
    pub importer: &'a Importer,
    pub source: &'a Source,
    pub kind: Kind,
    pub users: Users,
    pub found: Found,
    pub writes: Writes,
    pub report: &'a mut Report,
}

impl PostBatch<'_> {
    /// A post of the file with its replies.
    pub async fn root(&mut self, root: &Item<'_>) -> Result<(), Failure> {
        let kind = self.kind;
        self.report.read(kind, 1);
        let there = self.there(root).map(|post| (post.id, post.gone));
        if there.is_some_and(|(_, gone)| gone) {
            self.report.skipped(kind, reason::EDITED, 1);
            return Ok(());
        }
        let root_id = there.map_or_else(|| self.importer.id(), |(id, _)| id);
        let mut replies: Vec<&PostLine> = root.line.replies.iter().flatten().collect();
        replies.sort_by_key(|reply| reply.create_at);
        let mut growth = Growth::new();
        let mut seen = HashSet::new();
        for line in replies {
            self.report.read(Kind::Reply, 1);
            let name = line.user.as_deref().unwrap_or_default();
            if !seen.insert((name, line.create_at, line.message.as_deref())) {
                self.report.skipped(Kind::Reply, reason::TWICE, 1);
                continue;
            }
            let user_id = self.users.get(name).at(root.number)?;
            let reply = Item { line, user_id, root_id, ..*root };
            match there.and(self.there(&reply)).map(|post| (post.id, post.gone)) {
                Some((_, true)) => self.report.skipped(Kind::Reply, reason::EDITED, 1),
                Some((id, false)) => self.known_post(&reply, id, Kind::Reply).await?,
                None => {
                    growth.add(user_id, reply.create_at());
                    self.new_post(&reply, self.importer.id(), 0).await?;
                    self.report.written(Kind::Reply, 1);
                }
            }
        }
        if there.is_some() {
            self.known_post(root, root_id, kind).await?;
        } else {
            self.new_post(root, root_id, growth.last_reply_at()).await?;
            self.report.written(kind, 1);
        }
        self.writes.follow(root, root_id, &self.users).at(root.number)?;
        if !growth.is_empty() {
            let row = growth.row(root_id, root.place.channel_id, root.place.team_id);
            if there.is_some() { self.writes.grown.push(row) } else { self.writes.copy.thread(&row) }
        }
        Ok(())
    }

    async fn new_post(&mut self, item: &Item<'_>, id: Id, last_reply_at: i64) -> Result<(), Failure> {
        let (line, create_at) = (item.line, item.create_at());
        let mut files = Vec::new();
        if line.attachments.is_some() {
            let owner = Owner { post_id: id, user_id: item.user_id, place: item.place, create_at };
            files = self.importer.attachments(self.source, line, owner, &[], item.number, self.report).await?;
        }
        let file_ids: Vec<Id> = files.iter().map(|file| file.id).collect();
        for file in &files {
            self.writes.copy.file(file);
        }
        let reactions = reactions(item, id, &self.users).at(item.number)?;
        let now_ms = self.importer.now_ms();
        self.report.read(Kind::Reaction, line.reactions.iter().flatten().count());
        self.report.written(Kind::Reaction, reactions.len());
        self.report.skipped(Kind::Reaction, reason::TWICE, line.reactions.iter().flatten().count() - reactions.len());
        for reaction in &reactions {
            self.writes.copy.reaction(reaction, now_ms);
        }
        self.writes.flag(item, id, &self.users).at(item.number)?;
        let message = line.message.as_deref().unwrap_or_default();
        let props = line.props.as_ref().map_or(Cow::Borrowed("{}"), |props| Cow::Owned(json_text(props)));
        let post_type = line.post_type.as_deref().unwrap_or_default();
        let update_at = match (last_reply_at, reactions.is_empty()) {
            (0, true) => create_at,
            (0, false) => now_ms,
            (last, _) => last.max(create_at),
        };
        self.writes.copy.post(&PostRow {
            id,
            create_at,
            update_at,
            edit_at: line.edit_at.unwrap_or_default(),
            user_id: item.user_id,
            channel_id: item.place.channel_id,
            root_id: item.root_id,
            message,
            post_type,
            props: &props,
            hashtags: &hashtags(message),
            file_ids: &file_ids,
            has_reactions: !reactions.is_empty(),
            pinned: line.is_pinned.unwrap_or_default(),
        });
        self.writes.count(item, post_type);
        Ok(())
    }

    async fn known_post(&mut self, item: &Item<'_>, id: Id, kind: Kind) -> Result<(), Failure> {
        let line = item.line;
        if line.edit_at.is_some() || line.is_pinned.is_some() || line.props.is_some() {
            self.writes.changes.push(PostChange {
                id,
                edit_at: line.edit_at,
                pinned: line.is_pinned,
                props: line.props.clone().map(Value::Object),
            });
        }
        self.report.skipped(kind, reason::THERE, 1);
        let reactions = reactions(item, id, &self.users).at(item.number)?;
        self.report.read(Kind::Reaction, line.reactions.iter().flatten().count());
        self.report.skipped(Kind::Reaction, reason::TWICE, line.reactions.iter().flatten().count() - reactions.len());
        self.writes.reactions.extend(reactions);
        self.writes.flag(item, id, &self.users).at(item.number)?;
        if line.attachments.is_some() {
            let mut tx = self.importer.db.begin().await.at(item.number)?;
            let there = talk::file_list_in_tx(&mut tx, &[id]).await.at(item.number)?;
            tx.commit_quiet(QUIET).await.at(item.number)?;
            let there: Vec<(String, i64)> = there.into_iter().map(|(_, name, size)| (name, size)).collect();
            let owner = Owner { post_id: id, user_id: item.user_id, place: item.place, create_at: item.create_at() };
            let files = self.importer.attachments(self.source, line, owner, &there, item.number, self.report).await?;
            if !files.is_empty() {
                for file in &files {
                    self.writes.copy.file(file);
                }
                self.writes.attached.push((id, files.iter().map(|file| file.id).collect()));
            }
        }
        Ok(())
    }

    /// The post that an item of the file is, if it is there; a live one before one that is gone.
    fn there(&self, item: &Item<'_>) -> Option<&FoundPost> {
        let message = item.line.message.as_deref().unwrap_or_default();
        let same = self.found.get(&(item.place.channel_id, item.create_at(), item.user_id))?;
        same.iter().filter(|post| post.root_id == item.root_id && post.message == message).min_by_key(|post| post.gone)
    }
}

fn json_text(props: &Map<String, Value>) -> String {
    serde_json::to_string(props).unwrap_or_else(|_| "{}".to_owned())
}

/// The reactions of an item, each once.
fn reactions(item: &Item<'_>, post: Id, users: &Users) -> Result<Vec<ReactionRow>, Refusal> {
    let mut rows: Vec<ReactionRow> = Vec::new();
    for reaction in item.line.reactions.iter().flatten() {
        let user_id = users.get(reaction.user.as_deref().unwrap_or_default())?;
        let emoji = reaction.emoji_name.as_deref().unwrap_or_default();
        if rows.iter().any(|row| row.user_id == user_id && row.emoji_name == emoji) {
            continue;
        }
        rows.push(ReactionRow {
            user_id,
            post_id: post,
            channel_id: item.place.channel_id,
            emoji_name: emoji.to_owned(),
            create_at: reaction.create_at.unwrap_or_default(),
        });
    }
    Ok(rows)
}
