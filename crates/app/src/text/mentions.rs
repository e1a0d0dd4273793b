//! Words of a message that may mention somebody.

use super::markdown::Document;

/// Longer words are nobody's name. Keeps the number of forms of one word bounded.
pub(super) const NAME_LEN_MAX: usize = 192;

/// Characters inside names that can also end a sentence.
const SUFFIXES: [char; 4] = ['.', '-', '_', ':'];

/// What a message may mention, before anybody's names are known.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct PossibleMentions {
    /// Names of users and groups to look up, lower-case, without `@`, each once. `@ann.` gives `ann.` and `ann`: which one
    /// is meant shows when they are looked up, see [`Keywords`](super::Keywords).
    pub names: Vec<String>,
    pub channel: bool,
    pub all: bool,
    pub here: bool,
}

/// Collects the names in the parts of one post: its message and the texts of its attachments.
pub fn find_mentions(parts: &[Document]) -> PossibleMentions {
    let mut found = PossibleMentions::default();
    for word in words(parts) {
        for form in word.forms().chain(word.pieces()).filter(|form| form.starts_with('@')) {
            match Everyone::of(form) {
                Some(Everyone::Channel) => found.channel = true,
                Some(Everyone::All) => found.all = true,
                Some(Everyone::Here) => found.here = true,
                None => found.names.extend(name_in(form).map(str::to_lowercase)),
            }
        }
    }
    found.names = super::runes::without_duplicates(found.names);
    found
}

/// The words that reach whole channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Everyone {
    Channel,
    All,
    Here,
}

impl Everyone {
    pub(super) fn of(word: &str) -> Option<Self> {
        let is = |name: &str| word.eq_ignore_ascii_case(name);
        match word {
            _ if is("@channel") => Some(Self::Channel),
            _ if is("@all") => Some(Self::All),
            _ if is("@here") => Some(Self::Here),
            _ => None,
        }
    }
}

/// A run of letters, digits and `@ . - _ :`, without such marks at its start.
#[derive(Clone, Copy)]
pub(super) struct Word<'a>(pub(super) &'a str);

pub(super) fn words(parts: &[Document]) -> impl Iterator<Item = Word<'_>> {
    let runs = parts.iter().flat_map(|part| &part.runs);
    let split = |c: char| !(matches!(c, ':' | '.' | '-' | '_' | '@') || c.is_alphanumeric());
    let words = runs.flat_map(move |run| run.split(split));
    // `:smile:` is an emoji whatever its name.
    let words = words.filter(|word| !(word.starts_with(':') && word.ends_with(':')));
    words.map(|word| word.trim_start_matches(SUFFIXES)).filter(|word| !word.is_empty()).map(Word)
}

impl<'a> Word<'a> {
    /// The word, then without one after the other of the marks at its end. The first form that is somebody's name counts.
    pub(super) fn forms(self) -> impl Iterator<Item = &'a str> {
        let shorter = |form: &&'a str| form.strip_suffix(SUFFIXES).filter(|form| !form.is_empty());
        let bounded = |form: &&'a str| form.len() <= NAME_LEN_MAX;
        std::iter::successors(Some(self.0), shorter).filter(bounded)
    }

    /// What stands between the marks, for words that are no name themselves: `see.@ann` holds `@ann`. A word that starts
    /// with `@` is one name and is not taken apart.
    pub(super) fn pieces(self) -> impl Iterator<Item = &'a str> {
        let whole = self.0.starts_with('@') || !self.0.contains(['.', '-', ':']);
        let text = if whole { "" } else { self.0 };
        text.split(['.', '-', ':']).filter(|piece| !piece.is_empty())
    }

    /// The name that the word would be without the end of the sentence.
    pub(super) fn unknown_name(self) -> Option<&'a str> {
        let name = name_in(self.0)?;
        let name = name.strip_suffix(['.', '-', ':']).unwrap_or(name);
        (name.len() <= NAME_LEN_MAX).then_some(name)
    }
}

/// What follows the `@`, if it can be a name at all: `@@here` and `@ann@example.com` are nobody's.
fn name_in(form: &str) -> Option<&str> {
    form.strip_prefix('@').filter(|name| name.contains(char::is_alphanumeric) && !name.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(message: &str) -> Vec<String> {
        find_mentions(&[Document::parse(message)]).names
    }

    #[test]
    fn names_in_messages() {
        for (message, expected) in [
            ("hi @ann", &["ann"][..]),
            ("@Ann and @BOB!", &["ann", "bob"]),
            ("@ann. @ann, (@bob)", &["ann.", "ann", "bob"]),
            ("@a.b-c_d", &["a.b-c_d"]),
            ("@ann:", &["ann:", "ann"]),
            ("@ann...", &["ann...", "ann..", "ann.", "ann"]),
            ("see.@ann", &["ann"]),
            ("...@ann", &["ann"]),
            ("mail ann@example.com", &[]),
            ("@ann@example.com", &[]),
            ("@@here @@ann", &[]),
            ("**@ann** _@bob_ ~~@cat~~", &["ann", "bob_", "bob", "cat"]),
            (":@ann:", &[]),
            ("@ @@ @. @-", &[]),
            ("`@ann` and ```@bob```", &[]),
            ("```\n@ann\n```\n@bob", &["bob"]),
            ("    @ann", &[]),
            ("> @ann\n\n- @bob", &["ann", "bob"]),
            ("[@ann](http://x/@bob)", &["ann"]),
            ("\\@ann", &["ann"]),
            ("@ann\\_b", &["ann_b"]),
            ("@ann`x`b", &["ann"]),
            ("@ünal @李四", &["ünal", "李四"]),
            ("@ann\n@bob", &["ann", "bob"]),
        ] {
            assert_eq!(names(message), expected, "{message:?}");
        }
    }

    #[test]
    fn whole_channels() {
        for (message, expected) in [
            ("@channel", (true, false, false)),
            ("@ALL: look", (false, true, false)),
            ("hello @Here.", (false, false, true)),
            ("@channel @all @here", (true, true, true)),
            ("channel all here", (false, false, false)),
            ("`@channel`", (false, false, false)),
            ("@channels @here-now", (false, false, false)),
            ("x@channel", (false, false, false)),
        ] {
            let found = find_mentions(&[Document::parse(message)]);
            assert_eq!((found.channel, found.all, found.here), expected, "{message:?}");
        }
    }

    #[test]
    fn long_words_have_few_forms() {
        let message = format!("@{}{}", "a".repeat(50), ".".repeat(16_000));
        assert_eq!(names(&message).len(), NAME_LEN_MAX - 50);
        assert!(names(&format!("@{}", "a".repeat(16_000))).is_empty());
    }
}
