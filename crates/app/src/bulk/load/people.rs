//! Users and bots.

use std::collections::HashMap;
use std::num::NonZeroU32;

use futures_util::stream::{self, StreamExt, TryStreamExt};
use roost_model::errors::import as errors;
use roost_model::user::{ROLE_SYSTEM_USER, User, UserSecrets, default_notify_props, default_timezone};
use roost_store::bulk::lookup::{self, BotRow};
use roost_store::bulk::people as store;
use roost_store::{StoreError, users};
use serde_json::json;

use super::names::Users;
use super::places::overlay;
use super::{Importer, QUIET, number};
use crate::bulk::batches::Batch;
use crate::bulk::failure::{AtLine as _, Failure};
use crate::bulk::line::{Kind, Line};
use crate::bulk::refusal::Refusal;
use crate::bulk::report::Report;
use crate::bulk::shape::{BotLine, CustomStatusLine, UserLine, UserNotifyLine};
use crate::bulk::source::Source;
use crate::password::{self, SALT_LEN, Verdict};
use crate::text::locale;

/// Key of a user's props.
const CUSTOM_STATUS: &str = "customStatus";
/// How "never ends" is written.
const NO_END: &str = "0001-01-01T00:00:00Z";
const SYSTEM_BOT: &str = "system-bot";
const SYSTEM_BOT_NAME: &str = "System";
const BOT_MAIL_DOMAIN: &str = "localhost";

/// What is to be done with a password.
enum Secret {
    Keep(String),
    New(String),
    /// Of somebody who has none yet, and asks for one by mail: nobody knows this one, and 128 random bits cannot be
    /// found by trying, however fast. A load has thousands of them.
    Unknown,
    /// Hashed anew only when it is another one than that of the stored form.
    Replace {
        stored: String,
        password: String,
    },
}

impl Importer {
    pub(super) async fn users(&self, source: &Source, batch: &Batch, report: &mut Report) -> Result<(), Failure> {
        let at = number(batch);
        let lines: Vec<(u64, &UserLine)> = batch
            .lines
            .iter()
            .filter_map(|(n, line)| if let Line::User(u) = line { Some((*n, &**u)) } else { None })
            .collect();
        let known = self.known_users(lines.iter().filter_map(|(_, line)| line.username.as_deref())).await.at(at)?;
        let mut planned = Vec::with_capacity(lines.len());
        let mut secrets = Vec::with_capacity(lines.len());
        for (line_number, line) in &lines {
            let old = known.get(&line.username.as_deref().unwrap_or_default().to_lowercase());
            let mut user = self.user_of(line, old.map(|(user, _)| user));
            if let Some(path) = &line.profile_image
                && self.profile_image(source, path, user.id, *line_number).await?
            {
                user.last_picture_update = self.now_ms();
            }
            secrets.push(secret_of(line, old.map(|(_, hash)| hash.as_str())));
            planned.push((user, old));
        }
        let hashes = self.hashes(secrets).await.at(at)?;
        let mut tx = self.db.begin().await.at(at)?;
        let mut written = 0;
        for ((user, old), hash) in planned.iter_mut().zip(hashes) {
            let changed = if let Some((old, old_hash)) = old {
                self.update(&mut tx, user, old, hash, old_hash)
            } else {
                insert(&mut tx, user, hash);
                true
            };
            written += usize::from(changed);
        }
        let people: Vec<(u64, &UserLine, &User, bool)> = lines
            .iter()
            .zip(&planned)
            .map(|((line_number, line), (user, old))| (*line_number, *line, user, old.is_none()))
            .collect();
        self.memberships(&mut tx, &people, at, report).await?;
        report.settled(Kind::User, lines.len(), written);
        tx.commit_quiet(QUIET).await.at(at)
    }

    async fn known_users(
        &self,
        names: impl Iterator<Item = &str>,
    ) -> Result<HashMap<String, (User, String)>, StoreError> {
        let lower: Vec<String> = names.map(str::to_lowercase).collect();
        let names: Vec<&str> = lower.iter().map(String::as_str).collect();
        let found = lookup::user_list(&self.db, &names).await?;
        Ok(found.into_iter().map(|(user, hash)| (user.username.clone(), (user, hash))).collect())
    }

    /// The account as the line wants it.
    fn user_of(&self, line: &UserLine, old: Option<&User>) -> User {
        let mut user = old.cloned().unwrap_or_else(|| self.new_user(line.username.as_deref().unwrap_or_default()));
        user.email = line.email.as_deref().unwrap_or_default().to_lowercase();
        user.email_verified = true;
        if let Some(service) = &line.auth_service {
            (if service == "email" { "" } else { service }).clone_into(&mut user.auth_service);
            user.auth_data = line.auth_data.clone().filter(|data| !data.is_empty());
        }
        overlay(&mut user.nickname, line.nickname.as_ref());
        overlay(&mut user.first_name, line.first_name.as_ref());
        overlay(&mut user.last_name, line.last_name.as_ref());
        overlay(&mut user.position, line.position.as_ref());
        if let Some(roles) = line.roles.as_ref().filter(|roles| !roles.is_empty()) {
            user.roles.clone_from(roles);
        }
        if let Some(locale) = line.locale.as_ref().filter(|locale| locale::is_offered(locale)) {
            user.locale.clone_from(locale);
        }
        overlay(&mut user.delete_at, line.delete_at.as_ref());
        if let Some(props) = &line.notify_props {
            notify_props(&mut user, props);
        }
        if let Some(status) = &line.custom_status {
            user.props.insert(CUSTOM_STATUS.to_owned(), custom_status(status));
        }
        user
    }

    fn new_user(&self, username: &str) -> User {
        User {
            id: self.id(),
            create_at: self.now_ms(),
            update_at: self.now_ms(),
            username: username.to_lowercase(),
            roles: ROLE_SYSTEM_USER.to_owned(),
            notify_props: default_notify_props(),
            last_password_update: self.now_ms(),
            locale: self.locale.clone(),
            timezone: Some(default_timezone()),
            ..User::default()
        }
    }

    /// Stored forms, in order. Each takes a core for about 70 ms.
    async fn hashes(&self, secrets: Vec<Secret>) -> Result<Vec<String>, StoreError> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let work_factor = self.password_work_factor;
        let jobs = secrets.into_iter().map(|secret| {
            let mut salt = [0; SALT_LEN];
            self.random.fill(&mut salt);
            let unknown = self.id();
            async move {
                let job = move || match secret {
                    Secret::Keep(stored) => Ok(stored),
                    Secret::Unknown => password::hash(unknown.as_str(), NonZeroU32::MIN, &salt),
                    Secret::Replace { stored, password }
                        if matches!(password::verify(&password, &stored, work_factor), Verdict::Right { .. }) =>
                    {
                        Ok(stored)
                    }
                    Secret::New(password) | Secret::Replace { password, .. } => {
                        password::hash(&password, work_factor, &salt)
                    }
                };
                let done = tokio::task::spawn_blocking(job).await.map_err(|e| StoreError::Bug(e.to_string()))?;
                done.map_err(|e| StoreError::Value(e.to_string()))
            }
        });
        stream::iter(jobs).buffered(cores).try_collect().await
    }

    fn update(&self, tx: &mut roost_store::Tx, user: &mut User, old: &User, hash: String, old_hash: &str) -> bool {
        if hash == old_hash && user == old {
            return false;
        }
        user.update_at = self.now_ms();
        if hash != old_hash {
            user.last_password_update = self.now_ms();
        }
        store::user_update_in_tx(tx, user, &hash);
        true
    }

    /// The account in whose name the server speaks, which the original makes when the first posts are loaded. Left out
    /// where nobody could own it.
    pub(super) async fn system_bot(&self) -> Result<(), StoreError> {
        if !self.known_users(std::iter::once(SYSTEM_BOT)).await?.is_empty() {
            return Ok(());
        }
        let Some(owner) = lookup::first_admin(&self.db).await? else { return Ok(()) };
        let user = User {
            email: format!("{SYSTEM_BOT}@{BOT_MAIL_DOMAIN}"),
            first_name: SYSTEM_BOT_NAME.to_owned(),
            ..self.new_user(SYSTEM_BOT)
        };
        let bot = BotRow { user_id: user.id, description: String::new(), owner_id: owner.to_string(), delete_at: 0 };
        let mut tx = self.db.begin().await?;
        insert(&mut tx, &user, String::new());
        store::bot_save_in_tx(&mut tx, &bot, self.now_ms(), 0);
        tx.commit_quiet(QUIET).await
    }

    pub(super) async fn bots(&self, source: &Source, batch: &Batch, report: &mut Report) -> Result<(), Failure> {
        let at = number(batch);
        let lines: Vec<(u64, &BotLine)> = batch
            .lines
            .iter()
            .filter_map(|(n, line)| if let Line::Bot(b) = line { Some((*n, &**b)) } else { None })
            .collect();
        let known = self.known_users(lines.iter().filter_map(|(_, line)| line.username.as_deref())).await.at(at)?;
        let ids: Vec<_> = known.values().map(|(user, _)| user.id).collect();
        let bots = lookup::bot_list(&self.db, &ids).await.at(at)?;
        let owners = lines.iter().filter_map(|(_, line)| line.owner.as_deref()).collect();
        let owners = Users::find(&self.db, owners).await.at(at)?;
        let mut tx = self.db.begin().await.at(at)?;
        let mut written = 0;
        for (line_number, line) in &lines {
            let name = line.username.as_deref().unwrap_or_default().to_lowercase();
            let old = known.get(&name).map(|(user, _)| user);
            if old.is_some_and(|user| !user.is_bot) {
                let refusal = Refusal::new(errors::USER_USERNAME).at("bot.username");
                return Err(Failure::Refused(*line_number, refusal));
            }
            let mut user = old
                .cloned()
                .unwrap_or_else(|| User { email: format!("{name}@{BOT_MAIL_DOMAIN}"), ..self.new_user(&name) });
            overlay(&mut user.first_name, line.display_name.as_ref());
            overlay(&mut user.delete_at, line.delete_at.as_ref());
            let mut icon_at = 0;
            if let Some(path) = &line.profile_image
                && self.profile_image(source, path, user.id, *line_number).await?
            {
                user.last_picture_update = self.now_ms();
                icon_at = self.now_ms();
            }
            let old_bot = bots.iter().find(|bot| bot.user_id == user.id);
            let owner = line.owner.as_deref().unwrap_or_default();
            let bot = BotRow {
                user_id: user.id,
                description: line.description.clone().unwrap_or_default(),
                // A name that nobody has is the id of a plugin.
                owner_id: owners.get(owner).map_or_else(|_| owner.to_owned(), |id| id.to_string()),
                delete_at: user.delete_at,
            };
            let user_changed = if let Some(old) = old {
                self.update(&mut tx, &mut user, old, String::new(), "")
            } else {
                insert(&mut tx, &user, String::new());
                true
            };
            if user_changed || old_bot != Some(&bot) {
                store::bot_save_in_tx(&mut tx, &bot, self.now_ms(), icon_at);
                written += 1;
            }
        }
        report.settled(Kind::Bot, lines.len(), written);
        tx.commit_quiet(QUIET).await.at(at)
    }
}

fn secret_of(line: &UserLine, stored: Option<&str>) -> Secret {
    let password = line.password.clone().filter(|password| !password.is_empty());
    let by_service = line.auth_data.as_ref().is_some_and(|data| !data.is_empty());
    match (password, stored) {
        _ if by_service => Secret::Keep(String::new()),
        (Some(password), Some(stored)) => Secret::Replace { stored: stored.to_owned(), password },
        (Some(password), None) => Secret::New(password),
        (None, Some(stored)) => Secret::Keep(stored.to_owned()),
        (None, None) => Secret::Unknown,
    }
}

fn insert(tx: &mut roost_store::Tx, user: &User, hash: String) {
    users::user_insert_in_tx(tx, user, &UserSecrets { password_hash: hash, ..UserSecrets::default() });
    if user.delete_at > 0 || user.last_picture_update > 0 {
        store::user_lifecycle_in_tx(tx, user);
    }
}

/// The words of the file for the settings of a user.
fn notify_props(user: &mut User, line: &UserNotifyLine) {
    let pairs = [
        ("desktop", &line.desktop),
        ("desktop_sound", &line.desktop_sound),
        ("email", &line.email),
        ("push", &line.mobile),
        ("push_status", &line.mobile_push_status),
        ("channel", &line.channel),
        ("comments", &line.comments),
        ("mention_keys", &line.mention_keys),
    ];
    for (key, value) in pairs {
        if let Some(value) = value {
            user.notify_props.insert(key.to_owned(), value.clone());
        }
    }
}

fn custom_status(line: &CustomStatusLine) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let ends = line.expires_at.clone().filter(|ends| !ends.is_empty()).unwrap_or_else(|| NO_END.to_owned());
    json!({"emoji": text(&line.emoji), "text": text(&line.text), "duration": text(&line.duration), "expires_at": ends})
        .to_string()
}
