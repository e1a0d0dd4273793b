//! What may follow the commands of the server, as clients offer it.

use roost_model::command::{AutocompleteArgument, AutocompleteChoice, AutocompleteData};

/// The words of a command; `None` where clients are told of none.
pub(super) fn words_of(trigger: &str) -> Option<AutocompleteData> {
    let words = match trigger {
        "rename" => words("rename", "[text]", "Give the channel another name").with(text("", "The new name", "[text]")),
        "share-channel" => {
            let list = "builtin:share-channel";
            let readonly = AutocompleteArgument {
                data: AutocompleteChoice::Text { hint: "Y or N", pattern: "Y|N|y|n" },
                ..optional("readonly", "Whether the other server may only read", "")
            };
            words("share-channel", "[action]", "Share the channel with other servers")
                .then(words("invite", "", "Share with one more server").with(connection(list)).with(readonly))
                .then(words("uninvite", "", "Share with one server less").with(connection(list)))
                .then(words("unshare", "", "Share with no server any more"))
                .then(words("status", "", "Show with whom the channel is shared"))
        }
        "secure-connection" => {
            let name = || text("name", "What the connection is called", "[name]");
            let display_name = || optional("displayname", "What people are shown", "[name]");
            let password = |what| text("password", what, "[password]");
            words("secure-connection", "[action]", "Connect to other servers")
                .then(
                    words("create", "", "Make an invitation for another server")
                        .with(name())
                        .with(display_name())
                        .with(password("What the invitation is sealed with")),
                )
                .then(
                    words("accept", "", "Accept the invitation of another server")
                        .with(name())
                        .with(display_name())
                        .with(password("What the invitation was sealed with"))
                        .with(text("invite", "The invitation", "[invitation]")),
                )
                .then(words("remove", "", "Give up a connection").with(connection("builtin:secure-connection")))
                .then(words("status", "", "Show the connections"))
        }
        _ => return None,
    };
    Some(words)
}

fn words(trigger: &'static str, hint: &'static str, help_text: &'static str) -> AutocompleteData {
    AutocompleteData { trigger, hint, help_text, role_id: "system_user", ..AutocompleteData::default() }
}

fn text(name: &'static str, help_text: &'static str, hint: &'static str) -> AutocompleteArgument {
    let data = AutocompleteChoice::Text { hint, pattern: "" };
    AutocompleteArgument { name, help_text, kind: "TextInput", required: true, data }
}

fn optional(name: &'static str, help_text: &'static str, hint: &'static str) -> AutocompleteArgument {
    AutocompleteArgument { required: false, ..text(name, help_text, hint) }
}

fn connection(fetch_url: &'static str) -> AutocompleteArgument {
    AutocompleteArgument {
        name: "connectionID",
        help_text: "The connection",
        kind: "DynamicList",
        required: true,
        data: AutocompleteChoice::List { fetch_url },
    }
}
