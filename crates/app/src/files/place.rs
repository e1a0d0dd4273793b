//! Where the bytes of files are, in the layout that an existing file store has.

use roost_model::Id;

use crate::media::storage_name;

const DAY_MS: i64 = 86_400_000;

/// The key of an attachment. `owner` is a user's id or the word `bookmark`; no channel while it is not known.
pub(super) fn attachment(now_ms: i64, channel: Option<Id>, owner: &str, id: Id, name: &str) -> String {
    let channel = channel.as_ref().map_or(UNSORTED, Id::as_str);
    format!("{}/teams/noteam/channels/{channel}/users/{owner}/{id}/{}", date(now_ms), storage_name(name))
}

/// Stands for the channel in keys of files that arrived before their channel was named.
const UNSORTED: &str = "unsorted";

/// The key of a file whose channel has become known.
pub(super) fn sorted(path: &str, channel: Id) -> String {
    path.replacen(&format!("/channels/{UNSORTED}/"), &format!("/channels/{channel}/"), 1)
}

/// The key of a picture made of the file at `path`. `suffix` begins with an underscore.
pub(super) fn beside(path: &str, suffix: &str, extension: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{folder}/{stem}{suffix}.{extension}")
}

/// The folder with the parts of an unfinished upload.
pub(super) fn parts_folder(upload: Id) -> String {
    format!("uploads/{upload}")
}

/// The key of the part of an unfinished upload that begins at byte `offset`.
pub(super) fn part(upload: Id, offset: i64) -> String {
    format!("{}/{offset:015}", parts_folder(upload))
}

/// `YYYYMMDD` in UTC.
fn date(now_ms: i64) -> String {
    // Days since 1 March of year 0, in eras of 400 years: the leap day is the last day of such a year.
    let days = now_ms.div_euclid(DAY_MS) + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, turn) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}{month:02}{day:02}", era * 400 + year + turn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        for (ms, text) in [
            (0, "19700101"),
            (951_782_400_000, "20000229"),
            (951_868_799_999, "20000229"),
            (951_868_800_000, "20000301"),
            (1_735_603_200_000, "20241231"),
            (4_107_456_000_000, "21000228"),
            (4_107_542_400_000, "21000301"),
        ] {
            assert_eq!(date(ms), text, "{ms}");
        }
    }

    #[test]
    fn keys_have_the_layout_of_the_original() {
        let (id, channel) = (Id::from_random(1), Id::from_random(2));
        let path = attachment(0, Some(channel), "u", id, "../a b.tar.gz");
        assert_eq!(path, format!("19700101/teams/noteam/channels/{channel}/users/u/{id}/a b.tar.gz"));
        assert_eq!(beside(&path, "_thumb", "jpg"), path.replace(".gz", "_thumb.jpg"));
        let unsorted = attachment(0, None, "u", id, "a b.tar.gz");
        assert_ne!(unsorted, path);
        assert_eq!(sorted(&unsorted, channel), path);
    }

    #[test]
    fn every_key_fits_its_column_and_the_file_store() {
        let id = Id::from_random(1);
        for name in ["x".repeat(5_000), "漢".repeat(300) + ".png", ".".repeat(400), "a.".to_owned() + &"b".repeat(900)]
        {
            let path = attachment(0, Some(id), id.as_str(), id, &name);
            for path in [beside(&path, "_preview", "png"), path] {
                let segment = path.rsplit('/').next().unwrap();
                assert!(path.chars().count() <= 512 && segment.len() <= 250, "{path}");
            }
        }
    }
}
