//! What a node remembers of the database. Every entry is made old by a record of the numbered log, never by time.

use std::collections::HashMap;
use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::Channel;
use roost_model::emoji::Emoji;
use roost_model::outgoing_connection::OutgoingConnection;
use roost_model::permission::PermissionSet;
use roost_model::preference::Preference;
use roost_model::role::Role;
use roost_model::scheme::Scheme;
use roost_model::session::Session;
use roost_model::status::Status;
use roost_model::team::Team;
use roost_model::user::User;
use roost_model::webhook::OutgoingWebhook;
use roost_store::memberships::Memberships;
use roost_store::{Cache, CacheCounts, Trusted};

use crate::posts::Audience;
use crate::record::{Kind, Record};

/// Entries per cache at most, in the proportions of the original's defaults.
const SESSIONS_MAX: usize = 35_000;
const USERS_MAX: usize = 20_000;
const MEMBERSHIPS_MAX: usize = 20_000;
const CHANNELS_MAX: usize = 25_000;
const TEAMS_MAX: usize = 20_000;
const STATUSES_MAX: usize = 35_000;
const PREFERENCES_MAX: usize = 20_000;
/// Each holds all members of a channel.
const AUDIENCES_MAX: usize = 5_000;
const CUSTOM_EMOJI_MAX: usize = 10_000;

/// All roles by name with their permissions as bits, and all schemes by id.
#[derive(Default)]
pub struct RoleTable {
    pub roles: HashMap<String, (Role, PermissionSet)>,
    pub schemes: HashMap<Id, Scheme>,
}

impl RoleTable {
    /// The union of the permissions of these roles (separated by spaces); unknown ones grant nothing.
    pub fn permissions(&self, names: &str) -> PermissionSet {
        let mut set = PermissionSet::default();
        for name in names.split_ascii_whitespace() {
            if let Some((role, permissions)) = self.roles.get(name)
                && role.delete_at == 0
            {
                set = set.union(*permissions);
            }
        }
        set
    }
}

/// The caches of one node.
pub struct Caches {
    trusted: Arc<Trusted>,
    /// By token.
    pub sessions: Cache<String, Session>,
    pub users: Cache<Id, User>,
    pub memberships: Cache<Id, Memberships>,
    pub channels: Cache<Id, Channel>,
    pub teams: Cache<Id, Team>,
    pub roles: Cache<(), RoleTable>,
    pub preferences: Cache<Id, Vec<Preference>>,
    pub statuses: Cache<Id, Status>,
    /// By channel.
    pub audiences: Cache<Id, Audience>,
    /// By name; `None` for names that are no custom emoji.
    pub custom_emoji: Cache<String, Option<Emoji>>,
    /// By user: the terms that they accepted last and when, if any.
    pub accepted_terms: Cache<Id, Option<(Id, i64)>>,
    /// By team; empty for most.
    pub outgoing_hooks: Cache<Id, Vec<OutgoingWebhook>>,
    pub outgoing_connections: Cache<(), Vec<OutgoingConnection>>,
}

impl Caches {
    pub fn new(trusted: &Arc<Trusted>) -> Self {
        Self {
            trusted: trusted.clone(),
            sessions: Cache::new(SESSIONS_MAX, trusted.clone()),
            users: Cache::new(USERS_MAX, trusted.clone()),
            memberships: Cache::new(MEMBERSHIPS_MAX, trusted.clone()),
            channels: Cache::new(CHANNELS_MAX, trusted.clone()),
            teams: Cache::new(TEAMS_MAX, trusted.clone()),
            roles: Cache::new(1, trusted.clone()),
            preferences: Cache::new(PREFERENCES_MAX, trusted.clone()),
            statuses: Cache::new(STATUSES_MAX, trusted.clone()),
            audiences: Cache::new(AUDIENCES_MAX, trusted.clone()),
            custom_emoji: Cache::new(CUSTOM_EMOJI_MAX, trusted.clone()),
            accepted_terms: Cache::new(USERS_MAX, trusted.clone()),
            outgoing_hooks: Cache::new(TEAMS_MAX, trusted.clone()),
            outgoing_connections: Cache::new(1, trusted.clone()),
        }
    }

    /// Applies the invalidations of one record. What sockets have to do is in the other parts of the record.
    pub fn apply(&self, record: &Record) {
        for invalidation in &record.invalidations {
            let id = Id::parse_or_empty(&invalidation.key);
            match invalidation.kind() {
                Kind::Everything | Kind::Caches => self.clear(),
                Kind::Session => self.sessions.retain(|_, s| s.id != id),
                Kind::UserSessions => self.sessions.retain(|_, s| s.user_id != id),
                Kind::AllSessions => self.sessions.clear(),
                Kind::User => {
                    self.users.invalidate(&id);
                    self.accepted_terms.invalidate(&id);
                    self.audiences.retain(|_, audience| !audience.knows(id));
                }
                Kind::Memberships => self.memberships.invalidate(&id),
                Kind::Channel => {
                    self.channels.invalidate(&id);
                    // An archived channel loses its webhooks, a moved one takes them along.
                    self.outgoing_hooks.retain(|_, hooks| hooks.iter().all(|hook| hook.channel_id != id));
                }
                Kind::Team => self.teams.invalidate(&id),
                Kind::Roles => self.roles.clear(),
                Kind::Preferences => self.preferences.invalidate(&id),
                Kind::Status => self.statuses.invalidate(&id),
                Kind::ChannelAudience => self.audiences.invalidate(&id),
                Kind::Integrations => {
                    self.outgoing_hooks.clear();
                    self.outgoing_connections.clear();
                }
                Kind::Emoji => self.custom_emoji.clear(),
                Kind::EndSockets | Kind::EndSessionSockets | Kind::RefreshSockets | Kind::ServerBusy | Kind::Config => {
                }
            }
        }
    }

    /// Whether anything is answered from here now.
    pub fn are_trusted(&self) -> bool {
        self.trusted.now()
    }

    /// The counts of every cache, by name.
    pub fn counts(&self) -> Vec<(&'static str, CacheCounts)> {
        vec![
            ("Session", self.sessions.counts()),
            ("UserProfileByIds", self.users.counts()),
            ("AllChannelMembersForUser", self.memberships.counts()),
            ("Channel", self.channels.counts()),
            ("Team", self.teams.counts()),
            ("Role", self.roles.counts()),
            ("Preference", self.preferences.counts()),
            ("Status", self.statuses.counts()),
            ("ProfilesInChannel", self.audiences.counts()),
            ("Emoji", self.custom_emoji.counts()),
            ("TermsOfService", self.accepted_terms.counts()),
            ("OutgoingWebhook", self.outgoing_hooks.counts()),
            ("OutgoingConnection", self.outgoing_connections.counts()),
        ]
    }

    pub fn clear(&self) {
        self.sessions.clear();
        self.users.clear();
        self.memberships.clear();
        self.channels.clear();
        self.teams.clear();
        self.roles.clear();
        self.preferences.clear();
        self.statuses.clear();
        self.audiences.clear();
        self.custom_emoji.clear();
        self.accepted_terms.clear();
        self.outgoing_hooks.clear();
        self.outgoing_connections.clear();
    }
}
