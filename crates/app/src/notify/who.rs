//! Who hears of a post on the phone, and why. Pure: the audience and the readers' choices are given.

use std::collections::HashSet;

use roost_model::Id;
use roost_model::channel::ChannelType;
use roost_model::status::{self, Status};

use super::{FORCED_PROP, Notice};
use crate::posts::{Level, Member, PushWhen};

/// Why somebody hears of a post; decides what the message says where it does not show the post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// By name, keyword or group, or in a conversation.
    Named,
    /// With everybody in the channel.
    Everybody,
    /// It replies to what the reader began, and the reader wants to hear of that.
    RootComment,
    /// It replies in a thread that the reader wrote in.
    Comment,
    /// It is in a thread that the reader follows.
    Thread,
    /// The reader hears of every post.
    Activity,
}

/// Why somebody does not hear of a post that is for them: the names of the reasons in the metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    Muted,
    Off,
    NotMentioned,
    Status,
    /// Is looking at the channel.
    Active,
}

impl WhyNot {
    pub fn name(self) -> &'static str {
        match self {
            Self::Muted => "channel_muted",
            Self::Off => "notify_level_none",
            Self::NotMentioned => "not_mentioned",
            Self::Status => "user_status",
            Self::Active => "user_is_active",
        }
    }
}

/// Everybody who might hear of the post, each once.
pub fn candidates(notice: &Notice) -> Vec<Id> {
    let (post, members) = (&notice.post, &notice.audience.members);
    let loud = members.iter().filter(|(_, member)| member.push.level == Level::Everything).map(|(id, _)| *id);
    let all = notice.mentions.users.iter().copied().chain(loud).chain(notice.followers.iter().copied());
    let mut seen = HashSet::new();
    let fits = |id: &Id| {
        let own = *id == post.user_id && !post.is_from_webhook();
        !own && members.get(id).is_some_and(|member| !member.is_bot) && seen.insert(*id)
    };
    all.filter(fits).collect()
}

/// Whether the reader's settings want it. `collapses`: whether the reader sees threads apart from their channels.
/// `Ok(None)`: the post is not for this reader.
pub fn wanted(notice: &Notice, reader: Id, member: &Member, collapses: bool) -> Result<Option<Why>, WhyNot> {
    let post = &notice.post;
    if is_forced(notice) {
        return Ok(Some(Why::Named));
    }
    let wish = member.push;
    let mentioned = notice.mentions.contains(reader);
    let off = |level: Level| {
        if wish.muted {
            WhyNot::Muted
        } else if level == Level::Nothing {
            WhyNot::Off
        } else {
            WhyNot::NotMentioned
        }
    };
    if post.is_reply() && collapses && notice.followers.contains(&reader) {
        return match wish.threads {
            Level::Everything => Ok(Some(Why::Thread)),
            Level::Mentions if mentioned => Ok(Some(Why::Thread)),
            level => Err(off(level)),
        };
    }
    if !mentioned {
        // Replies that a reader does not follow are elsewhere for who sees threads apart.
        let hears = wish.level == Level::Everything && !(collapses && post.is_reply());
        return Ok(hears.then_some(Why::Activity));
    }
    let named = notice.mentions.named.contains(&reader);
    let (level, why) = match notice.channel.channel_type {
        ChannelType::Direct => (wish.level, Why::Named),
        ChannelType::Group if named => (wish.level, Why::Named),
        ChannelType::Group if wish.in_group == Level::Everything => (wish.in_group, Why::Activity),
        ChannelType::Group => return Err(off(wish.in_group)),
        _ if named => (wish.level, Why::Named),
        _ if notice.mentions.by_comment.contains(&reader) => (wish.level, comment(notice, reader)),
        _ => (wish.level, Why::Everybody),
    };
    if level == Level::Nothing { Err(off(level)) } else { Ok(Some(why)) }
}

fn comment(notice: &Notice, reader: Id) -> Why {
    if notice.root_author == Some(reader) { Why::RootComment } else { Why::Comment }
}

/// Whether the reader's presence allows it. `viewing`: looks at the channel right now.
pub fn present(notice: &Notice, member: &Member, status: &Status, viewing: bool, why: Why) -> Result<(), WhyNot> {
    if is_forced(notice) {
        return Ok(());
    }
    let word = status.status.as_str();
    if matches!(word, status::DO_NOT_DISTURB | status::OUT_OF_OFFICE) {
        return Err(WhyNot::Status);
    }
    let allowed = match member.push.when {
        PushWhen::Always if viewing && why != Why::Thread => return Err(WhyNot::Active),
        PushWhen::Always => true,
        PushWhen::Away => matches!(word, status::AWAY | status::OFFLINE),
        PushWhen::Offline => word == status::OFFLINE,
    };
    if allowed { Ok(()) } else { Err(WhyNot::Status) }
}

pub fn is_forced(notice: &Notice) -> bool {
    !notice.post.prop_str(FORCED_PROP).is_empty()
}

#[cfg(test)]
mod tests {
    use roost_model::channel::Channel;
    use roost_model::post::Post;
    use roost_model::user::string_map;
    use roost_store::audience::AudienceMember;

    use super::*;
    use crate::posts::{Audience, Mentions};

    fn id(n: u128) -> Id {
        Id::from_random(n)
    }

    /// A post of 1 for 2, in a channel of both, with settings of 2.
    fn notice(own: &[(&str, &str)], here: &[(&str, &str)]) -> Notice {
        let member = |n: u128, own, here| AudienceMember {
            user_id: id(n),
            username: format!("u{n}"),
            notify_props: string_map(own),
            channel_notify_props: string_map(here),
            active: true,
            ..AudienceMember::default()
        };
        Notice {
            post: Post { user_id: id(1), ..Post::default() },
            channel: Channel::default().into(),
            author: std::sync::Arc::default(),
            audience: Audience::new(&[member(1, &[("push", "all")], &[]), member(2, own, here)]).into(),
            mentions: Mentions::default(),
            root_author: None,
            followers: HashSet::new(),
        }
    }

    fn decided(notice: &Notice, collapses: bool) -> Result<Option<Why>, WhyNot> {
        wanted(notice, id(2), &notice.audience.members[&id(2)], collapses)
    }

    fn mentioning(mut notice: Notice, named: bool) -> Notice {
        notice.mentions.add(id(2));
        notice.mentions.named.extend(named.then_some(id(2)));
        notice
    }

    #[test]
    fn settings_decide() {
        let mention = &[("push", "mention")][..];
        assert_eq!(decided(&notice(mention, &[]), false), Ok(None));
        assert_eq!(decided(&notice(&[("push", "all")], &[]), false), Ok(Some(Why::Activity)));
        assert_eq!(decided(&mentioning(notice(mention, &[]), true), false), Ok(Some(Why::Named)));
        assert_eq!(decided(&mentioning(notice(mention, &[]), false), false), Ok(Some(Why::Everybody)));
        assert_eq!(decided(&mentioning(notice(&[("push", "none")], &[]), true), false), Err(WhyNot::Off));
        let muted = notice(&[("push", "all")], &[("mark_unread", "mention")]);
        assert_eq!(decided(&mentioning(muted, true), false), Err(WhyNot::Muted));
    }

    #[test]
    fn conversations_of_several_tell_everybody_who_has_not_asked_otherwise() {
        let group = |own: &[(&str, &str)], here: &[(&str, &str)], named| {
            let mut notice = mentioning(notice(own, here), named);
            notice.channel = Channel { channel_type: ChannelType::Group, ..Channel::default() }.into();
            decided(&notice, false)
        };
        assert_eq!(group(&[("push", "mention")], &[], false), Ok(Some(Why::Activity)));
        assert_eq!(group(&[("push", "mention")], &[("push", "mention")], false), Err(WhyNot::NotMentioned));
        assert_eq!(group(&[("push", "mention")], &[("push", "mention")], true), Ok(Some(Why::Named)));
        assert_eq!(group(&[("push", "none")], &[], true), Err(WhyNot::Off));
    }

    #[test]
    fn followers_of_threads_have_a_setting_of_their_own() {
        let reply = |own: &[(&str, &str)], follows: bool| {
            let mut notice = notice(own, &[]);
            notice.post.root_id = id(9);
            notice.followers.extend(follows.then_some(id(2)));
            notice
        };
        let quiet = &[("push", "mention"), ("push_threads", "mention")][..];
        let loud = &[("push", "mention"), ("push_threads", "all")][..];
        assert_eq!(decided(&reply(loud, true), true), Ok(Some(Why::Thread)));
        assert_eq!(decided(&reply(quiet, true), true), Err(WhyNot::NotMentioned));
        assert_eq!(decided(&mentioning(reply(quiet, true), true), true), Ok(Some(Why::Thread)));
        assert_eq!(decided(&reply(loud, true), false), Ok(None), "who does not collapse threads follows none");
        assert_eq!(decided(&reply(&[("push", "all")], false), true), Ok(None));
        assert_eq!(decided(&reply(&[("push", "all")], false), false), Ok(Some(Why::Activity)));
    }

    #[test]
    fn presence_decides() {
        let present_as = |when: &str, word: &str, viewing, why| {
            let notice = notice(&[("push_status", when)], &[]);
            let status = Status { status: word.to_owned(), ..Status::default() };
            present(&notice, &notice.audience.members[&id(2)], &status, viewing, why)
        };
        for (when, word, viewing, why, expected) in [
            ("online", "online", false, Why::Named, Ok(())),
            ("online", "online", true, Why::Named, Err(WhyNot::Active)),
            ("online", "online", true, Why::Thread, Ok(())),
            ("online", "dnd", false, Why::Named, Err(WhyNot::Status)),
            ("online", "ooo", false, Why::Thread, Err(WhyNot::Status)),
            ("away", "online", false, Why::Named, Err(WhyNot::Status)),
            ("away", "away", false, Why::Named, Ok(())),
            ("offline", "away", false, Why::Named, Err(WhyNot::Status)),
            ("offline", "offline", true, Why::Named, Ok(())),
        ] {
            assert_eq!(present_as(when, word, viewing, why), expected, "{when} {word} {viewing} {why:?}");
        }
    }

    #[test]
    fn authors_and_programs_are_nobody_to_tell() {
        assert_eq!(candidates(&notice(&[("push", "all")], &[])), [id(2)]);
        let mut own = notice(&[], &[]);
        own.post.props.insert("from_webhook".to_owned(), "true".into());
        assert_eq!(candidates(&own), [id(1)], "a webhook only borrows the name");
    }

    #[test]
    fn who_tries_the_settings_is_told_whatever_they_are() {
        let mut forced = notice(&[("push", "none"), ("push_status", "offline")], &[("mark_unread", "mention")]);
        forced.post.props.insert(FORCED_PROP.to_owned(), "x".into());
        assert_eq!(decided(&forced, false), Ok(Some(Why::Named)));
        let status = Status { status: "dnd".to_owned(), ..Status::default() };
        let member = &forced.audience.members[&id(2)];
        assert_eq!(present(&forced, member, &status, true, Why::Named), Ok(()));
    }
}
