//! Who is in a channel and what they want to be told, remembered so that a plain post asks the database nothing.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use roost_model::Id;
use roost_model::channel_member::notify;
use roost_model::user::StringMap;
use roost_store::audience::{AudienceMember, audience_load};

use crate::text::{Keywords, MemberKeys};
use crate::{AppError, Ctx};

/// The members of one channel.
#[derive(Debug, Default)]
pub struct Audience {
    /// Those whose accounts are active.
    pub members: HashMap<Id, Member>,
    /// Those who were deactivated, and may come back.
    inactive: HashSet<Id>,
    /// What mentions whom.
    pub keywords: Keywords<Id>,
}

/// What one member wants to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub username: String,
    pub is_bot: bool,
    /// Whether `@channel`, `@all` and `@here` mean this member too.
    pub channel_mentions: bool,
    /// Which replies count as mentions without naming the member; of no meaning to those who collapse threads.
    pub comments: Comments,
    /// Follows every thread of the channel.
    pub auto_follow: bool,
    /// Whether a reply in a followed thread is announced on the desktop.
    pub thread_desktop: Level,
    /// What is told to the member's phones.
    pub push: PushWish,
    /// What the member gets mail about.
    pub mail: MailWish,
}

/// What a member gets mail about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailWish {
    pub on: bool,
    /// Replies in threads that the member follows.
    pub threads: Level,
}

/// What a member wants to hear on the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PushWish {
    pub muted: bool,
    pub level: Level,
    /// In conversations of several, where every post concerns everybody.
    pub in_group: Level,
    /// Replies in threads that the member follows.
    pub threads: Level,
    pub when: PushWhen,
}

/// The account's setting `push_status`: when phones are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushWhen {
    Always,
    /// Away or offline.
    Away,
    Offline,
}

/// The account's setting `comments`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comments {
    Never,
    /// Replies to what the member began.
    Root,
    /// Replies to threads that the member wrote in.
    Any,
}

/// How much is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Nothing,
    Mentions,
    Everything,
}

/// The audience of a channel, from the cache or the database.
pub async fn audience_of(ctx: &Ctx, channel: Id) -> Result<Arc<Audience>, AppError> {
    let db = ctx.db();
    let load = async || audience_load(db, channel).await.map(|members| Some(Audience::new(&members)));
    Ok(ctx.app().caches.audiences.get_or_load(&channel, load).await?.unwrap_or_default())
}

impl Audience {
    pub fn new(members: &[AudienceMember]) -> Self {
        let mut audience = Self::default();
        for member in members {
            if !member.active {
                audience.inactive.insert(member.user_id);
                continue;
            }
            let props = &member.notify_props;
            let by_first_name = prop(props, "first_name") == "true" && !member.first_name.is_empty();
            audience.keywords.add_member(
                member.user_id,
                &MemberKeys {
                    username: &member.username,
                    mention_keys: prop(props, "mention_keys"),
                    first_name: by_first_name.then_some(member.first_name.as_str()),
                },
            );
            audience.members.insert(member.user_id, Member::new(member));
        }
        audience
    }

    /// These members alone, whom a text is not looked through for.
    #[must_use]
    pub fn only(&self, users: &[Id]) -> Self {
        let known = |id: &Id| self.members.get(id).map(|member| (*id, member.clone()));
        Self { members: users.iter().filter_map(known).collect(), ..Self::default() }
    }

    /// Whether a change of this account makes the audience old.
    pub fn knows(&self, user: Id) -> bool {
        self.members.contains_key(&user) || self.inactive.contains(&user)
    }
}

impl Member {
    fn new(row: &AudienceMember) -> Self {
        let (own, here) = (&row.notify_props, &row.channel_notify_props);
        Self {
            username: row.username.clone(),
            is_bot: row.is_bot,
            channel_mentions: prop(own, "channel") == "true" && prop(here, notify::IGNORE_MENTIONS) != "on",
            comments: match prop(own, "comments") {
                "any" => Comments::Any,
                "root" => Comments::Root,
                _ => Comments::Never,
            },
            auto_follow: prop(here, notify::AUTO_FOLLOW_THREADS) == "on",
            thread_desktop: thread_desktop(own, here),
            push: PushWish::new(own, here),
            mail: MailWish::new(own, here),
        }
    }
}

impl MailWish {
    fn new(own: &StringMap, here: &StringMap) -> Self {
        let here_says = prop(here, notify::EMAIL);
        let asked = if matches!(here_says, "" | "default") { prop(own, notify::EMAIL) } else { here_says };
        let on = asked != "false" && prop(here, notify::MARK_UNREAD) != "mention";
        let threads = match prop(own, "email_threads") {
            _ if !on => Level::Nothing,
            "all" => Level::Everything,
            _ => Level::Mentions,
        };
        Self { on, threads }
    }
}

impl PushWish {
    fn new(own: &StringMap, here: &StringMap) -> Self {
        let muted = prop(here, notify::MARK_UNREAD) == "mention";
        let default = matches!(prop(here, notify::PUSH), "" | "default");
        // Who sets something else for the channel sets it for the threads there too.
        let deciding = if default { own } else { here };
        let level = match prop(deciding, notify::PUSH) {
            _ if muted => Level::Nothing,
            "none" => Level::Nothing,
            "all" => Level::Everything,
            _ => Level::Mentions,
        };
        let raised = |raised: bool| if raised && level == Level::Mentions { Level::Everything } else { level };
        Self {
            muted,
            level,
            in_group: raised(default),
            threads: raised(prop(deciding, notify::PUSH_THREADS) == "all"),
            when: match prop(own, "push_status") {
                "away" => PushWhen::Away,
                "offline" => PushWhen::Offline,
                _ => PushWhen::Always,
            },
        }
    }
}

/// The channel's own settings go before those of the account, and a muted channel is silent.
fn thread_desktop(own: &StringMap, here: &StringMap) -> Level {
    if prop(here, notify::MARK_UNREAD) == "mention" {
        return Level::Nothing;
    }
    let props = if matches!(prop(here, notify::DESKTOP), "" | "default") { own } else { here };
    match (prop(props, notify::DESKTOP), prop(props, "desktop_threads")) {
        ("none", _) => Level::Nothing,
        ("all", _) | (_, "all") => Level::Everything,
        _ => Level::Mentions,
    }
}

fn prop<'a>(props: &'a StringMap, name: &str) -> &'a str {
    props.get(name).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use roost_model::user::string_map;

    use super::*;

    #[test]
    fn the_channel_goes_before_the_account() {
        let own = string_map(&[("desktop", "mention"), ("desktop_threads", "all")]);
        for (here, expected) in [
            (&[("desktop", "default")][..], Level::Everything),
            (&[][..], Level::Everything),
            (&[("desktop", "mention")][..], Level::Mentions),
            (&[("desktop", "none")][..], Level::Nothing),
            (&[("desktop", "all")][..], Level::Everything),
            (&[("desktop", "all"), ("mark_unread", "mention")][..], Level::Nothing),
        ] {
            assert_eq!(thread_desktop(&own, &string_map(here)), expected, "{here:?}");
        }
    }

    #[test]
    fn what_phones_are_told() {
        use Level::{Everything, Mentions, Nothing};
        let own = |push| string_map(&[("push", push), ("push_threads", "all"), ("push_status", "away")]);
        let levels = |own: &StringMap, here: &[(&str, &str)]| {
            let wish = PushWish::new(own, &string_map(here));
            (wish.level, wish.in_group, wish.threads)
        };
        assert_eq!(levels(&own("mention"), &[]), (Mentions, Everything, Everything));
        assert_eq!(levels(&own("none"), &[("push", "default")]), (Nothing, Nothing, Nothing));
        assert_eq!(levels(&own("none"), &[("push", "all")]), (Everything, Everything, Everything));
        assert_eq!(levels(&own("all"), &[("push", "mention")]), (Mentions, Mentions, Mentions));
        let threads = [("push", "mention"), ("push_threads", "all")];
        assert_eq!(levels(&own("none"), &threads), (Mentions, Mentions, Everything));
        assert_eq!(levels(&own("mention"), &[("push", "default"), ("push_threads", "none")]).2, Everything);
        assert_eq!(levels(&own("all"), &[("mark_unread", "mention")]), (Nothing, Nothing, Nothing));
        assert_eq!(PushWish::new(&own("all"), &StringMap::new()).when, PushWhen::Away);
        assert_eq!(PushWish::new(&StringMap::new(), &StringMap::new()).when, PushWhen::Always);
    }

    #[test]
    fn what_mail_is_about() {
        let wish = |own: &[(&str, &str)], here: &[(&str, &str)]| {
            let MailWish { on, threads } = MailWish::new(&string_map(own), &string_map(here));
            (on, threads)
        };
        assert_eq!(wish(&[("email", "true"), ("email_threads", "all")], &[]), (true, Level::Everything));
        assert_eq!(wish(&[("email", "true")], &[("email", "default")]), (true, Level::Mentions));
        assert_eq!(wish(&[("email", "false")], &[("email", "true")]), (true, Level::Mentions));
        assert_eq!(wish(&[("email", "true")], &[("email", "false")]), (false, Level::Nothing));
        assert_eq!(wish(&[("email", "true")], &[("mark_unread", "mention")]), (false, Level::Nothing));
    }

    #[test]
    fn a_member_can_be_deaf_to_channel_mentions() {
        let member = |own: &[(&str, &str)], here: &[(&str, &str)]| {
            let row = AudienceMember {
                notify_props: string_map(own),
                channel_notify_props: string_map(here),
                ..AudienceMember::default()
            };
            Member::new(&row).channel_mentions
        };
        assert!(member(&[("channel", "true")], &[("ignore_channel_mentions", "default")]));
        assert!(!member(&[("channel", "true")], &[("ignore_channel_mentions", "on")]));
        assert!(!member(&[("channel", "false")], &[("ignore_channel_mentions", "off")]));
    }
}
