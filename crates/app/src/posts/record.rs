//! The events of a new post. Pure: everything they tell is given.

use std::collections::{BTreeMap, HashSet};

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType};
use roost_model::post::{Post, PostMetadata};
use roost_model::thread::ThreadResponse;
use roost_model::user::User;
use roost_model::ws::channel::ChannelsViewed;
use roost_model::ws::post::{Posted, TRUE};
use roost_model::ws::thread::ThreadUpdated;
use roost_model::ws::{event, json_text};
use roost_realtime::{Audience as Recipients, Event};

use super::follow::Place;

/// What `posted` tells.
pub struct PostedScene<'a> {
    /// As clients see it.
    pub post: &'a Post,
    /// As only its author sees it, when that is something else.
    pub of_author: Option<&'a Post>,
    pub channel: &'a Channel,
    /// As clients show it.
    pub channel_display_name: String,
    pub sender_name: String,
    pub set_online: bool,
    pub mentioned: &'a [Id],
    pub followers: &'a [Id],
}

/// `posted`, with copies for those who are mentioned or follow the thread.
pub fn posted(scene: &PostedScene<'_>) -> Event {
    let files = scene.post.metadata.as_ref().map(|m| m.files.as_slice()).unwrap_or_default();
    let base = Posted {
        channel_display_name: scene.channel_display_name.clone(),
        channel_name: scene.channel.name.clone(),
        channel_type: scene.channel.channel_type,
        image: files.iter().any(roost_model::file::FileInfo::is_image).then_some(TRUE),
        other_file: (!files.is_empty()).then_some(TRUE),
        post: json_text(scene.post),
        sender_name: scene.sender_name.clone(),
        set_online: scene.set_online,
        team_id: scene.channel.team_id,
        ..Posted::default()
    };
    let mut event = Event::new(event::POSTED, &base, Recipients::channel(scene.channel.id));
    if let Some(own) = scene.of_author {
        event = event.with_variant([own.user_id], |_| Posted { post: json_text(own), ..base.clone() });
    }
    let mentioned: HashSet<Id> = scene.mentioned.iter().copied().collect();
    let followers: HashSet<Id> = scene.followers.iter().copied().collect();
    let both: Vec<Id> = scene.mentioned.iter().copied().filter(|id| followers.contains(id)).collect();
    let only_mentioned: Vec<Id> = scene.mentioned.iter().copied().filter(|id| !followers.contains(id)).collect();
    let only_following: Vec<Id> = scene.followers.iter().copied().filter(|id| !mentioned.contains(id)).collect();
    for (users, mentions, follows) in [(both, true, true), (only_mentioned, true, false), (only_following, false, true)]
    {
        // Each hears of itself only.
        let copy = |own: Id| {
            let list = json_text(&[own]);
            Posted { mentions: mentions.then(|| list.clone()), followers: follows.then_some(list), ..base.clone() }
        };
        let asking = |own: Id| Posted { should_ack: Some(true), ..copy(own) };
        // The first copy that fits a connection is taken: the one that asks for an answer goes before.
        event = event.with_ack_variant(users.iter().copied(), asking).with_variant(users, copy);
    }
    event
}

/// `multiple_channels_viewed` for an author, who has seen what they wrote.
pub fn author_viewed(user: Id, channel: Id, last_viewed_at: i64) -> Event {
    let data = ChannelsViewed { channel_times: BTreeMap::from([(channel, last_viewed_at)]) };
    Event::new(event::MULTIPLE_CHANNELS_VIEWED, &data, Recipients::user(user))
}

/// A thread after a reply.
pub struct ThreadScene<'a> {
    pub root: &'a Post,
    pub reply_count: i64,
    pub last_reply_at: i64,
    pub is_urgent: bool,
    pub delete_at: i64,
    pub team_id: Id,
}

/// Where a thread without participants has its list of them: text in text.
const PARTICIPANTS: &str = r#"\"participants\":["#;

/// The participants of a thread, as others may see them, as they stand in `thread_updated`: between the brackets of the
/// list. For a thread that many follow and many wrote in, this is nearly all of the event.
pub fn participants_text(participants: &[User]) -> String {
    let list = json_text(&json_text(&participants));
    // Quotes of the text and brackets of the list.
    list.get(2..list.len().saturating_sub(2)).unwrap_or_default().to_owned()
}

impl ThreadScene<'_> {
    /// `thread_updated` for one follower. `participants` is the number of [`participants_text`] in the record.
    pub fn updated(&self, place: &Place, participants: u32) -> Event {
        let thread = ThreadResponse {
            id: self.root.id,
            reply_count: self.reply_count,
            last_reply_at: self.last_reply_at,
            last_viewed_at: place.last_viewed,
            participants: Vec::new(),
            post: bare(self.root.clone()),
            unread_replies: place.unread_replies,
            unread_mentions: place.unread_mentions,
            is_urgent: self.is_urgent,
            delete_at: self.delete_at,
        };
        let data = ThreadUpdated::new(&thread, place.previous_unread_replies, place.previous_unread_mentions);
        let recipients = Recipients::user(place.user_id);
        let recipients = if self.team_id.is_empty() { recipients } else { recipients.with_team(self.team_id) };
        Event::new(event::THREAD_UPDATED, &data, recipients).with_common(participants, PARTICIPANTS)
    }
}

/// The first post of a thread as threads show it: without what belongs to lists of posts.
pub fn bare(mut post: Post) -> Post {
    super::attachments::strip_integrations(&mut post);
    post.metadata = None::<PostMetadata>;
    post.reply_count = 0;
    post.pending_post_id = String::new();
    post
}

/// What a channel is called in `posted`: the sender in direct channels, everybody in group channels.
pub fn display_name<'a>(channel: &Channel, sender: &str, members: impl Iterator<Item = &'a str>) -> String {
    match channel.channel_type {
        ChannelType::Direct => sender.to_owned(),
        ChannelType::Group => {
            let mut names: Vec<&str> = members.collect();
            names.sort_unstable();
            names.join(", ")
        }
        ChannelType::Open | ChannelType::Private => channel.display_name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_with_its_participants_is_that_without_them_and_what_all_followers_share() {
        let user = |n: u128| User { id: Id::from_random(n), nickname: r#"a "b" \ ü"#.to_owned(), ..User::default() };
        let participants = vec![user(1), user(2)];
        let root = Post { message: r#""participants":["#.to_owned(), ..Post::default() };
        let team_id = Id::from_random(3);
        let scene =
            ThreadScene { root: &root, reply_count: 2, last_reply_at: 5, is_urgent: false, delete_at: 0, team_id };
        let place = Place {
            user_id: Id::from_random(4),
            last_viewed: 1,
            unread_replies: 2,
            unread_mentions: 0,
            previous_unread_replies: 1,
            previous_unread_mentions: 0,
        };
        let event = scene.updated(&place, 0);
        let at = event.common.unwrap().at as usize;
        let spliced =
            [&event.head[..at], participants_text(&participants).as_bytes(), &event.head[at..], b"}"].concat();
        let spliced: serde_json::Value = serde_json::from_slice(&spliced).unwrap();
        let thread: serde_json::Value = serde_json::from_str(spliced["data"]["thread"].as_str().unwrap()).unwrap();
        assert_eq!(thread["participants"], serde_json::to_value(&participants).unwrap());
        assert_eq!(thread["post"]["message"], root.message);
        assert_eq!(participants_text(&[]), "");
    }

    fn event_for(mentioned: usize) -> Event {
        let mentioned: Vec<Id> = (0..mentioned).map(|n| Id::from_random(n as u128 + 10)).collect();
        posted(&PostedScene {
            of_author: None,
            post: &Post::default(),
            channel: &Channel::default(),
            channel_display_name: String::new(),
            sender_name: String::new(),
            set_online: true,
            mentioned: &mentioned,
            followers: &[Id::from_random(10), Id::from_random(9)],
        })
    }

    #[test]
    fn the_mentioned_and_the_followers_have_their_own_copies() {
        let event = event_for(2);
        let users: Vec<usize> = event.variants.iter().map(|v| v.users.len()).collect();
        assert_eq!(users, [1; 6], "three users, each with and without the question for an answer");
        let text = |n: usize| String::from_utf8(event.variants[n].head.to_vec()).unwrap();
        assert!(text(1).contains("mentions") && text(1).contains("followers"));
        assert!(text(3).contains("mentions") && !text(3).contains("followers"));
        assert!(!text(5).contains("mentions") && text(5).contains("followers"));
        assert!(text(0).contains("should_ack") && !text(1).contains("should_ack"));
    }

    #[test]
    fn a_mention_of_thousands_is_encoded_once_for_all_of_them() {
        let event = event_for(5_000);
        let users: Vec<usize> = event.variants.iter().filter(|v| !v.posted_ack).map(|v| v.users.len()).collect();
        assert_eq!(users, [1, 4_999, 1], "who follows and is mentioned, the others who are, and who only follows");
        assert_eq!(event.variants.iter().map(|v| v.own_at.len()).collect::<Vec<_>>(), [0, 0, 1, 1, 0, 0]);
    }
}
