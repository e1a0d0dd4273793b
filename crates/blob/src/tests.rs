use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_util::stream::{self, StreamExt, TryStreamExt};

use super::*;
use crate::put::PART_LEN;

fn store() -> (tempfile::TempDir, Blobs) {
    let dir = tempfile::tempdir().unwrap();
    let blobs = Blobs::local(&dir.path().join("files")).unwrap();
    (dir, blobs)
}

/// Every file below `dir`, staging files included.
fn files_in(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files_in(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn chunks(sizes: &[usize]) -> Vec<io::Result<Bytes>> {
    sizes.iter().enumerate().map(|(i, len)| Ok(Bytes::from(vec![u8::try_from(i).unwrap(); *len]))).collect()
}

#[tokio::test]
async fn stores_reads_and_removes() {
    let (_dir, blobs) = store();
    let path = "20260101/teams/noteam/héllo wörld+&#%41.txt";
    blobs.put(path, "hello file").await.unwrap();
    assert_eq!(blobs.get(path).await.unwrap(), "hello file");
    assert_eq!(blobs.size(path).await.unwrap(), 10);
    assert!(blobs.exists(path).await.unwrap());
    blobs.put(path, "").await.unwrap();
    assert_eq!(blobs.get(path).await.unwrap(), "");
    blobs.delete(path).await.unwrap();
    blobs.delete(path).await.unwrap();
    assert!(!blobs.exists(path).await.unwrap());
    assert!(blobs.get(path).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn names_stand_on_disk_as_they_are() {
    let (dir, blobs) = store();
    blobs.put("a/héllo %41.txt", "x").await.unwrap();
    assert_eq!(files_in(dir.path()), [dir.path().join("files/a/héllo %41.txt")]);
    std::fs::write(dir.path().join("files/a/日本.txt"), "y").unwrap();
    assert_eq!(blobs.get("a/日本.txt").await.unwrap(), "y");
}

#[tokio::test]
async fn a_folder_is_not_a_file() {
    let (_dir, blobs) = store();
    blobs.put("a/b", "x").await.unwrap();
    assert!(blobs.get("a").await.unwrap_err().is_not_found());
    assert!(!blobs.exists("a").await.unwrap());
    assert!(blobs.get("a/b/c").await.is_err());
}

#[tokio::test]
async fn ranges_are_cut_at_the_end() {
    let (_dir, blobs) = store();
    blobs.put("f", "hello file").await.unwrap();
    assert_eq!(blobs.get_range("f", 0..5).await.unwrap(), "hello");
    assert_eq!(blobs.get_range("f", 6..99).await.unwrap(), "file");
    assert!(matches!(blobs.get_range("f", 10..11).await, Err(BlobError::RangeOutside { size: 10 })));
    assert!(blobs.get_range("g", 0..5).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn moves_and_copies_replace() {
    let (_dir, blobs) = store();
    blobs.put("a/x", "one").await.unwrap();
    blobs.put("b/y", "old").await.unwrap();
    blobs.copy("a/x", "b/y").await.unwrap();
    assert_eq!(blobs.get("b/y").await.unwrap(), "one");
    blobs.rename("a/x", "c/d/z").await.unwrap();
    assert!(!blobs.exists("a/x").await.unwrap());
    assert_eq!(blobs.get("c/d/z").await.unwrap(), "one");
    assert!(blobs.rename("a/x", "q").await.unwrap_err().is_not_found());
    assert!(blobs.copy("a/x", "q").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn lists_and_removes_folders() {
    let (dir, blobs) = store();
    for path in ["users/u1/profile.png", "users/u1/old/1.png", "users/u10/profile.png", "brand.png"] {
        blobs.put(path, path).await.unwrap();
    }
    let listed = blobs.list("users/u1").unwrap().try_collect::<Vec<_>>().await.unwrap();
    let mut paths: Vec<_> = listed.iter().map(|m| (m.path.as_str(), m.size)).collect();
    paths.sort_unstable();
    assert_eq!(paths, [("users/u1/old/1.png", 18), ("users/u1/profile.png", 20)]);
    assert!(listed.iter().all(|m| m.modified_at > 1_600_000_000_000));
    assert_eq!(blobs.delete_prefix("users/u1/").await.unwrap(), 2);
    assert_eq!(blobs.delete_prefix("users/u1").await.unwrap(), 0);
    assert_eq!(blobs.list("").unwrap().count().await, 2);
    assert!(!dir.path().join("files/users/u1").exists(), "empty folders go with their last file");
    assert!(blobs.list("../x").is_err());
}

#[tokio::test]
async fn bad_paths_touch_nothing() {
    let (dir, blobs) = store();
    std::fs::write(dir.path().join("secret"), "s").unwrap();
    for path in ["../secret", "/etc/passwd", "a/../../secret", "a\0b", "", "."] {
        assert!(matches!(blobs.get(path).await, Err(BlobError::InvalidPath { .. })), "{path:?}");
        assert!(matches!(blobs.put(path, "x").await, Err(BlobError::InvalidPath { .. })), "{path:?}");
        assert!(matches!(blobs.delete(path).await, Err(BlobError::InvalidPath { .. })), "{path:?}");
        assert!(matches!(blobs.rename("f", path).await, Err(BlobError::InvalidPath { .. })), "{path:?}");
        let upload = blobs.put_stream(path, stream::iter(chunks(&[3])), 10).await;
        assert!(matches!(upload, Err(BlobError::InvalidPath { .. })), "{path:?}");
    }
    assert_eq!(files_in(dir.path()), [dir.path().join("secret")]);
}

#[tokio::test]
async fn streams_small_and_large() {
    let (dir, blobs) = store();
    for sizes in [vec![], vec![3, 0, 4], vec![PART_LEN], vec![PART_LEN - 1, 2], vec![PART_LEN + 7, PART_LEN, 1]] {
        let size: usize = sizes.iter().sum();
        let wrote = blobs.put_stream("up/f", stream::iter(chunks(&sizes)), size as u64).await.unwrap();
        assert_eq!(wrote, size as u64);
        let whole: Vec<u8> = chunks(&sizes).into_iter().flat_map(|c| c.unwrap().to_vec()).collect();
        assert!(blobs.get("up/f").await.unwrap() == whole, "{sizes:?}");
        assert_eq!(files_in(dir.path()).len(), 1);
    }
}

#[tokio::test]
async fn a_broken_or_too_large_upload_leaves_nothing() {
    let (dir, blobs) = store();
    for sizes in [&[3, 4][..], &[PART_LEN, PART_LEN, 5]] {
        let limit = sizes.iter().sum::<usize>() as u64 - 1;
        let upload = blobs.put_stream("up/f", stream::iter(chunks(sizes)), limit).await;
        assert!(matches!(upload, Err(BlobError::TooLarge { size_max }) if size_max == limit));
        let mut cut = chunks(sizes);
        cut.push(Err(io::Error::from(io::ErrorKind::ConnectionReset)));
        let upload = blobs.put_stream("up/f", stream::iter(cut), u64::MAX).await;
        assert!(matches!(upload, Err(BlobError::Interrupted(_))));
        assert!(files_in(dir.path()).is_empty());
    }
    blobs.put("up/f", "before").await.unwrap();
    let upload = blobs.put_stream("up/f", stream::iter(chunks(&[PART_LEN, 1])), 10).await;
    assert!(upload.is_err());
    assert_eq!(blobs.get("up/f").await.unwrap(), "before");
}

#[test]
fn a_dropped_upload_leaves_nothing() {
    // One blocking thread: the clean-up of the dropped upload and the task after it run in order.
    let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).enable_all().build().unwrap();
    let (dir, blobs) = store();
    runtime.block_on(async {
        let (began, has_begun) = tokio::sync::oneshot::channel();
        let mut began = Some(began);
        // The second part is asked for only when the first one is written.
        let bytes = stream::iter(chunks(&[PART_LEN])).chain(stream::poll_fn(move |_| {
            if let Some(began) = began.take() {
                began.send(()).unwrap();
            }
            std::task::Poll::Pending
        }));
        // Boxed so that it is not dropped before its staging file was seen.
        let mut upload = Box::pin(blobs.put_stream("up/f", bytes, u64::MAX));
        tokio::select! {
            _ = &mut upload => panic!("the stream never ends"),
            _ = has_begun => assert_eq!(files_in(dir.path()).len(), 1, "the staging file is there"),
        }
        drop(upload);
        tokio::task::spawn_blocking(|| ()).await.unwrap();
    });
    assert!(files_in(dir.path()).is_empty());
}

#[tokio::test]
async fn names_like_staging_files_of_an_earlier_server_can_be_read_and_removed() {
    let (dir, blobs) = store();
    let disk = dir.path().join("files/a/report#12");
    blobs.put("a/other", "x").await.unwrap();
    std::fs::write(&disk, "0123456789").unwrap();
    assert_eq!(blobs.get("a/report#12").await.unwrap(), "0123456789");
    assert_eq!(blobs.get_range("a/report#12", 3..5).await.unwrap(), "34");
    assert_eq!(blobs.size("a/report#12").await.unwrap(), 10);
    assert!(matches!(blobs.put("a/report#13", "x").await, Err(BlobError::InvalidPath { .. })));
    assert!(blobs.get("a/report#13").await.unwrap_err().is_not_found());
    blobs.delete("a/report#12").await.unwrap();
    blobs.delete("a/report#12").await.unwrap();
    assert!(!disk.exists());
}

#[tokio::test]
async fn two_writers_of_one_path_end_with_one_whole_file() {
    let (dir, blobs) = store();
    let one = blobs.put_stream("f", stream::iter(chunks(&[PART_LEN, 1])), u64::MAX);
    let two = blobs.put("f", "short");
    let (one, two) = tokio::join!(one, two);
    one.unwrap();
    two.unwrap();
    let size = blobs.size("f").await.unwrap();
    assert!(size == 5 || size == PART_LEN as u64 + 1, "{size}");
    assert_eq!(files_in(dir.path()).len(), 1);
}

#[tokio::test]
async fn a_store_that_cannot_write_says_unavailable() {
    let (dir, blobs) = store();
    std::fs::write(dir.path().join("files/a"), "a file where a folder is wanted").unwrap();
    assert!(matches!(blobs.put("a/b", "x").await, Err(BlobError::Unavailable { .. })));
    assert!(Blobs::local(&dir.path().join("files/a/b")).is_err());
}
