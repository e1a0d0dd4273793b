//! What the text in a search box asks for: words, phrases, tags, and filters like `from:ann` or `before:2026-01-31`.

mod dates;
mod words;

use std::ops::Range;

use dates::Day;
use words::{Filter, Token};

/// A search, taken apart.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Search {
    pub words: Terms,
    /// With their `#`.
    pub hashtags: Terms,
    pub filters: Filters,
}

/// What must be there and what must not.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Terms {
    pub wanted: Vec<Term>,
    pub unwanted: Vec<Term>,
}

/// Text as typed, less the punctuation around it. Inner punctuation is left to the search engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    Word(String),
    /// `zeb*`, without the asterisk.
    Prefix(String),
    /// `"exact phrase"`, without the quotes.
    Phrase(String),
}

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Filters {
    /// Any of these.
    pub in_places: Vec<Place>,
    pub not_in_places: Vec<Place>,
    /// Usernames, any of these.
    pub from_users: Vec<String>,
    pub not_from_users: Vec<String>,
    /// Lower-case file name extensions without dot, any of these. For searches in files.
    pub extensions: Vec<String>,
    pub not_extensions: Vec<String>,
    /// Inclusive, in milliseconds since 1970.
    pub since: Option<i64>,
    /// Exclusive, in milliseconds since 1970.
    pub until: Option<i64>,
    /// A day that is left out.
    pub except: Option<Range<i64>>,
}

/// Where to search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `in:town-square` or `in:~town-square`: the channel's name.
    Channel(String),
    /// `in:@ann`, or `in:@ann,bob` for a group: usernames of the others.
    Direct(Vec<String>),
}

impl Search {
    /// Reads a search. `utc_offset_s`: how far the clock of the user is ahead of UTC, for the days in filters.
    ///
    /// A filter given twice with dates counts once, the last; `on:` outdoes the other dates. A day that cannot be read is
    /// a day without posts.
    pub fn parse(text: &str, utc_offset_s: i32) -> Self {
        let mut search = Self::default();
        let mut days = Days::default();
        for token in words::tokens(text) {
            match token {
                Token::Term { term, unwanted } => search.add_term(term, unwanted),
                Token::Filter { filter, value, unwanted } => search.add_filter(filter, value, unwanted, &mut days),
            }
        }
        let filters = &mut search.filters;
        (filters.since, filters.until, filters.except) = days.window(utc_offset_s);
        search
    }

    /// True when nothing was asked for: such a search finds nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn add_term(&mut self, term: Term, unwanted: bool) {
        let is_hashtag = matches!(&term, Term::Word(word) if super::hashtags::is_hashtag(word));
        let terms = if is_hashtag { &mut self.hashtags } else { &mut self.words };
        if unwanted { terms.unwanted.push(term) } else { terms.wanted.push(term) }
    }

    fn add_filter<'a>(&mut self, filter: Filter, value: &'a str, unwanted: bool, days: &mut Days<'a>) {
        let filters = &mut self.filters;
        let name = || value.trim_start_matches('@').to_lowercase();
        match (filter, unwanted) {
            (Filter::In, false) => filters.in_places.push(Place::of(value)),
            (Filter::In, true) => filters.not_in_places.push(Place::of(value)),
            (Filter::From, false) => filters.from_users.push(name()),
            (Filter::From, true) => filters.not_from_users.push(name()),
            (Filter::Extension, false) => filters.extensions.push(value.trim_start_matches('.').to_lowercase()),
            (Filter::Extension, true) => filters.not_extensions.push(value.trim_start_matches('.').to_lowercase()),
            (Filter::On, false) => days.on = Some(value),
            (Filter::On, true) => days.not_on = Some(value),
            (Filter::After, false) => days.after = Some(value),
            (Filter::After, true) => days.not_after = Some(value),
            (Filter::Before, false) => days.before = Some(value),
            (Filter::Before, true) => days.not_before = Some(value),
        }
    }
}

impl Place {
    fn of(value: &str) -> Self {
        let value = value.trim_start_matches('~').to_lowercase();
        match value.strip_prefix('@') {
            Some(names) => {
                let names = names.split(',').map(|name| name.trim_start_matches('@').to_owned());
                Self::Direct(names.filter(|name| !name.is_empty()).collect())
            }
            None => Self::Channel(value),
        }
    }
}

#[derive(Default)]
struct Days<'a> {
    on: Option<&'a str>,
    not_on: Option<&'a str>,
    after: Option<&'a str>,
    not_after: Option<&'a str>,
    before: Option<&'a str>,
    not_before: Option<&'a str>,
}

impl Days<'_> {
    /// Since, until, and the day between them that is left out.
    fn window(&self, utc_offset_s: i32) -> (Option<i64>, Option<i64>, Option<Range<i64>>) {
        let day = |text: Option<&str>| text.map(|text| Day::parse(text, utc_offset_s));
        if let Some(on) = day(self.on) {
            return (Some(on.start), Some(on.end), None);
        }
        let since = day(self.after).map(|d| d.end).max(day(self.not_before).map(|d| d.start));
        let until = [day(self.before).map(|d| d.start), day(self.not_after).map(|d| d.end)].into_iter().flatten().min();
        (since, until, day(self.not_on).map(|d| d.start..d.end))
    }
}

#[cfg(test)]
mod tests;
