//! Files: uploading, describing, handing out.

mod access;
mod content;
mod describe;
mod link;
mod open;
mod parts;
mod place;
mod resume;
mod sessions;
mod state;
mod storage;
mod upload;

pub(crate) use content::{Kind as ContentKind, extract as content_extract};
pub use describe::PICTURE_BYTES_MAX;
pub use link::{file_link, file_public};
pub use open::{Download, Wanted, file_download, file_info, file_preview, file_thumbnail};
pub use resume::{Part, upload_resume};
pub use sessions::{require_uploads_on, upload_create, upload_get, upload_list};
pub use state::{FileState, ImagePlace};
pub use storage::{storage_open, storage_open_exports, storage_prepare, storage_test};
pub use upload::{Upload, upload};
