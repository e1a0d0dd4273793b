//! Posts with replies, reactions, attachments, flags and followers: what a batch needs to know of the database.

use std::collections::HashSet;

use roost_model::Id;
use roost_model::errors::import as errors;
use roost_store::StoreError;
use roost_store::bulk::talk;

use super::direct::Conversation;
use super::names::{self, Place, Users};
use super::rows::{Found, PostBatch};
use super::writes::Writes;
use super::{Importer, QUIET, number};
use crate::bulk::batches::Batch;
use crate::bulk::failure::{AtLine as _, Failure};
use crate::bulk::line::{Kind, Line};
use crate::bulk::references::users_of_post;
use crate::bulk::refusal::Refusal;
use crate::bulk::report::Report;
use crate::bulk::shape::PostLine;
use crate::bulk::source::Source;

/// A post of the file and where it belongs.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub line: &'a PostLine,
    pub number: u64,
    pub user_id: Id,
    pub place: Place,
    /// Empty for a post that is no reply.
    pub root_id: Id,
}

impl Item<'_> {
    pub fn create_at(&self) -> i64 {
        self.line.create_at.unwrap_or_default()
    }

    pub fn is_reply(&self) -> bool {
        !self.root_id.is_empty()
    }
}

impl Importer {
    pub(super) async fn posts(&self, source: &Source, batch: &Batch, report: &mut Report) -> Result<(), Failure> {
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

        let (kind, writes) = (batch.kind, Writes::default());
        let mut posts = PostBatch { importer: self, source, kind, users, found, writes, report };
        for root in &roots {
            posts.root(root).await?;
        }
        let mut tx = self.db.begin().await.at(at)?;
        posts.writes.write_in_tx(&mut tx, kind, posts.report, self.now_ms()).await.at(at)?;
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
}

fn root_items<'a>(lines: &[(u64, &'a PostLine)], places: &[Place], users: &Users) -> Result<Vec<Item<'a>>, Failure> {
    let item = |((number, line), place): (&(u64, &'a PostLine), &Place)| {
        let user_id = users.get(line.user.as_deref().unwrap_or_default()).at(*number)?;
        Ok(Item { line, number: *number, user_id, place: *place, root_id: Id::EMPTY })
    };
    lines.iter().zip(places).map(item).collect()
}
