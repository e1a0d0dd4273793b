//! Bookmarks of channels.

use serde::{Deserialize, Serialize};

use crate::errors::bookmark as errors;
use crate::file::FileInfo;
use crate::limits::{BOOKMARK_EMOJI_RUNES_MAX, BOOKMARK_NAME_RUNES_MAX, BOOKMARK_URL_RUNES_MAX, exceeds_runes};
use crate::{ErrorId, Id};

/// Types of bookmarks.
pub mod kind {
    pub const LINK: &str = "link";
    pub const FILE: &str = "file";
}

/// A link or file above the posts of a channel. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChannelBookmark {
    pub id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub channel_id: Id,
    /// Who wrote it as it is now.
    pub owner_id: Id,
    pub file_id: Id,
    pub display_name: String,
    /// Its place, from 0.
    pub sort_order: i32,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub link_url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub image_url: String,
    /// Without colons.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub emoji: String,
    /// One of [`kind`].
    #[serde(rename = "type")]
    pub bookmark_type: String,
    /// In the answer to a change: the deleted bookmark that holds what somebody else wrote here before.
    #[serde(skip_serializing_if = "Id::is_empty")]
    pub original_id: Id,
    #[serde(skip_serializing_if = "Id::is_empty")]
    pub parent_id: Id,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<FileInfo>,
}

/// A new bookmark.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct BookmarkDraft {
    pub file_id: String,
    pub display_name: String,
    pub link_url: String,
    pub image_url: String,
    pub emoji: String,
    #[serde(rename = "type")]
    pub bookmark_type: String,
}

/// What changes in a bookmark.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct BookmarkPatch {
    pub file_id: Option<String>,
    pub display_name: Option<String>,
    pub sort_order: Option<i32>,
    pub link_url: Option<String>,
    pub image_url: Option<String>,
    pub emoji: Option<String>,
}

/// A changed bookmark, and what became of the one before where that was somebody else's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BookmarkUpdated {
    pub updated: ChannelBookmark,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<ChannelBookmark>,
}

impl BookmarkDraft {
    /// The bookmark without id, owner, place and times.
    pub fn bookmark(self) -> Result<ChannelBookmark, &'static ErrorId> {
        let bookmark = ChannelBookmark {
            file_id: file_id(&self.file_id)?,
            display_name: self.display_name,
            link_url: self.link_url,
            image_url: self.image_url,
            emoji: without_colons(&self.emoji),
            bookmark_type: self.bookmark_type,
            ..ChannelBookmark::default()
        };
        bookmark.validate()?;
        Ok(bookmark)
    }
}

impl ChannelBookmark {
    /// Applies a patch; the type stays.
    pub fn patch(&mut self, patch: BookmarkPatch) -> Result<(), &'static ErrorId> {
        if let Some(text) = patch.file_id {
            self.file_id = file_id(&text)?;
        }
        for (field, new) in [
            (&mut self.display_name, patch.display_name),
            (&mut self.link_url, patch.link_url),
            (&mut self.image_url, patch.image_url),
            (&mut self.emoji, patch.emoji.map(|emoji| without_colons(&emoji))),
        ] {
            if let Some(new) = new {
                *field = new;
            }
        }
        if let Some(place) = patch.sort_order {
            self.sort_order = place;
        }
        self.validate()
    }

    /// Checks what needs no data.
    fn validate(&self) -> Result<(), &'static ErrorId> {
        let (is_link, is_file) = (self.bookmark_type == kind::LINK, self.bookmark_type == kind::FILE);
        let has_file = !self.file_id.is_empty();
        let has_link = !self.link_url.is_empty() || !self.image_url.is_empty();
        let name = &self.display_name;
        let checks = [
            (!name.is_empty() && !exceeds_runes(name, BOOKMARK_NAME_RUNES_MAX), errors::INVALID_NAME),
            (is_link || is_file, errors::INVALID_TYPE),
            (!is_link || is_web_address(&self.link_url), errors::INVALID_LINK),
            (!is_link || self.image_url.is_empty() || is_web_address(&self.image_url), errors::INVALID_IMAGE),
            (!is_file || has_file, errors::INVALID_FILE),
            (!(has_file && has_link), errors::LINK_AND_FILE),
            // The original has no word of its own for this.
            (!exceeds_runes(&self.emoji, BOOKMARK_EMOJI_RUNES_MAX), crate::error::INVALID_BODY_PARAM),
            (self.sort_order >= 0, crate::error::INVALID_BODY_PARAM),
        ];
        checks.into_iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, error)| Err(error))
    }
}

fn file_id(text: &str) -> Result<Id, &'static ErrorId> {
    if text.is_empty() { Ok(Id::EMPTY) } else { Id::parse(text).ok_or(errors::INVALID_FILE) }
}

fn without_colons(emoji: &str) -> String {
    emoji.trim_matches(':').to_owned()
}

/// An absolute http or https address with a host.
fn is_web_address(text: &str) -> bool {
    let rest = text
        .split_once("://")
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"));
    let host = rest.map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
    !host.is_empty()
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        && !exceeds_runes(text, BOOKMARK_URL_RUNES_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_request, assert_round_trip};

    #[test]
    fn bookmarks_have_the_recorded_shape() {
        assert_round_trip::<ChannelBookmark>(&["owner_id", "file_id", "sort_order"], |_| false);
        assert_round_trip::<BookmarkUpdated>(&["updated"], |_| false);
        assert_request::<BookmarkDraft>("POST", "/api/v4/channels/*/bookmarks", &[]);
        assert_request::<BookmarkPatch>("PATCH", "/api/v4/channels/*/bookmarks/*", &[]);
    }

    fn link() -> BookmarkDraft {
        BookmarkDraft {
            display_name: "a".to_owned(),
            link_url: "https://example.com/".to_owned(),
            bookmark_type: kind::LINK.to_owned(),
            emoji: ":tada:".to_owned(),
            ..BookmarkDraft::default()
        }
    }

    #[test]
    fn a_bookmark_is_of_a_link_or_of_a_file() {
        let file = || Id::from_random(3).to_string();
        assert_eq!(link().bookmark().unwrap().emoji, "tada");
        let only_file = BookmarkDraft { file_id: file(), link_url: String::new(), ..link() };
        assert!(BookmarkDraft { bookmark_type: kind::FILE.to_owned(), ..only_file }.bookmark().is_ok());
        for (draft, error) in [
            (BookmarkDraft { display_name: String::new(), ..link() }, errors::INVALID_NAME),
            (BookmarkDraft { display_name: "ä".repeat(65), ..link() }, errors::INVALID_NAME),
            (BookmarkDraft { bookmark_type: "folder".to_owned(), ..link() }, errors::INVALID_TYPE),
            (BookmarkDraft { image_url: "javascript:x".to_owned(), ..link() }, errors::INVALID_IMAGE),
            (BookmarkDraft { file_id: file(), ..link() }, errors::LINK_AND_FILE),
            (BookmarkDraft { file_id: "junk".to_owned(), ..link() }, errors::INVALID_FILE),
            (BookmarkDraft { bookmark_type: kind::FILE.to_owned(), ..link() }, errors::INVALID_FILE),
            (BookmarkDraft { emoji: "e".repeat(65), ..link() }, crate::error::INVALID_BODY_PARAM),
        ] {
            assert_eq!(draft.bookmark(), Err(error));
        }
    }

    #[test]
    fn only_web_addresses_are_links() {
        for good in ["http://a", "HTTPS://example.com:8065/x?y#z"] {
            assert!(is_web_address(good), "{good}");
        }
        let long = format!("http://a/{}", "x".repeat(1_024));
        for bad in ["", "example.com", "http://", "http:///x", "ftp://a", "javascript://a", "http://a b", long.as_str()]
        {
            assert!(!is_web_address(bad), "{bad}");
        }
    }
}
