//! Terms in the syntax of PostgreSQL's `to_tsquery`. Every term is quoted, so that nothing a client types is syntax.

use crate::text::search::{Term, Terms};

/// The query for these terms: all of the wanted ones, or any of them, and none of the others. Empty when there are none.
pub fn tsquery(terms: &Terms, any: bool) -> String {
    let wanted: Vec<String> = terms.wanted.iter().map(quoted).collect();
    let wanted = wanted.join(if any { " | " } else { " & " });
    let unwanted: Vec<String> = terms.unwanted.iter().map(|term| format!("!{}", quoted(term))).collect();
    match (wanted.is_empty(), unwanted.is_empty()) {
        (_, true) => wanted,
        (true, false) => unwanted.join(" & "),
        (false, false) => format!("({wanted}) & {}", unwanted.join(" & ")),
    }
}

fn quoted(term: &Term) -> String {
    let (text, ending) = match term {
        Term::Word(text) | Term::Phrase(text) => (text, ""),
        Term::Prefix(text) => (text, ":*"),
    };
    let text = text.replace('\0', " ").replace('\\', "\\\\").replace('\'', "''");
    format!("'{text}'{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::search::Search;

    #[test]
    fn terms_are_quoted_and_joined() {
        for (text, any, expected) in [
            ("zebra apple", false, "'zebra' & 'apple'"),
            ("zebra apple", true, "'zebra' | 'apple'"),
            ("zeb* -\"two words\"", false, "('zeb':*) & !'two words'"),
            ("-a -b", true, "!'a' & !'b'"),
            ("it's", false, "'it''s'"),
            ("a'|!b", false, "'a''|!b'"),
            ("", false, ""),
        ] {
            assert_eq!(tsquery(&Search::parse(text, 0).words, any), expected, "{text}");
        }
    }
}
