-- One reply less in a thread: $3, its author, stays a participant with another reply only. Primary key,
-- idx_posts_root_id_delete_at, idx_posts_channel_id_delete_at_create_at.
update threads t set
    replycount = greatest(replycount - 1, 0),
    lastreplyat = case when t.lastreplyat > $2 then t.lastreplyat else coalesce((
        select p.createat from posts p where p.rootid = $1 and p.deleteat = 0 order by p.createat desc limit 1), 0) end,
    participants = case when exists (
        select 1 from posts p where p.rootid = $1 and p.deleteat = 0 and p.userid = $3 limit 1)
        then participants else participants - $3::text end
where postid = $1
