-- Nothing is left of a deleted post but that it was there: not its text, its versions, its files. Primary key,
-- idx_posts_original_id, idx_fileinfo_postid_at.
with versions as (
    delete from posts where originalid = $1 returning id
), scrubbed as (
    update posts set message = $2, props = '{}', hashtags = '', fileids = '[]', filenames = '[]', updateat = $3 where id = $1
)
delete from fileinfo where postid = $1 or postid in (select id from versions)
returning path, thumbnailpath, previewpath
