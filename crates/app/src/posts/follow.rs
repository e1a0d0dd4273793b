//! What a reply does to those who follow its thread. Pure: the state of the thread is given.

use std::collections::{HashMap, HashSet};

use roost_model::Id;
use roost_model::channel::{Channel, ChannelType};
use roost_model::post::Post;
use roost_store::threads::{Follow, Follower, ThreadState};

use super::audience::{Audience, Level};
use super::mentions::{Mentions, root_mentions};

/// A follower's view of the thread before and after the reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub user_id: Id,
    pub last_viewed: i64,
    pub unread_replies: i64,
    pub unread_mentions: i64,
    pub previous_unread_replies: i64,
    pub previous_unread_mentions: i64,
}

/// What a reply changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThreadChange {
    /// To be stored.
    pub follows: Vec<Follow>,
    /// Of everybody who follows now and is in the channel.
    pub places: Vec<Place>,
    /// Those of them whom `posted` tells that they follow.
    pub announced: Vec<Id>,
}

/// What decides besides the thread.
pub struct Scene<'a> {
    pub channel: &'a Channel,
    pub audience: &'a Audience,
    /// Whom the reply mentions by name.
    pub mentions: &'a Mentions,
    /// Whom it concerns because of their setting `comments`.
    pub comments: &'a [Id],
    /// `ThreadAutoFollow`.
    pub auto_follow: bool,
}

/// The change that `reply` makes; its time is `reply.create_at`.
pub fn thread_change(reply: &Post, state: &ThreadState, scene: &Scene<'_>) -> ThreadChange {
    let before: HashMap<Id, &Follower> = state.followers.iter().map(|f| (f.user_id, f)).collect();
    let mut change = ThreadChange::default();
    for user in concerned(reply, state, scene) {
        let (is_author, mentioned) = (user == reply.user_id, scene.mentions.contains(user));
        let was = before.get(&user);
        let ended = was.is_some_and(|place| !place.following);
        if ended && !is_author && !mentioned {
            continue;
        }
        if was.is_none() || ended || is_author || mentioned {
            let viewed = if is_author { reply.create_at } else { 0 };
            change.follows.push(Follow { user_id: user, viewed, mentions: i64::from(mentioned && !is_author) });
        }
    }
    let new: HashSet<Id> = change.follows.iter().map(|follow| follow.user_id).collect();
    let stay = state.followers.iter().filter(|f| f.following && !new.contains(&f.user_id)).map(|f| f.user_id);
    let followers = change.follows.iter().map(|f| f.user_id).chain(stay);
    for user in followers.filter(|user| scene.audience.members.contains_key(user)) {
        change.places.push(place(reply, state, before.get(&user).copied(), user, scene.mentions.contains(user)));
        let level = scene.audience.members.get(&user).map_or(Level::Nothing, |member| member.thread_desktop);
        let loud = level == Level::Everything || (level == Level::Mentions && scene.mentions.contains(user));
        if loud && user != reply.user_id {
            change.announced.push(user);
        }
    }
    change
}

/// Everybody whom the reply may make follow, each once, the author first.
fn concerned(reply: &Post, state: &ThreadState, scene: &Scene<'_>) -> Vec<Id> {
    let mut out = vec![reply.user_id];
    if !scene.auto_follow {
        // Nobody begins to follow, but the author has read what is there.
        out.retain(|user| state.followers.iter().any(|f| f.user_id == *user && f.following));
        return out;
    }
    let members = &scene.audience.members;
    if !state.root.is_from_webhook() && members.contains_key(&state.root.user_id) {
        out.push(state.root.user_id);
    }
    if scene.channel.channel_type != ChannelType::Direct {
        out.extend(root_mentions(&state.root, &scene.audience.keywords));
        out.extend(members.iter().filter(|(_, member)| member.auto_follow).map(|(id, _)| *id));
    }
    out.extend(scene.mentions.users.iter().chain(scene.comments).copied());
    crate::text::runes::without_duplicates(out)
}

fn place(reply: &Post, state: &ThreadState, before: Option<&Follower>, user_id: Id, mentioned: bool) -> Place {
    let mention = i64::from(mentioned);
    let (replies, mentions) = before.map_or((state.root.reply_count, 0), |f| (f.unread_replies, f.unread_mentions));
    let (previous_unread_replies, previous_unread_mentions) =
        if before.is_some() { (replies, mentions) } else { (0, 0) };
    let is_author = user_id == reply.user_id;
    let last_viewed = before.map_or(0, |f| f.last_viewed);
    // Clients say until when they have read, by clocks of their own.
    let is_read = last_viewed >= reply.create_at;
    Place {
        user_id,
        last_viewed,
        unread_replies: if is_author { 0 } else { replies + i64::from(!is_read) },
        unread_mentions: if is_author { 0 } else { mentions + mention },
        previous_unread_replies,
        previous_unread_mentions,
    }
}

#[cfg(test)]
mod tests {
    use roost_store::audience::AudienceMember;

    use super::*;

    fn id(n: u128) -> Id {
        Id::from_random(n)
    }

    fn audience(users: &[u128]) -> Audience {
        let member = |n: &u128| AudienceMember {
            user_id: id(*n),
            username: format!("u{n}"),
            active: true,
            notify_props: roost_model::user::default_notify_props(),
            channel_notify_props: roost_model::channel_member::default_notify_props(),
            ..AudienceMember::default()
        };
        Audience::new(&users.iter().map(member).collect::<Vec<_>>())
    }

    fn change(author: u128, mentioned: &[u128], auto_follow: bool, followers: Vec<Follower>) -> ThreadChange {
        let state = ThreadState {
            root: Post {
                id: id(100),
                user_id: id(1),
                reply_count: 2,
                message: "for @u4".to_owned(),
                ..Post::default()
            },
            followers,
            ..ThreadState::default()
        };
        let reply = Post { user_id: id(author), root_id: id(100), create_at: 50, ..Post::default() };
        let mentions = Mentions { users: mentioned.iter().map(|n| id(*n)).collect(), ..Mentions::default() };
        let scene = Scene {
            channel: &Channel::default(),
            audience: &audience(&[1, 2, 3, 4]),
            mentions: &mentions,
            comments: &[],
            auto_follow,
        };
        thread_change(&reply, &state, &scene)
    }

    fn follows(change: &ThreadChange) -> Vec<(Id, i64, i64)> {
        change.follows.iter().map(|f| (f.user_id, f.viewed, f.mentions)).collect()
    }

    #[test]
    fn author_root_author_and_the_mentioned_follow() {
        let change = change(2, &[3], true, Vec::new());
        assert_eq!(follows(&change), [(id(2), 50, 0), (id(1), 0, 0), (id(4), 0, 0), (id(3), 0, 1)]);
        let mentioned = change.places.iter().find(|place| place.user_id == id(3)).unwrap();
        assert_eq!((mentioned.unread_replies, mentioned.unread_mentions), (3, 1));
        assert_eq!((mentioned.previous_unread_replies, mentioned.previous_unread_mentions), (0, 0));
        assert_eq!(change.announced, [id(1), id(4), id(3)]);
    }

    #[test]
    fn who_stopped_following_begins_again_only_when_mentioned() {
        let ended = |n| Follower { user_id: id(n), ..Follower::default() };
        let quiet = change(2, &[], true, vec![ended(1), ended(4)]);
        assert_eq!(follows(&quiet), [(id(2), 50, 0)]);
        let named = change(2, &[4], true, vec![ended(1), ended(4)]);
        assert_eq!(follows(&named), [(id(2), 50, 0), (id(4), 0, 1)]);
    }

    #[test]
    fn followers_who_are_not_concerned_are_told_but_not_written() {
        let follower =
            Follower { user_id: id(3), following: true, last_viewed: 9, unread_replies: 1, unread_mentions: 2 };
        let change = change(2, &[], true, vec![follower]);
        assert!(!change.follows.iter().any(|f| f.user_id == id(3)));
        let place = change.places.iter().find(|place| place.user_id == id(3)).unwrap();
        assert_eq!((place.unread_replies, place.previous_unread_replies, place.unread_mentions), (2, 1, 2));
    }

    #[test]
    fn a_reply_is_read_by_who_said_to_have_read_beyond_it() {
        let follower = Follower { user_id: id(3), following: true, last_viewed: 50, ..Follower::default() };
        let change = change(2, &[], true, vec![follower]);
        let place = change.places.iter().find(|place| place.user_id == id(3)).unwrap();
        assert_eq!((place.unread_replies, place.previous_unread_replies), (0, 0));
    }

    #[test]
    fn without_auto_follow_nobody_begins() {
        assert_eq!(follows(&change(2, &[3], false, Vec::new())), []);
    }
}
