-- A post with its replies and all earlier versions, for good. Primary key, idx_posts_root_id_delete_at,
-- idx_posts_original_id.
with gone as (
    delete from posts where id = $1 or rootid = $1 or originalid = $1 returning id
), threads_gone as (
    delete from threads where postid = $1
), memberships_gone as (
    delete from threadmemberships where postid = $1
), reactions_gone as (
    delete from reactions where postid in (select id from gone)
), priority_gone as (
    delete from postspriority where postid in (select id from gone)
), acknowledgements_gone as (
    delete from postacknowledgements where postid in (select id from gone)
), receipts_gone as (
    delete from readreceipts where postid in (select id from gone)
), texts_gone as (
    delete from temporaryposts where postid in (select id from gone)
)
delete from fileinfo where postid in (select id from gone)
returning path, thumbnailpath, previewpath
