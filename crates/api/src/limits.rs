//! Every limit of the HTTP border.

/// Form fields and header lines of a multipart body, without the files.
pub const MULTIPART_FIELD_BYTES_MAX: u64 = 1024 * 1024;

/// A field of the form of an upload.
pub const UPLOAD_FIELD_BYTES_MAX: usize = 10 * 1024;

/// Files in one upload. A post takes ten.
pub const UPLOAD_FILES_MAX: usize = 50;

/// Client ids in one upload: one for each file.
pub const UPLOAD_CLIENT_IDS_MAX: usize = UPLOAD_FILES_MAX;

/// Items of a page when the client names none.
pub const PER_PAGE_DEFAULT: i64 = 60;

/// Items of a page at most; larger wishes get this many.
pub const PER_PAGE_MAX: i64 = 200;

/// Emoji that are offered for the beginning of a name.
pub const EMOJI_AUTOCOMPLETE_LEN_MAX: i64 = 100;

/// Members that one request may add to a team.
pub const TEAM_MEMBERS_BATCH_LEN_MAX: usize = 256;

/// Of the body of a refused request so much is taken in, so that its client sees the answer.
pub const UNREAD_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// It is taken in so long,
pub const UNREAD_MS_MAX: u64 = 30_000;

/// and no longer than this without a byte.
pub const UNREAD_IDLE_MS_MAX: u64 = 2_000;

/// A body that comes slower than this, on average after `ServiceSettings.ReadTimeout`, is given up.
pub const BODY_BYTES_PER_S_MIN: u64 = 16 * 1024;

/// Answers below this many bytes are not worth compressing.
pub const GZIP_BYTES_MIN: usize = 1_400;

/// Time from the first byte of a request to the end of its head.
pub const REQUEST_HEAD_TIMEOUT_MS: u64 = 30_000;

/// An idle connection is kept this long. Longer than the proxy's reuse (60 s), so that the proxy never sends a request
/// into a connection that is being closed.
pub const KEEP_ALIVE_MS: u64 = 75_000;

const _: () = assert!(PER_PAGE_DEFAULT <= PER_PAGE_MAX);
const _: () = assert!(UNREAD_IDLE_MS_MAX < UNREAD_MS_MAX);
