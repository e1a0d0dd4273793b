use std::sync::LazyLock;

use regex::Regex;

/// Most bytes of the `hashtags` of a post: its column holds 1,000 characters.
const HASHTAGS_LEN_MAX: usize = 999;

/// A word with a tag and punctuation around it.
static TAGGED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[^\p{L}0-9#]*#+(\p{L}[\p{L}0-9\-_.]*[\p{L}0-9])[^\p{L}0-9]*$"));
static HASHTAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"^#\p{L}[\p{L}0-9\-_.]*[\p{L}0-9]$"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant")
}

/// The tags of a message, in order and separated by spaces: the `hashtags` of a post.
///
/// A tag starts with a letter and ends with a letter or digit. As in the original, tags inside code count, and so do tags
/// shorter than `MinimumHashtagLength`, which only says what clients show as a link.
pub fn hashtags(message: &str) -> String {
    let mut tags = String::new();
    let tagged = message.split_whitespace().filter(|word| word.contains('#')).filter_map(|word| TAGGED.captures(word));
    for tag in tagged.filter_map(|found| found.get(1)) {
        if tags.len() + 2 + tag.len() > HASHTAGS_LEN_MAX {
            break;
        }
        if !tags.is_empty() {
            tags.push(' ');
        }
        tags.push('#');
        tags.push_str(tag.as_str());
    }
    tags
}

/// True for a whole word that is a tag.
pub(super) fn is_hashtag(word: &str) -> bool {
    HASHTAG.is_match(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_messages() {
        for (message, expected) in [
            ("hello **world** #tag @ann :smile:", "#tag"),
            ("apple #fruit pie", "#fruit"),
            ("#one #two", "#one #two"),
            ("#one, (#two) **#three**!", "#one #two #three"),
            ("#same #same", "#same #same"),
            ("##double ###triple", "#double #triple"),
            ("#a #ab", "#ab"),
            ("#1st #_x #-x #", ""),
            ("#v1.2 #a-b_c.d #x-", "#v1.2 #a-b_c.d"),
            ("#tag's #a/b #a#b", ""),
            ("x#tag http://a/#frag", ""),
            ("# heading", ""),
            ("#größe #中文 #тест", "#größe #中文 #тест"),
            ("`#code`", "#code"),
            ("#one\n#two\t#three", "#one #two #three"),
            ("", ""),
        ] {
            assert_eq!(hashtags(message), expected, "{message:?}");
        }
    }

    #[test]
    fn fit_their_column() {
        let many = "#abcdefg ".repeat(500);
        let tags = hashtags(&many);
        assert!((990..=999).contains(&tags.len()), "{}", tags.len());
        assert!(tags.ends_with(" #abcdefg"));
        assert_eq!(hashtags(&format!("#{}", "a".repeat(2000))), "");
    }
}
