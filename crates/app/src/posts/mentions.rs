//! Whom a post mentions. Pure: the audience is given.

use std::collections::HashSet;

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType};
use roost_model::post::{Post, kind};

use super::attachments;
use super::audience::{Audience, Comments};
use crate::text::markdown::Document;
use crate::text::{Explicit, Keywords, PossibleMentions, find_mentions};

/// Whom a post mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Each once; never the author, unless a webhook wrote in the author's name.
    pub users: Vec<Id>,
    /// Those of them who are meant by themselves: by name, keyword or group, not with everybody else.
    pub named: HashSet<Id>,
    /// Those of them whom a reply concerns because of their setting `comments`.
    pub by_comment: HashSet<Id>,
    /// Names after `@` that are no member's.
    pub unknown: Vec<String>,
    /// `@here` was said to a channel small enough: whoever is online is meant.
    pub here: bool,
}

impl Mentions {
    pub fn contains(&self, user: Id) -> bool {
        self.users.contains(&user)
    }

    /// Adds somebody, once.
    pub fn add(&mut self, user: Id) {
        if !self.users.contains(&user) {
            self.users.push(user);
        }
    }
}

/// What decides about mentions besides the text.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Whether the author may use `@channel`, `@all` and `@here`.
    pub channel_mentions: bool,
    /// `@channel` reaches nobody in channels with so many members.
    pub members_max: usize,
}

/// The texts of a post, read once.
pub fn documents(post: &Post) -> Vec<Document> {
    std::iter::once(post.message.as_str()).chain(attachments::texts(post)).map(Document::parse).collect()
}

/// Whether the message says `@channel`, `@all` or `@here`.
pub fn names_everybody(documents: &[Document]) -> bool {
    let PossibleMentions { channel, all, here, .. } = find_mentions(documents);
    channel || all || here
}

/// Whom the post itself mentions, without regard to threads.
pub fn mentions_of(
    post: &Post,
    documents: &[Document],
    channel: &Channel,
    audience: &Audience,
    rules: Rules,
) -> Mentions {
    let mut found = Mentions::default();
    match channel.channel_type {
        ChannelType::Direct => {
            found.users.extend(channel.other_user(post.user_id).filter(|user| audience.members.contains_key(user)));
            if post.is_from_webhook() {
                found.add(post.user_id);
            }
        }
        ChannelType::Group => {
            found.users.extend(audience.members.keys().filter(|user| **user != post.user_id));
            found.users.sort_unstable();
            found.named = audience.keywords.find(documents).users.into_iter().collect();
        }
        ChannelType::Open | ChannelType::Private => named(post, documents, audience, rules, &mut found),
    }
    if !post.is_from_webhook() {
        found.users.retain(|user| *user != post.user_id);
    }
    found
}

fn named(post: &Post, documents: &[Document], audience: &Audience, rules: Rules, found: &mut Mentions) {
    let Explicit { users, channel, all, here, unknown, .. } = audience.keywords.find(documents);
    found.named = users.iter().copied().collect();
    found.users = users;
    found.unknown = unknown;
    let about_channel = matches!(post.post_type.as_str(), kind::HEADER_CHANGE | kind::PURPOSE_CHANGE);
    let allowed = rules.channel_mentions && !about_channel && audience.members.len() < rules.members_max;
    if allowed && (channel || all) {
        let mut seen: HashSet<Id> = found.users.iter().copied().collect();
        let wide = audience.members.iter().filter(|(_, member)| member.channel_mentions).map(|(id, _)| *id);
        let mut wide: Vec<Id> = wide.filter(|id| seen.insert(*id)).collect();
        wide.sort_unstable();
        found.users.extend(wide);
    }
    found.here = allowed && here;
    if post.post_type == kind::ADD_TO_CHANNEL {
        let added = Id::parse_or_empty(post.prop_str("addedUserId"));
        if audience.members.contains_key(&added) {
            found.add(added);
        }
    }
}

/// Those who asked to be told of replies to threads that they began or wrote in, and do not collapse threads.
pub fn comment_mentions<'a>(
    root: &'a Post,
    participants: &'a [Id],
    audience: &'a Audience,
    collapses: impl Fn(Id) -> bool + 'a,
) -> impl Iterator<Item = Id> + 'a {
    let writers = std::iter::once(root.user_id).chain(participants.iter().copied().filter(|id| *id != root.user_id));
    writers.filter(move |id| {
        let comments = audience.members.get(id).map_or(Comments::Never, |member| member.comments);
        (comments == Comments::Any || (comments == Comments::Root && *id == root.user_id)) && !collapses(*id)
    })
}

/// Those whom the first post of a thread mentions by name.
pub fn root_mentions(root: &Post, keywords: &Keywords<Id>) -> Vec<Id> {
    keywords.find(&documents(root)).users
}

/// Whether the message has an `@` that could begin a name.
pub fn may_name_somebody(message: &str) -> bool {
    let mut before = None;
    for c in message.chars() {
        let inside_word = before.is_some_and(|b: char| b.is_ascii_alphanumeric() || b == '_');
        if c == '@' && !inside_word {
            return true;
        }
        before = Some(c);
    }
    false
}

#[cfg(test)]
mod tests {
    use roost_model::user::{default_notify_props, string_map};
    use roost_store::audience::AudienceMember;

    use super::*;

    fn id(n: u128) -> Id {
        Id::from_random(n)
    }

    fn audience() -> Audience {
        let member = |n: u128, username: &str| AudienceMember {
            user_id: id(n),
            username: username.to_owned(),
            notify_props: default_notify_props(),
            active: true,
            ..AudienceMember::default()
        };
        let deaf = AudienceMember {
            channel_notify_props: string_map(&[("ignore_channel_mentions", "on")]),
            ..member(3, "cat")
        };
        Audience::new(&[member(1, "ann"), member(2, "bob"), deaf])
    }

    fn found(channel_type: ChannelType, message: &str, rules: Rules) -> Vec<Id> {
        let channel = Channel { channel_type, name: format!("{}__{}", id(1), id(2)), ..Channel::default() };
        let post = Post { user_id: id(1), message: message.to_owned(), ..Post::default() };
        mentions_of(&post, &documents(&post), &channel, &audience(), rules).users
    }

    #[test]
    fn who_is_mentioned() {
        let may = Rules { channel_mentions: true, members_max: 100 };
        for (message, expected) in
            [("hi @bob", &[id(2)][..]), ("me @ann", &[]), ("@all", &[id(2)]), ("@cat and @channel", &[id(3), id(2)])]
        {
            assert_eq!(found(ChannelType::Open, message, may), expected, "{message}");
        }
        assert_eq!(found(ChannelType::Open, "@all", Rules { channel_mentions: false, ..may }), []);
        assert_eq!(found(ChannelType::Open, "@all", Rules { members_max: 3, ..may }), []);
        assert_eq!(found(ChannelType::Direct, "psst", may), [id(2)]);
        assert_eq!(found(ChannelType::Group, "psst", may).len(), 2);
    }

    #[test]
    fn addresses_name_nobody() {
        assert!(may_name_somebody("@ann") && may_name_somebody("hi (@ann)"));
        assert!(!may_name_somebody("ann@example.com") && !may_name_somebody("hi"));
    }
}
