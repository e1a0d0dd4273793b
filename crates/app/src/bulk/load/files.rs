//! Pictures and attachments.

use roost_blob::BlobError;
use roost_model::Id;
use roost_model::errors::import as errors;
use roost_store::bulk::talk::FileRow;

use super::Importer;
use super::names::Place;
use crate::bulk::failure::{AtLine as _, Failure};
use crate::bulk::line::Kind;
use crate::bulk::refusal::Refusal;
use crate::bulk::report::{Report, reason};
use crate::bulk::shape::PostLine;
use crate::bulk::source::Source;
use crate::media;

/// Largest profile picture in bytes.
const PROFILE_LEN_MAX: u64 = 50 * 1024 * 1024;
/// Text files up to this size can be searched.
const CONTENT_LEN_MAX: usize = 1024 * 1024;
/// Most files of one post.
pub(super) const POST_FILES_MAX: usize = roost_model::limits::POST_FILES_MAX;

/// Whose post an attachment belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner {
    pub post_id: Id,
    pub user_id: Id,
    pub place: Place,
    pub create_at: i64,
}

impl Importer {
    /// Stores the bytes unless they are there; whether they were stored.
    pub(super) async fn store_if_new(&self, path: &str, bytes: Vec<u8>) -> Result<bool, BlobError> {
        match self.blobs.get(path).await {
            Ok(there) if there == bytes => Ok(false),
            Ok(_) => self.blobs.put(path, bytes).await.map(|()| true),
            Err(error) if error.is_not_found() => self.blobs.put(path, bytes).await.map(|()| true),
            Err(error) => Err(error),
        }
    }

    /// Stores the picture of a user; whether it is another one than before.
    pub(super) async fn profile_image(
        &self,
        source: &Source,
        path: &str,
        user: Id,
        line: u64,
    ) -> Result<bool, Failure> {
        let refused = || Refusal::new(errors::USER_IMAGE).with("path", path).at("profile_image");
        let bytes = source.read_file(path, PROFILE_LEN_MAX).map_err(|_| refused()).at(line)?;
        let picture = media::Picture::decode(&bytes, media::PIXELS_MAX).map_err(|_| refused()).at(line)?;
        let png = picture.square_png(media::PROFILE_SIDE).map_err(|_| refused()).at(line)?;
        self.store_if_new(&format!("users/{user}/profile.png"), png).await.at(line)
    }

    /// Stores the attachments of a post but those in `there` (name and size), and says which rows they need.
    pub(super) async fn attachments(
        &self,
        source: &Source,
        line: &PostLine,
        owner: Owner,
        there: &[(String, i64)],
        number: u64,
        report: &mut Report,
    ) -> Result<Vec<FileRow>, Failure> {
        let paths = line.attachments.iter().flatten().filter_map(|attachment| attachment.path.as_deref());
        let mut rows = Vec::new();
        for path in paths {
            report.read(Kind::Attachment, 1);
            let bytes = match source.read_file(path, self.file_size_max) {
                Ok(bytes) => bytes,
                Err(error) => {
                    let too_large = error.kind() == std::io::ErrorKind::FileTooLarge;
                    let why = if too_large { reason::TOO_LARGE } else { reason::NO_FILE };
                    report.skipped(Kind::Attachment, why, 1);
                    continue;
                }
            };
            let name = media::base_name(path).to_owned();
            let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            if there.iter().any(|(known, known_size)| *known == name && *known_size == size) {
                report.skipped(Kind::Attachment, reason::THERE, 1);
            } else if there.len() + rows.len() >= POST_FILES_MAX {
                report.skipped(Kind::Attachment, reason::TOO_MANY, 1);
            } else {
                rows.push(self.attachment(owner, name, bytes).await.at(number)?);
                report.written(Kind::Attachment, 1);
            }
        }
        Ok(rows)
    }

    async fn attachment(&self, owner: Owner, name: String, bytes: Vec<u8>) -> Result<FileRow, BlobError> {
        let id = self.id();
        let team = if owner.place.team_id.is_empty() { "noteam" } else { owner.place.team_id.as_str() };
        let date = date_of(owner.create_at);
        let (channel, user) = (owner.place.channel_id, owner.user_id);
        let folder = format!("{date}/teams/{team}/channels/{channel}/users/{user}/{id}");
        let mut row = FileRow {
            id,
            user_id: owner.user_id,
            post_id: owner.post_id,
            channel_id: owner.place.channel_id,
            create_at: owner.create_at,
            path: format!("{folder}/{}", media::storage_name(&name)),
            thumbnail_path: String::new(),
            preview_path: String::new(),
            extension: media::extension(&name),
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            mime_type: media::mime_of_name(&name),
            width: 0,
            height: 0,
            has_preview_image: false,
            mini_preview: None,
            content: String::new(),
            name,
        };
        if media::is_image(&row.mime_type) {
            self.preview(&mut row, &folder, &bytes).await?;
        } else if row.mime_type.starts_with("text/")
            && let Ok(text) = std::str::from_utf8(&bytes)
            && text.len() <= CONTENT_LEN_MAX
            && !text.contains('\0')
        {
            text.clone_into(&mut row.content);
        }
        self.blobs.put(&row.path, bytes).await?;
        Ok(row)
    }

    /// Makes the small pictures. A picture that cannot be read stays an ordinary file.
    async fn preview(&self, row: &mut FileRow, folder: &str, bytes: &[u8]) -> Result<(), BlobError> {
        let Ok(info) = media::probe(bytes, media::PIXELS_MAX) else { return Ok(()) };
        (row.width, row.height) = (i64::from(info.width), i64::from(info.height));
        if info.animated {
            return Ok(());
        }
        let Ok(picture) = media::Picture::decode(bytes, media::PIXELS_MAX) else { return Ok(()) };
        let (Ok(thumbnail), Ok(preview)) = (picture.thumbnail(), picture.preview()) else { return Ok(()) };
        let stem = row.name.rsplit_once('.').map_or(row.name.as_str(), |(stem, _)| stem);
        let stem = media::storage_name(stem);
        // Named after the file and not after what is in them, as uploads are.
        let extension = if row.mime_type == "image/png" { "png" } else { "jpg" };
        row.thumbnail_path = format!("{folder}/{stem}_thumb.{extension}");
        row.preview_path = format!("{folder}/{stem}_preview.{extension}");
        row.has_preview_image = true;
        row.mini_preview = picture.mini_preview().ok().and_then(|text| {
            use base64::Engine as _;
            base64::engine::general_purpose::STANDARD.decode(text).ok()
        });
        self.blobs.put(&row.thumbnail_path, thumbnail.bytes).await?;
        self.blobs.put(&row.preview_path, preview.bytes).await
    }
}

/// `YYYYMMDD` of a time in UTC.
fn date_of(ms: i64) -> String {
    // Days to a date of the proleptic Gregorian calendar, with years that begin in March.
    let days = ms.div_euclid(86_400_000) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}{month:02}{day:02}")
}

#[cfg(test)]
mod tests {
    use super::date_of;

    #[test]
    fn dates() {
        for (ms, date) in [
            (0, "19700101"),
            (1_700_000_000_000, "20231114"),
            (1_709_164_800_000, "20240229"),
            (951_782_400_000, "20000229"),
            (1_704_067_199_999, "20231231"),
        ] {
            assert_eq!(date_of(ms), date);
        }
    }
}
