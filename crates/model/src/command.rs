//! Slash commands.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::errors::command as errors;
use crate::limits::{
    COMMAND_DESCRIPTION_LEN_MAX, COMMAND_DISPLAY_NAME_LEN_MAX, COMMAND_HINT_LEN_MAX, COMMAND_TRIGGER_LEN_MAX,
    COMMAND_URL_LEN_MAX, COMMAND_USERNAME_LEN_MAX,
};
use crate::webhook::is_http_url;
use crate::{ErrorId, Id};

/// A command: one that people set up, or one of the server's own, which has no id. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Command {
    pub id: Id,
    pub token: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub creator_id: Id,
    pub team_id: Id,
    /// Without its slash, in lower case.
    pub trigger: String,
    /// `P` or `G`.
    pub method: String,
    pub username: String,
    pub icon_url: String,
    pub auto_complete: bool,
    pub auto_complete_desc: String,
    pub auto_complete_hint: String,
    pub display_name: String,
    pub description: String,
    pub url: String,
    pub plugin_id: String,
    /// What words may follow; only commands of the server say so.
    #[serde(skip_serializing_if = "Option::is_none", skip_deserializing)]
    pub autocomplete_data: Option<AutocompleteData>,
}

/// What clients offer while the words after a command are typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AutocompleteData {
    pub trigger: &'static str,
    pub hint: &'static str,
    pub help_text: &'static str,
    /// The role that those have to whom it is offered.
    #[serde(rename = "RoleID")]
    pub role_id: &'static str,
    pub arguments: Vec<AutocompleteArgument>,
    pub sub_commands: Vec<AutocompleteData>,
}

impl AutocompleteData {
    /// With one more word.
    #[must_use]
    pub fn with(mut self, argument: AutocompleteArgument) -> Self {
        self.arguments.push(argument);
        self
    }

    /// With one more command below it.
    #[must_use]
    pub fn then(mut self, command: Self) -> Self {
        self.sub_commands.push(command);
        self
    }
}

/// A word after a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AutocompleteArgument {
    /// Written before it as `--name`; empty where its place tells what it is.
    pub name: &'static str,
    pub help_text: &'static str,
    #[serde(rename = "Type")]
    pub kind: &'static str,
    pub required: bool,
    pub data: AutocompleteChoice,
}

/// Where what may be typed comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum AutocompleteChoice {
    /// Any text that fits the pattern, if there is one.
    #[serde(rename_all = "PascalCase")]
    Text { hint: &'static str, pattern: &'static str },
    /// A list that is fetched.
    List {
        #[serde(rename = "FetchURL")]
        fetch_url: &'static str,
    },
}

impl Command {
    /// Checks what needs no data, in the order of the original.
    pub fn validate(&self) -> Result<(), &'static ErrorId> {
        let trigger_fits = (1..=COMMAND_TRIGGER_LEN_MAX).contains(&self.trigger.len())
            && !self.trigger.starts_with('/')
            && !self.trigger.contains(' ');
        let checks = [
            (trigger_fits, errors::INVALID_TRIGGER),
            ((1..=COMMAND_URL_LEN_MAX).contains(&self.url.len()), errors::INVALID_URL),
            (is_http_url(&self.url), errors::INVALID_URL_HTTP),
            (matches!(self.method.as_str(), "P" | "G"), errors::INVALID_METHOD),
            (self.display_name.len() <= COMMAND_DISPLAY_NAME_LEN_MAX, errors::INVALID_DISPLAY_NAME),
            (self.description.len() <= COMMAND_DESCRIPTION_LEN_MAX, errors::INVALID_DESCRIPTION),
            // The columns hold no more; the original has no ids of its own for these.
            (self.username.len() <= COMMAND_USERNAME_LEN_MAX, errors::INVALID_DISPLAY_NAME),
            (self.icon_url.len() <= COMMAND_URL_LEN_MAX, errors::INVALID_URL),
            (self.auto_complete_desc.len() <= COMMAND_HINT_LEN_MAX, errors::INVALID_DESCRIPTION),
            (self.auto_complete_hint.len() <= COMMAND_HINT_LEN_MAX, errors::INVALID_DESCRIPTION),
        ];
        checks.into_iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, error)| Err(error))
    }

    /// As those see it who may use it but not change it.
    #[must_use]
    pub fn public(self) -> Self {
        Self {
            token: String::new(),
            creator_id: Id::EMPTY,
            method: String::new(),
            url: String::new(),
            username: String::new(),
            icon_url: String::new(),
            ..self
        }
    }
}

/// `PUT /commands/{id}/move`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CommandMove {
    pub team_id: String,
}

/// `POST /commands/execute`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CommandArgs {
    pub channel_id: String,
    pub team_id: String,
    pub root_id: String,
    pub parent_id: String,
    pub command: String,
}

/// What a command answers: to the client, and what programs send.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommandResponse {
    /// `in_channel`: said to everybody. Else to the user alone.
    pub response_type: String,
    pub text: String,
    pub username: String,
    pub channel_id: String,
    pub icon_url: String,
    #[serde(rename = "type")]
    pub post_type: String,
    /// `null` where there is none.
    #[serde(serialize_with = "null_when_empty")]
    pub props: Map<String, Value>,
    pub goto_location: String,
    pub trigger_id: String,
    pub skip_slack_parsing: bool,
    pub attachments: Value,
    pub extra_responses: Option<Vec<CommandResponse>>,
}

fn null_when_empty<S: Serializer>(props: &Map<String, Value>, s: S) -> Result<S::Ok, S::Error> {
    if props.is_empty() { s.serialize_none() } else { props.serialize(s) }
}

pub const IN_CHANNEL: &str = "in_channel";
pub const EPHEMERAL: &str = "ephemeral";

/// What a client shows while somebody types a command.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Suggestion {
    pub complete: String,
    pub suggestion: String,
    pub hint: String,
    pub description: String,
    pub icon_data: String,
}

/// Where a program may answer a command later on.
#[derive(Clone, Debug)]
pub struct CommandHook {
    pub id: Id,
    pub create_at: i64,
    pub command_id: Id,
    pub user_id: Id,
    pub channel_id: Id,
    pub root_id: Id,
}
