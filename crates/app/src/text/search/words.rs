//! From the text of a search to terms and filters.

use super::Term;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    In,
    From,
    On,
    After,
    Before,
    Extension,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Term { term: Term, unwanted: bool },
    Filter { filter: Filter, value: &'a str, unwanted: bool },
}

pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut words = split(text).into_iter().peekable();
    while let Some(word) = words.next() {
        let unwanted = word.starts_with('-');
        if let Some((filter, value)) = filter_in(word) {
            // `from: ann` is meant as `from:ann`.
            if let Some(value) = if value.is_empty() { words.next() } else { Some(value) } {
                tokens.push(Token::Filter { filter, value, unwanted });
                continue;
            }
        }
        tokens.extend(term(word).map(|term| Token::Term { term, unwanted }));
    }
    tokens
}

/// Splits at white space, but keeps what is quoted together, with its quotes and a `-` before them.
fn split(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some((open, close)) = quotes(rest) {
        let before = rest.get(..open).unwrap_or_default();
        let start = before.len() - usize::from(before.ends_with('-'));
        words.extend(before.get(..start).unwrap_or_default().split_whitespace());
        words.extend(rest.get(start..=close));
        rest = rest.get(close + 1..).unwrap_or_default();
    }
    words.extend(rest.split_whitespace());
    words
}

/// Where the first pair of quotes stands.
fn quotes(text: &str) -> Option<(usize, usize)> {
    let open = text.find('"')?;
    let close = open + 1 + text.get(open + 1..)?.find('"')?;
    Some((open, close))
}

fn filter_in(word: &str) -> Option<(Filter, &str)> {
    let (name, value) = word.strip_prefix('-').unwrap_or(word).split_once(':')?;
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    let filter = match name {
        _ if is("in") || is("channel") => Filter::In,
        _ if is("from") => Filter::From,
        _ if is("on") => Filter::On,
        _ if is("after") => Filter::After,
        _ if is("before") => Filter::Before,
        _ if is("ext") => Filter::Extension,
        _ => return None,
    };
    Some((filter, value))
}

fn term(word: &str) -> Option<Term> {
    let word = word.trim_start_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '#' | '"')));
    let word = word.trim_end_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '*' | '"')));
    if let Some(phrase) = word.strip_prefix('"').and_then(|w| w.strip_suffix('"')) {
        let phrase = phrase.trim();
        return (!phrase.is_empty()).then(|| Term::Phrase(phrase.to_owned()));
    }
    let word = word.trim_matches('"');
    let plain = word.trim_end_matches('*');
    // Several `#` count as one; alone they are nothing.
    let plain = match plain.trim_start_matches('#') {
        tag if tag.len() == plain.len() => plain.to_owned(),
        tag => format!("#{tag}"),
    };
    if !plain.contains(char::is_alphanumeric) {
        return None;
    }
    Some(if word.ends_with('*') { Term::Prefix(plain) } else { Term::Word(plain) })
}
