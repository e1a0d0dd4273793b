//! What a message to a phone says where it does not show the post. `{}` is whom it is about.

use super::super::who::Why;

/// The sentences of one language.
pub struct Words {
    file: &'static str,
    own_file: &'static str,
    direct: &'static str,
    direct_thread: &'static str,
    named: &'static str,
    everybody: &'static str,
    root_comment: &'static str,
    comment: &'static str,
    thread: &'static str,
    activity: &'static str,
    /// Above a reply; about a channel.
    pub thread_title: &'static str,
    /// Above a reply in a conversation of two.
    pub direct_thread_title: &'static str,
    /// Until the text is fetched.
    pub id_loaded: &'static str,
}

const ENGLISH: Words = Words {
    file: "{} sent a file.",
    own_file: "Sent you a file.",
    direct: "Wrote to you.",
    direct_thread: "Replied to you in a thread.",
    named: "{} mentioned you.",
    everybody: "{} wrote to everybody in the channel.",
    root_comment: "{} replied to what you wrote.",
    comment: "{} replied in a thread that you wrote in.",
    thread: "{} replied in a thread that you follow.",
    activity: "{} wrote something.",
    thread_title: "Thread in {}",
    direct_thread_title: "Thread",
    id_loaded: "There is something new for you.",
};

const GERMAN: Words = Words {
    file: "{} hat eine Datei geschickt.",
    own_file: "Hat dir eine Datei geschickt.",
    direct: "Hat dir geschrieben.",
    direct_thread: "Hat dir in einem Thread geantwortet.",
    named: "{} hat dich erwähnt.",
    everybody: "{} hat allen im Kanal geschrieben.",
    root_comment: "{} hat dir geantwortet.",
    comment: "{} hat in einem Thread geantwortet, in dem du geschrieben hast.",
    thread: "{} hat in einem Thread geantwortet, dem du folgst.",
    activity: "{} hat etwas geschrieben.",
    thread_title: "Thread in {}",
    direct_thread_title: "Thread",
    id_loaded: "Es gibt etwas Neues für dich.",
};

impl Words {
    /// Of a locale; English where nobody has written them yet.
    pub fn of(locale: &str) -> &'static Self {
        let german = locale.split(['-', '_']).next() == Some("de");
        if german { &GERMAN } else { &ENGLISH }
    }

    /// About a post that only has files.
    pub fn files(&self, sender: &str, direct: bool) -> String {
        if direct { self.own_file.to_owned() } else { self.file.replace("{}", sender) }
    }

    /// About a post that is not shown.
    pub fn generic(&self, sender: &str, direct: bool, why: Why) -> String {
        let text = match why {
            Why::Thread if direct => self.direct_thread,
            _ if direct => self.direct,
            Why::Named => self.named,
            Why::Everybody => self.everybody,
            Why::RootComment => self.root_comment,
            Why::Comment => self.comment,
            Why::Thread => self.thread,
            Why::Activity => self.activity,
        };
        text.replace("{}", sender)
    }
}
