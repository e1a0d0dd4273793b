//! What a batch of posts writes, collected row by row and written in one transaction.

use std::collections::{HashMap, HashSet};

use roost_model::Id;
use roost_store::bulk::people::{PreferenceRow, preferences_save_in_tx};
use roost_store::bulk::talk::{self, ChannelCount, FollowerRow, PostChange, PostCopy, ReactionRow};
use roost_store::{StoreError, Tx};

use super::members::FLAGGED;
use super::names::Users;
use super::posts::Item;
use crate::bulk::line::Kind;
use crate::bulk::refusal::Refusal;
use crate::bulk::report::{Report, reason};
use crate::posts::unread::UNCOUNTED;

#[derive(Default)]
pub(super) struct Writes {
    /// Rows of new posts, with what hangs on them.
    pub copy: PostCopy,
    pub counts: HashMap<Id, ChannelCount>,
    pub changes: Vec<PostChange>,
    /// To posts that are there.
    pub reactions: Vec<ReactionRow>,
    pub followers: Vec<FollowerRow>,
    pub flags: Vec<PreferenceRow>,
    /// Threads whose root is there.
    pub grown: Vec<talk::ThreadRow>,
    pub attached: Vec<(Id, Vec<Id>)>,
}

impl Writes {
    /// Counts a new post for its channel.
    pub fn count(&mut self, item: &Item<'_>, post_type: &str) {
        let count = self.counts.entry(item.place.channel_id).or_default();
        let counted = i64::from(!UNCOUNTED.contains(&post_type));
        count.total += counted;
        count.last_post_at = count.last_post_at.max(item.create_at());
        if !item.is_reply() {
            count.roots += counted;
            count.last_root_post_at = count.last_root_post_at.max(item.create_at());
        }
    }

    pub fn follow(&mut self, root: &Item<'_>, root_id: Id, users: &Users) -> Result<(), Refusal> {
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

    pub fn flag(&mut self, item: &Item<'_>, post: Id, users: &Users) -> Result<(), Refusal> {
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

    /// Writes everything. The rows of channels are locked last: until the commit nobody else can post to them.
    pub async fn write_in_tx(
        mut self,
        tx: &mut Tx,
        kind: Kind,
        report: &mut Report,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        talk::session_in_tx(tx);
        self.copy.write_in_tx(tx).await?;
        if !self.changes.is_empty() {
            let changed = talk::posts_update_in_tx(tx, &self.changes, now_ms).await?;
            report.corrected(kind, changed);
        }
        let added = talk::reactions_insert_in_tx(tx, &self.reactions, now_ms).await?;
        report.written(Kind::Reaction, added);
        report.skipped(Kind::Reaction, reason::THERE, self.reactions.len() - added);
        for thread in &self.grown {
            talk::thread_grow_in_tx(tx, thread);
        }
        for (post, files) in &self.attached {
            talk::post_attach_in_tx(tx, *post, files, now_ms);
        }
        talk::followers_save_in_tx(tx, &self.followers, now_ms).await?;
        if !self.flags.is_empty() {
            let read = self.flags.len();
            let written = preferences_save_in_tx(tx, &mut self.flags).await?;
            report.settled(Kind::Flag, read, written);
        }
        if !self.counts.is_empty() {
            let counts: Vec<(Id, ChannelCount)> = self.counts.into_iter().collect();
            talk::channels_count_in_tx(tx, &counts).await?;
        }
        Ok(())
    }
}
