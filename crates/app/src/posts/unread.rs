//! Making a channel unread from a post on.

use std::collections::{HashMap, HashSet};

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType, ChannelUnreadAt};
use roost_model::errors::channel as channel_errors;
use roost_model::post::{Post, kind};
use roost_model::ws::event;
use roost_model::ws::post::PostUnread;
use roost_realtime::{Audience as Recipients, Event};
use roost_store::audience::audience_member;
use roost_store::db::Reads;
use roost_store::post_references::groups_of_member;
use roost_store::post_unread::{self as store, Among, Candidate, MentionCount, OwnThread};

use super::again::NO_GROUPS;
use super::audience::{Audience, Comments};
use super::crt::Collapsing;
use super::{get, mentions};
use crate::access::channel::channel_get;
use crate::notify::Read;
use crate::text::Explicit;
use crate::{AppError, Ctx, Record};

/// Posts about coming and going, which count for nobody.
pub(crate) const UNCOUNTED: [&str; 10] = [
    kind::JOIN_LEAVE,
    kind::ADD_REMOVE,
    kind::JOIN_CHANNEL,
    kind::LEAVE_CHANNEL,
    kind::JOIN_TEAM,
    kind::LEAVE_TEAM,
    kind::ADD_TO_CHANNEL,
    kind::REMOVE_FROM_CHANNEL,
    kind::ADD_TO_TEAM,
    kind::REMOVE_FROM_TEAM,
];

/// Makes the post and everything after it unread for a user.
pub async fn post_set_unread(ctx: &Ctx, user: Id, id: Id) -> Result<ChannelUnreadAt, AppError> {
    crate::users::access::require_self_or_edit(ctx, user)?;
    let (post, access) = get::readable_or_denied(ctx, id).await?;
    let viewed_ms = post.create_at - 1;
    let mentions = if is_conversation(&access.channel) {
        store::direct_count(ctx.db(), post.channel_id, viewed_ms, user).await?
    } else {
        count(ctx, Among::Channel(post.channel_id), post.channel_id, viewed_ms, user).await?
    };

    let mut tx = ctx.db().begin().await?;
    let now = ctx.now_ms();
    let set =
        store::channel_set_unread_in_tx(&mut tx, post.channel_id, user, viewed_ms, now, mentions, &UNCOUNTED).await?;
    let set = set.ok_or(channel_errors::MEMBER_NOT_FOUND)?;
    let mut record = Record::new();
    let data = PostUnread {
        last_viewed_at: set.last_viewed_at,
        mention_count: set.mention_count,
        mention_count_root: set.mention_count_root,
        msg_count: set.msg_count,
        msg_count_root: set.msg_count_root,
        post_id: post.id,
        urgent_mention_count: set.urgent_mention_count,
    };
    let recipients = Recipients::user(user).with_channel(post.channel_id).with_team(set.team_id);
    record.event(Event::new(event::POST_UNREAD, &data, recipients));
    ctx.notify_read(Read::counts(ctx, user));
    ctx.commit(tx, record).await?;
    Ok(ChannelUnreadAt {
        team_id: set.team_id,
        user_id: user,
        channel_id: post.channel_id,
        msg_count: set.msg_count,
        mention_count: set.mention_count,
        mention_count_root: set.mention_count_root,
        urgent_mention_count: set.urgent_mention_count,
        msg_count_root: set.msg_count_root,
        last_viewed_at: set.last_viewed_at,
    })
}

/// Whether every post there is for everybody, as if it named them.
fn is_conversation(channel: &Channel) -> bool {
    matches!(channel.channel_type, ChannelType::Direct | ChannelType::Group)
}

/// How often others have mentioned a member after a time.
async fn count(ctx: &Ctx, among: Among, channel: Id, after_ms: i64, user: Id) -> Result<MentionCount, AppError> {
    let Some(mut member) = Mentioned::of(ctx, channel, user).await? else { return Ok(MentionCount::default()) };
    if member.comments != Comments::Never && Collapsing::is_on_for(ctx, user).await? {
        member.comments = Comments::Never;
    }
    member.count(&mut ctx.db(), among, after_ms).await
}

/// Somebody whom posts may mention.
pub(crate) struct Mentioned {
    user: Id,
    audience: Audience,
    hears_all: bool,
    in_conversation: bool,
    /// Which replies count though they do not name the user; none for who collapses threads.
    comments: Comments,
}

impl Mentioned {
    /// A member of the channel; `None`: the user is none.
    pub async fn of(ctx: &Ctx, channel: Id, user: Id) -> Result<Option<Self>, AppError> {
        let Some(member) = audience_member(ctx.db(), channel, user).await? else { return Ok(None) };
        let audience = Audience::new(&[member]);
        let own = audience.members.get(&user);
        let hears_all = own.is_some_and(|member| member.channel_mentions);
        let comments = own.map_or(Comments::Never, |member| member.comments);
        let in_conversation = channel_get(ctx, channel).await.is_ok_and(|channel| is_conversation(&channel));
        Ok(Some(Self { user, audience, hears_all, in_conversation, comments }))
    }

    /// As [`Self::count`] of a place where threads are apart: who replies concerns those who follow, not who commented.
    pub async fn count_in_thread(
        mut self,
        from_where: &mut impl Reads,
        thread: Id,
        after_ms: i64,
    ) -> Result<i64, AppError> {
        self.comments = Comments::Never;
        Ok(self.count(from_where, Among::Thread(thread), after_ms).await?.all)
    }

    /// How many posts of others after a time are mentions.
    async fn count(&self, from_where: &mut impl Reads, among: Among, after_ms: i64) -> Result<MentionCount, AppError> {
        let mut count = MentionCount::default();
        let mut threads: HashMap<Id, OwnThread> = HashMap::new();
        let mut groups = Groups::default();
        // Ids are letters and digits: this is beyond all of them.
        let mut next = Some((after_ms, "~".to_owned()));
        while let Some(from) = next.take() {
            let page;
            (page, next) = store::candidate_page(from_where, among, &from, self.user).await?;
            if self.comments != Comments::Never {
                let roots = page.iter().map(|one| one.post.root_id);
                let unknown = roots.filter(|root| !root.is_empty() && !threads.contains_key(root)).collect();
                let unknown = crate::text::runes::without_duplicates(unknown);
                if !unknown.is_empty() {
                    let own = store::own_threads(from_where, &unknown, self.user).await?;
                    threads.extend(own.into_iter().map(|thread| (thread.root_id, thread)));
                }
            }
            let named: Vec<Explicit<Id>> = page.iter().map(|one| self.named(&one.post)).collect();
            groups.look_up(from_where, &named, self.user).await?;
            for (Candidate { post, urgent }, named) in page.iter().zip(&named) {
                let follows = || threads.get(&post.root_id).is_some_and(|thread| self.follows(thread, post));
                if self.is_in(post, named) || groups.has_one_of(named) || follows() {
                    count.all += 1;
                    count.roots += i64::from(!post.is_reply());
                    count.urgent += i64::from(*urgent);
                }
            }
        }
        Ok(count)
    }

    /// Whom the post names, with groups only where its author may name them.
    fn named(&self, post: &Post) -> Explicit<Id> {
        if self.in_conversation {
            return Explicit::default();
        }
        let mut named = self.audience.keywords.find(&mentions::documents(post));
        if post.props.contains_key(NO_GROUPS) {
            named.unknown.clear();
        }
        named
    }

    /// Whether a reply concerns the user because of what the user wrote before it.
    fn follows(&self, thread: &OwnThread, reply: &Post) -> bool {
        match self.comments {
            Comments::Never => false,
            Comments::Root => thread.began,
            Comments::Any => thread.began || thread.wrote_at.is_some_and(|at| at < reply.create_at),
        }
    }

    fn is_in(&self, post: &Post, named: &Explicit<Id>) -> bool {
        if self.in_conversation {
            return true;
        }
        if post.post_type == kind::ADD_TO_CHANNEL {
            return Id::parse_or_empty(post.prop_str("addedUserId")) == self.user;
        }
        // Who was online then is not known any more: `@here` is for everybody.
        let everybody = self.hears_all
            && (named.channel || named.all || named.here)
            && !post.props.contains_key("mentionHighlightDisabled");
        everybody || !named.users.is_empty()
    }
}

/// Groups that posts name, and which of them the user is in.
#[derive(Default)]
struct Groups {
    asked: HashSet<String>,
    own: HashSet<String>,
}

impl Groups {
    /// Asks for those names that were not asked for yet: one statement, and none where no post names anything unknown.
    async fn look_up(&mut self, from_where: &mut impl Reads, named: &[Explicit<Id>], user: Id) -> Result<(), AppError> {
        let unknown = named.iter().flat_map(|named| &named.unknown);
        let fresh: Vec<String> = unknown.filter(|name| self.asked.insert((*name).clone())).cloned().collect();
        if !fresh.is_empty() {
            self.own.extend(groups_of_member(from_where, &fresh, user).await?);
        }
        Ok(())
    }

    fn has_one_of(&self, named: &Explicit<Id>) -> bool {
        named.unknown.iter().any(|name| self.own.contains(name))
    }
}
