//! Who is mentioned: the words of a message against the names and keywords of a channel's members.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::markdown::Document;
use super::mentions::{Everyone, NAME_LEN_MAX, Word, words};
use super::runes;

/// A member's words that mention them.
#[derive(Debug, Clone, Copy)]
pub struct MemberKeys<'a> {
    pub username: &'a str,
    /// `mention_keys` of their notification settings: keywords separated by commas, in any case.
    pub mention_keys: &'a str,
    /// Their first name, when they want to be mentioned by it. Matches in its own case only.
    pub first_name: Option<&'a str>,
}

/// Names and keywords of users and groups. `Id` is whatever the caller knows them by; cheap to copy.
#[derive(Debug, Clone)]
pub struct Keywords<Id> {
    /// By the lower-case word; names start with `@`.
    words: HashMap<String, Vec<Target<Id>>>,
    first_names: HashMap<String, Vec<Target<Id>>>,
    /// Keywords of scripts that put no space between words, by their first character.
    spaceless: HashMap<char, Vec<(String, Target<Id>)>>,
}

/// Who a message mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explicit<Id> {
    /// In the order of the message, each once.
    pub users: Vec<Id>,
    pub groups: Vec<Id>,
    pub channel: bool,
    pub all: bool,
    pub here: bool,
    /// Names after `@` that are nobody's here, lower-case, each once: perhaps people outside of the channel.
    pub unknown: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Target<Id> {
    User(Id),
    Group(Id),
}

impl<Id> Default for Keywords<Id> {
    fn default() -> Self {
        Self { words: HashMap::new(), first_names: HashMap::new(), spaceless: HashMap::new() }
    }
}

impl<Id: Copy + Eq + Hash> Keywords<Id> {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn add_member(&mut self, id: Id, keys: &MemberKeys<'_>) {
        let target = Target::User(id);
        self.add_word(format!("@{}", keys.username.to_lowercase()), target);
        for key in keys.mention_keys.split(',').map(|key| key.trim().to_lowercase()).filter(|key| !key.is_empty()) {
            match key.chars().next() {
                Some(first) if key.chars().any(is_spaceless) => {
                    self.spaceless.entry(first).or_default().push((key, target));
                }
                _ => self.add_word(key, target),
            }
        }
        if let Some(name) = keys.first_name.filter(|name| !name.is_empty()) {
            self.first_names.entry(name.to_owned()).or_default().push(target);
        }
    }

    pub fn add_group(&mut self, id: Id, name: &str) {
        self.add_word(format!("@{}", name.to_lowercase()), Target::Group(id));
    }

    /// Finds everybody that the parts of one post mention: its message and the texts of its attachments.
    pub fn find(&self, parts: &[Document]) -> Explicit<Id> {
        let mut found =
            Finder { keywords: self, targets: Vec::new(), seen: HashSet::new(), explicit: Explicit::default() };
        words(parts).for_each(|word| found.word(word));
        found.end()
    }

    fn add_word(&mut self, word: String, target: Target<Id>) {
        self.words.entry(word).or_default().push(target);
    }
}

impl<Id> Default for Explicit<Id> {
    fn default() -> Self {
        Self { users: Vec::new(), groups: Vec::new(), channel: false, all: false, here: false, unknown: Vec::new() }
    }
}

struct Finder<'a, Id> {
    keywords: &'a Keywords<Id>,
    targets: Vec<Target<Id>>,
    seen: HashSet<Target<Id>>,
    explicit: Explicit<Id>,
}

impl<Id: Copy + Eq + Hash> Finder<'_, Id> {
    fn word(&mut self, word: Word<'_>) {
        self.spaceless(word);
        if word.forms().any(|form| self.is_mention(form)) {
            return;
        }
        match word.unknown_name() {
            Some(name) => self.explicit.unknown.push(name.to_lowercase()),
            None => self.pieces(word),
        }
    }

    fn pieces(&mut self, word: Word<'_>) {
        for piece in word.pieces().filter(|piece| piece.len() <= NAME_LEN_MAX) {
            if !self.is_mention(piece) {
                self.explicit.unknown.extend(Word(piece).unknown_name().map(str::to_lowercase));
            }
        }
    }

    fn is_mention(&mut self, word: &str) -> bool {
        let everyone = Everyone::of(word);
        match everyone {
            Some(Everyone::Channel) => self.explicit.channel = true,
            Some(Everyone::All) => self.explicit.all = true,
            Some(Everyone::Here) => self.explicit.here = true,
            None => {}
        }
        let by_word = self.keywords.words.get(&word.to_lowercase());
        let by_first_name = self.keywords.first_names.get(word);
        for target in by_word.into_iter().chain(by_first_name).flatten() {
            self.add(*target);
        }
        everyone.is_some() || by_word.is_some() || by_first_name.is_some()
    }

    /// Keywords anywhere inside a word, for scripts without spaces.
    fn spaceless(&mut self, word: Word<'_>) {
        if self.keywords.spaceless.is_empty() || word.0.is_ascii() {
            return;
        }
        let word = word.0.to_lowercase();
        for (at, first) in word.char_indices() {
            let keys = self.keywords.spaceless.get(&first).map(Vec::as_slice).unwrap_or_default();
            for (_, target) in
                keys.iter().filter(|(key, _)| word.get(at..).is_some_and(|rest| rest.starts_with(key.as_str())))
            {
                self.add(*target);
            }
        }
    }

    fn add(&mut self, target: Target<Id>) {
        if self.seen.insert(target) {
            self.targets.push(target);
        }
    }

    fn end(mut self) -> Explicit<Id> {
        for target in self.targets {
            match target {
                Target::User(id) => self.explicit.users.push(id),
                Target::Group(id) => self.explicit.groups.push(id),
            }
        }
        self.explicit.unknown = runes::without_duplicates(self.explicit.unknown);
        self.explicit
    }
}

/// True for characters of Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese.
fn is_spaceless(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1100..=0x11ff | 0x1780..=0x17ff | 0x2e80..=0x2fdf | 0x3040..=0x30ff
        | 0x3100..=0x318f | 0x31a0..=0x31bf | 0x31f0..=0x4dbf | 0x4e00..=0x9fff | 0xa960..=0xa97f | 0xac00..=0xd7ff
        | 0xf900..=0xfaff | 0xff66..=0xffdc | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keywords() -> Keywords<u32> {
        let mut keywords = Keywords::new();
        let plain = MemberKeys { username: "", mention_keys: "", first_name: None };
        keywords
            .add_member(1, &MemberKeys { username: "ann", mention_keys: "Boss, deploy,,", first_name: Some("Ann") });
        keywords.add_member(2, &MemberKeys { username: "ann.b", ..plain });
        keywords.add_member(3, &MemberKeys { username: "bob-", mention_keys: "deploy", ..plain });
        keywords.add_member(4, &MemberKeys { username: "李四", mention_keys: "東京,müller", ..plain });
        keywords.add_group(9, "Backend-Team");
        keywords
    }

    fn find(message: &str) -> Explicit<u32> {
        keywords().find(&[Document::parse(message)])
    }

    #[test]
    fn users_and_groups() {
        for (message, users, groups, unknown) in [
            ("@ann", &[1][..], &[][..], &[][..]),
            ("@ANN!", &[1], &[], &[]),
            ("@ann.", &[1], &[], &[]),
            ("@ann.b", &[2], &[], &[]),
            ("@ann.b.", &[2], &[], &[]),
            ("@ann.c", &[], &[], &["ann.c"]),
            ("@bob- @bob", &[3], &[], &["bob"]),
            ("@bob--", &[3], &[], &[]),
            ("a.@ann-x", &[1], &[], &[]),
            ("boss BOSS bossy", &[1], &[], &[]),
            ("the boss's", &[1], &[], &[]),
            ("deploy", &[1, 3], &[], &[]),
            ("re-deploy-now", &[1, 3], &[], &[]),
            ("Ann", &[1], &[], &[]),
            ("ann", &[], &[], &[]),
            ("Ann's", &[1], &[], &[]),
            ("@李四", &[4], &[], &[]),
            ("今日は東京駅です", &[4], &[], &[]),
            ("Herr Müller", &[4], &[], &[]),
            ("Müllerei", &[], &[], &[]),
            ("@backend-team @ann", &[1], &[9], &[]),
            ("backend-team", &[], &[], &[]),
            ("@nobody. @Nobody @NOBODY", &[], &[], &["nobody"]),
            ("`@ann` `boss`", &[], &[], &[]),
            ("ann@ann.example", &[], &[], &[]),
            (":boss: :@ann:", &[], &[], &[]),
        ] {
            let found = find(message);
            assert_eq!((&*found.users, &*found.groups), (users, groups), "{message:?}");
            assert_eq!(found.unknown, unknown, "{message:?}");
            assert!(!(found.channel || found.all || found.here), "{message:?}");
        }
    }

    #[test]
    fn whole_channels() {
        let found = find("@Channel. @here, and @ann");
        assert_eq!((found.channel, found.all, found.here), (true, false, true));
        assert_eq!(found.users, [1]);
        assert!(found.unknown.is_empty());
        assert!(find("all: @all").all);
    }

    #[test]
    fn all_parts_of_a_post_count_once() {
        let parts = [Document::parse("@ann"), Document::parse("@ann @李四 @all")];
        let found = keywords().find(&parts);
        assert_eq!(found.users, [1, 4]);
        assert!(found.all);
    }

    #[test]
    fn whatever_is_mentioned_can_be_looked_up_first() {
        for message in ["@ann.b.", "x.@ann", "@Backend-Team:", "@李四", "@bob--"] {
            let parts = [Document::parse(message)];
            let possible = super::super::find_mentions(&parts).names;
            let found = keywords().find(&parts);
            assert_eq!(found.users.len() + found.groups.len(), 1, "{message}");
            assert!(
                ["ann.b", "ann", "backend-team", "李四", "bob-"].iter().any(|n| possible.contains(&(*n).to_owned()))
            );
        }
    }
}
