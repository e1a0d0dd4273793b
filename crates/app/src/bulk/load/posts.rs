//! Posts with replies, reactions, attachments, flags and followers.

use std::collections::{HashMap, HashSet};

use roost_model::Id;
use roost_model::errors::import as errors;
use roost_store::bulk::people::{PreferenceRow, preferences_save_in_tx};
use roost_store::bulk::talk::{self, ChannelCount, FollowerRow, FoundPost, PostChange, PostCopy, PostRow, ReactionRow};
use roost_store::{StoreError, Tx};
use serde_json::Value;

use super::direct::Conversation;
use super::files::Owner;
use super::members::FLAGGED;
use super::names::{self, Place, Users};
use super::threads::Growth;
use super::{Importer, QUIET, number};
use crate::bulk::batches::Batch;
use crate::bulk::failure::{AtLine as _, Failure};
use crate::bulk::line::{Kind, Line};
use crate::bulk::references::users_of_post;
use crate::bulk::refusal::Refusal;
use crate::bulk::report::{Report, reason};
use crate::bulk::shape::PostLine;
use crate::bulk::source::Source;
use crate::posts::unread::UNCOUNTED;
use crate::text::hashtags;

/// By channel, time and author: posts that are there.
type Found = HashMap<(Id, i64, Id), Vec<FoundPost>>;

/// A post of the file and where it belongs.
#[derive(Clone, Copy)]
struct Item<'a> {
    line: &'a PostLine,
    number: u64,
    user_id: Id,
    place: Place,
    /// Empty for a post that is no reply.
    root_id: Id,
}

impl Item<'_> {
    fn create_at(&self) -> i64 {
        self.line.create_at.unwrap_or_default()
    }

    fn is_reply(&self) -> bool {
        !self.root_id.is_empty()
    }
}

/// What a batch writes beside the new rows.
#[derive(Default)]
struct Writes {
    counts: HashMap<Id, ChannelCount>,
    changes: Vec<PostChange>,
    reactions: Vec<ReactionRow>,
    followers: Vec<FollowerRow>,
    flags: Vec<PreferenceRow>,
    grown: Vec<talk::ThreadRow>,
    attached: Vec<(Id, Vec<Id>)>,
}

impl Importer {
    pub(super) async fn posts(
        &self,
        source: &Source,
        batch: &Batch,
        copy: &mut PostCopy,
        report: &mut Report,
    ) -> Result<(), Failure> {
        let at = number(batch);
        let lines: Vec<(u64, &PostLine)> = batch
            .lines
            .iter()
            .filter_map(|(n, line)| match line {
                Line::Post(post) | Line::DirectPost(post) => Some((*n, &**post)),
                _ => None,
            })
            .collect();
        let mut user_names = HashSet::new();
        for (_, line) in &lines {
            users_of_post(line, &mut |name| {
                user_names.insert(name);
            });
            user_names.extend(line.channel_members.iter().flatten().map(String::as_str));
        }
        let users = Users::find(&self.db, user_names).await.at(at)?;
        let places = self.post_places(&lines, batch.kind, &users, at).await?;
        let roots = root_items(&lines, &places, &users)?;
        let found = self.found(&roots).await.at(at)?;

        let mut writes = Writes::default();
        for root in &roots {
            self.root(source, root, &users, &found, batch.kind, &mut writes, copy, report).await?;
        }
        let mut tx = self.db.begin().await.at(at)?;
        self.write_posts(&mut tx, writes, copy, batch.kind, report).await.at(at)?;
        tx.commit_quiet(QUIET).await.at(at)
    }

    /// The channel of each line; conversations that are not there are made.
    async fn post_places(
        &self,
        lines: &[(u64, &PostLine)],
        kind: Kind,
        users: &Users,
        at: u64,
    ) -> Result<Vec<Place>, Failure> {
        if kind == Kind::DirectPost {
            return self.direct_places(lines, users, at).await;
        }
        let pair = |line: &PostLine| (line.team.clone().unwrap_or_default(), line.channel.clone().unwrap_or_default());
        let names = lines
            .iter()
            .map(|(_, line)| (line.team.as_deref().unwrap_or_default(), line.channel.as_deref().unwrap_or_default()));
        let channels = names::channels(&self.db, names.collect()).await.at(at)?;
        let place = |(line_number, line): &(u64, &PostLine)| {
            let pair = pair(line);
            let missing = || {
                let full = format!("{}/{}", pair.0, pair.1);
                Refusal::new(errors::NO_SUCH_CHANNEL).with("name", full).at("post.channel")
            };
            channels.get(&pair).copied().ok_or_else(missing).at(*line_number)
        };
        lines.iter().map(place).collect()
    }

    async fn direct_places(&self, lines: &[(u64, &PostLine)], users: &Users, at: u64) -> Result<Vec<Place>, Failure> {
        let mut wanted = Vec::with_capacity(lines.len());
        for (line_number, line) in lines {
            let names: Vec<&str> = line.channel_members.iter().flatten().map(String::as_str).collect();
            wanted.push(Conversation::of(&names, users).at(*line_number)?);
        }
        let mut tx = self.db.begin().await.at(at)?;
        let (channels, made) = self.conversations_in_tx(&mut tx, &wanted, at).await?;
        if made > 0 {
            tx.commit_quiet(QUIET).await.at(at)?;
        }
        let place = |conversation: &Conversation<'_>| {
            let channel_id = channels.get(&conversation.name).map(|channel| channel.id);
            let missing = || StoreError::Bug("a conversation that was made is not there".to_owned());
            Ok(Place { channel_id: channel_id.ok_or_else(missing).at(at)?, team_id: Id::EMPTY })
        };
        wanted.iter().map(place).collect()
    }

    /// Posts that are there: those of the file, and the replies to them.
    async fn found(&self, roots: &[Item<'_>]) -> Result<Found, StoreError> {
        let mut tx = self.db.begin().await?;
        talk::session_in_tx(&mut tx);
        let places: Vec<(Id, i64)> = roots.iter().map(|root| (root.place.channel_id, root.create_at())).collect();
        let mut list = talk::post_list_in_tx(&mut tx, &places).await?;
        if !list.is_empty() {
            let times = |root: &Item<'_>| {
                let replies = root.line.replies.iter().flatten();
                replies.map(|reply| (root.place.channel_id, reply.create_at.unwrap_or_default())).collect::<Vec<_>>()
            };
            let places: Vec<(Id, i64)> = roots.iter().flat_map(times).collect();
            list.extend(talk::post_list_in_tx(&mut tx, &places).await?);
        }
        tx.commit_quiet(QUIET).await?;
        let mut found = Found::new();
        let mut seen = HashSet::new();
        for post in list.into_iter().filter(|post| seen.insert(post.id)) {
            found.entry((post.channel_id, post.create_at, post.user_id)).or_default().push(post);
        }
        Ok(found)
    }

    #[expect(clippy::too_many_arguments, reason = "a batch has one source, one answer of the database and three sinks")]
    async fn root(
        &self,
        source: &Source,
        root: &Item<'_>,
        users: &Users,
        found: &Found,
        kind: Kind,
        writes: &mut Writes,
        copy: &mut PostCopy,
        report: &mut Report,
    ) -> Result<(), Failure> {
        report.read(kind, 1);
        let there = there(found, root);
        if there.is_some_and(|post| post.gone) {
            report.skipped(kind, reason::EDITED, 1);
            return Ok(());
        }
        let root_id = there.map_or_else(|| self.id(), |post| post.id);
        let mut replies: Vec<&PostLine> = root.line.replies.iter().flatten().collect();
        replies.sort_by_key(|reply| reply.create_at);
        let mut growth = Growth::new();
        let mut seen = HashSet::new();
        for line in replies {
            report.read(Kind::Reply, 1);
            let name = line.user.as_deref().unwrap_or_default();
            if !seen.insert((name, line.create_at, line.message.as_deref())) {
                report.skipped(Kind::Reply, reason::TWICE, 1);
                continue;
            }
            let user_id = users.get(name).at(root.number)?;
            let reply = Item { line, user_id, root_id, ..*root };
            match there.and(self::there(found, &reply)) {
                Some(post) if post.gone => report.skipped(Kind::Reply, reason::EDITED, 1),
                Some(post) => self.known_post(source, &reply, post, users, Kind::Reply, writes, copy, report).await?,
                None => {
                    growth.add(user_id, reply.create_at());
                    self.new_post(source, &reply, self.id(), 0, users, writes, copy, report).await?;
                    report.written(Kind::Reply, 1);
                }
            }
        }
        if let Some(post) = there {
            self.known_post(source, root, post, users, kind, writes, copy, report).await?;
        } else {
            let last_reply_at = growth.last_reply_at();
            self.new_post(source, root, root_id, last_reply_at, users, writes, copy, report).await?;
            report.written(kind, 1);
        }
        writes.follow(root, root_id, users).at(root.number)?;
        if !growth.is_empty() {
            let row = growth.row(root_id, root.place.channel_id, root.place.team_id);
            if there.is_some() { writes.grown.push(row) } else { copy.thread(&row) }
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "as `root`")]
    async fn new_post(
        &self,
        source: &Source,
        item: &Item<'_>,
        id: Id,
        last_reply_at: i64,
        users: &Users,
        writes: &mut Writes,
        copy: &mut PostCopy,
        report: &mut Report,
    ) -> Result<(), Failure> {
        let (line, create_at) = (item.line, item.create_at());
        let mut files = Vec::new();
        if line.attachments.is_some() {
            let owner = Owner { post_id: id, user_id: item.user_id, place: item.place, create_at };
            files = self.attachments(source, line, owner, &[], item.number, report).await?;
        }
        let file_ids: Vec<Id> = files.iter().map(|file| file.id).collect();
        for file in &files {
            copy.file(file);
        }
        let reactions = reactions(item, id, users).at(item.number)?;
        let now_ms = self.now_ms();
        report.read(Kind::Reaction, line.reactions.iter().flatten().count());
        report.written(Kind::Reaction, reactions.len());
        report.skipped(Kind::Reaction, reason::TWICE, line.reactions.iter().flatten().count() - reactions.len());
        for reaction in &reactions {
            copy.reaction(reaction, now_ms);
        }
        writes.flag(item, id, users).at(item.number)?;
        let message = line.message.as_deref().unwrap_or_default();
        let props =
            line.props.as_ref().map_or_else(|| "{}".to_owned(), |props| Value::Object(props.clone()).to_string());
        let post_type = line.post_type.as_deref().unwrap_or_default();
        let update_at = match (last_reply_at, reactions.is_empty()) {
            (0, true) => create_at,
            (0, false) => now_ms,
            (last, _) => last.max(create_at),
        };
        copy.post(&PostRow {
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
        writes.count(item, post_type);
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "as `root`")]
    async fn known_post(
        &self,
        source: &Source,
        item: &Item<'_>,
        post: &FoundPost,
        users: &Users,
        kind: Kind,
        writes: &mut Writes,
        copy: &mut PostCopy,
        report: &mut Report,
    ) -> Result<(), Failure> {
        let line = item.line;
        if line.edit_at.is_some() || line.is_pinned.is_some() || line.props.is_some() {
            writes.changes.push(PostChange {
                id: post.id,
                edit_at: line.edit_at,
                pinned: line.is_pinned,
                props: line.props.clone().map(Value::Object),
            });
        }
        report.skipped(kind, reason::THERE, 1);
        let reactions = reactions(item, post.id, users).at(item.number)?;
        report.read(Kind::Reaction, line.reactions.iter().flatten().count());
        report.skipped(Kind::Reaction, reason::TWICE, line.reactions.iter().flatten().count() - reactions.len());
        writes.reactions.extend(reactions);
        writes.flag(item, post.id, users).at(item.number)?;
        if line.attachments.is_some() {
            let mut tx = self.db.begin().await.at(item.number)?;
            let there = talk::file_list_in_tx(&mut tx, &[post.id]).await.at(item.number)?;
            tx.commit_quiet(QUIET).await.at(item.number)?;
            let there: Vec<(String, i64)> = there.into_iter().map(|(_, name, size)| (name, size)).collect();
            let owner =
                Owner { post_id: post.id, user_id: item.user_id, place: item.place, create_at: item.create_at() };
            let files = self.attachments(source, line, owner, &there, item.number, report).await?;
            if !files.is_empty() {
                for file in &files {
                    copy.file(file);
                }
                writes.attached.push((post.id, files.iter().map(|file| file.id).collect()));
            }
        }
        Ok(())
    }

    async fn write_posts(
        &self,
        tx: &mut Tx,
        mut writes: Writes,
        copy: &mut PostCopy,
        kind: Kind,
        report: &mut Report,
    ) -> Result<(), StoreError> {
        let now_ms = self.now_ms();
        talk::session_in_tx(tx);
        copy.write_in_tx(tx).await?;
        if !writes.counts.is_empty() {
            let counts: Vec<(Id, ChannelCount)> = writes.counts.into_iter().collect();
            talk::channels_count_in_tx(tx, &counts).await?;
        }
        if !writes.changes.is_empty() {
            let changed = talk::posts_update_in_tx(tx, &writes.changes, now_ms).await?;
            report.corrected(kind, changed);
        }
        let added = talk::reactions_insert_in_tx(tx, &writes.reactions, now_ms).await?;
        report.written(Kind::Reaction, added);
        report.skipped(Kind::Reaction, reason::THERE, writes.reactions.len() - added);
        for thread in &writes.grown {
            talk::thread_grow_in_tx(tx, thread);
        }
        for (post, files) in &writes.attached {
            talk::post_attach_in_tx(tx, *post, files, now_ms);
        }
        talk::followers_save_in_tx(tx, &writes.followers, now_ms).await?;
        if !writes.flags.is_empty() {
            let read = writes.flags.len();
            let written = preferences_save_in_tx(tx, &mut writes.flags).await?;
            report.settled(Kind::Flag, read, written);
        }
        Ok(())
    }
}

impl Writes {
    fn count(&mut self, item: &Item<'_>, post_type: &str) {
        let count = self.counts.entry(item.place.channel_id).or_default();
        let counted = i64::from(!UNCOUNTED.contains(&post_type));
        count.total += counted;
        count.last_post_at = count.last_post_at.max(item.create_at());
        if !item.is_reply() {
            count.roots += counted;
            count.last_root_post_at = count.last_root_post_at.max(item.create_at());
        }
    }

    fn follow(&mut self, root: &Item<'_>, root_id: Id, users: &Users) -> Result<(), Refusal> {
        let mut seen = HashSet::new();
        for follower in root.line.thread_followers.iter().flatten() {
            let user_id = users.get(follower.user.as_deref().unwrap_or_default())?;
            if seen.insert(user_id) {
                self.followers.push(FollowerRow {
                    root_id,
                    user_id,
                    last_viewed_at: follower.last_viewed.unwrap_or_default(),
                    unread_mentions: follower.unread_mentions.unwrap_or_default(),
                });
            }
        }
        Ok(())
    }

    fn flag(&mut self, item: &Item<'_>, post: Id, users: &Users) -> Result<(), Refusal> {
        for name in item.line.flagged_by.iter().flatten() {
            self.flags.push(PreferenceRow {
                user_id: users.get(name)?,
                category: FLAGGED,
                name: post.to_string(),
                value: "true".to_owned(),
            });
        }
        Ok(())
    }
}

fn root_items<'a>(lines: &[(u64, &'a PostLine)], places: &[Place], users: &Users) -> Result<Vec<Item<'a>>, Failure> {
    let item = |((number, line), place): (&(u64, &'a PostLine), &Place)| {
        let user_id = users.get(line.user.as_deref().unwrap_or_default()).at(*number)?;
        Ok(Item { line, number: *number, user_id, place: *place, root_id: Id::EMPTY })
    };
    lines.iter().zip(places).map(item).collect()
}

/// The post that an item of the file is, if it is there; a live one before one that is gone.
fn there<'f>(found: &'f Found, item: &Item<'_>) -> Option<&'f FoundPost> {
    let message = item.line.message.as_deref().unwrap_or_default();
    let same = found.get(&(item.place.channel_id, item.create_at(), item.user_id))?;
    same.iter().filter(|post| post.root_id == item.root_id && post.message == message).min_by_key(|post| post.gone)
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
