//! Everything that can be loaded again, as lines of the bulk format. The database writes them: a line has parts of many
//! tables, and nothing else is done with it.

use crate::row::RowExt;
use crate::{Db, Statement, StoreError};

crate::statements! {
    BOTS = "export/bots";
    CHANNELS = "export/channels";
    DIRECT_CHANNELS = "export/direct_channels";
    EMOJI = "export/emoji";
    EMOJI_PICTURES = "export/emoji_pictures";
    FILES = "export/files";
    PICTURES = "export/pictures";
    POSTS = "export/posts";
    ROLES = "export/roles";
    SCHEMES = "export/schemes";
    TEAMS = "export/teams";
    USERS = "export/users";
}

/// What is wanted beside what is always exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub roles: bool,
    pub archived_channels: bool,
    pub files: bool,
    pub pictures: bool,
}

/// Kinds of lines, in the order in which a load needs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    Roles,
    Schemes,
    Emoji,
    Teams,
    Channels,
    Users,
    Bots,
    Posts,
    DirectChannels,
    DirectPosts,
}

impl Lines {
    pub const ALL: [Self; 10] = [
        Self::Roles,
        Self::Schemes,
        Self::Emoji,
        Self::Teams,
        Self::Channels,
        Self::Users,
        Self::Bots,
        Self::Posts,
        Self::DirectChannels,
        Self::DirectPosts,
    ];
}

/// Stored files that lines name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    Emoji,
    Pictures,
    Files,
}

/// Where a page of an export begins: after this time and id. Only posts have a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    pub ms: i64,
    pub id: String,
}

impl Default for After {
    fn default() -> Self {
        Self { ms: i64::MIN, id: String::new() }
    }
}

/// The next lines of a kind, at most `limit`, and from where to go on; `None` at the end.
pub async fn lines_page(
    db: &Db,
    lines: Lines,
    wanted: Wanted,
    after: &After,
    limit: i64,
) -> Result<Option<(Vec<String>, After)>, StoreError> {
    let (id, ms) = (after.id.as_str(), after.ms);
    let Wanted { roles, archived_channels, files, pictures } = wanted;
    let posts = matches!(lines, Lines::Posts | Lines::DirectPosts);
    let rows = match lines {
        Lines::Roles => db.query(ROLES, &[&id, &limit]).await?,
        Lines::Schemes => db.query(SCHEMES, &[&id, &limit]).await?,
        Lines::Emoji => db.query(EMOJI, &[&id, &limit]).await?,
        Lines::Teams => db.query(TEAMS, &[&id, &limit, &roles]).await?,
        Lines::Channels => db.query(CHANNELS, &[&id, &limit, &roles, &archived_channels]).await?,
        Lines::Users => db.query(USERS, &[&id, &limit, &pictures, &archived_channels, &roles]).await?,
        Lines::Bots => db.query(BOTS, &[&id, &limit, &pictures]).await?,
        Lines::DirectChannels => db.query(DIRECT_CHANNELS, &[&id, &limit]).await?,
        Lines::Posts | Lines::DirectPosts => {
            let direct = lines == Lines::DirectPosts;
            db.query(POSTS, &[&ms, &id, &limit, &direct, &archived_channels, &files]).await?
        }
    };
    let Some(last) = rows.last() else { return Ok(None) };
    let first = usize::from(posts);
    let after = After { ms: if posts { last.int(0) } else { ms }, id: last.text(first) };
    Ok(Some((rows.iter().map(|row| row.text(first + 1)).collect(), after)))
}

/// The paths of the next stored files of a kind, at most `limit`, and after which id to go on; `None` at the end.
pub async fn stored_page(
    db: &Db,
    stored: Stored,
    after: &str,
    limit: i64,
) -> Result<Option<(Vec<String>, String)>, StoreError> {
    let statement: &Statement = match stored {
        Stored::Emoji => EMOJI_PICTURES,
        Stored::Pictures => PICTURES,
        Stored::Files => FILES,
    };
    let rows = db.query(statement, &[&after, &limit]).await?;
    let Some(last) = rows.last() else { return Ok(None) };
    Ok(Some((rows.iter().map(|row| row.text(1)).collect(), last.text(0))))
}
