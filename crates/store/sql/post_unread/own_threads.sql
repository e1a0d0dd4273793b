-- What a user has to do with these threads: whether the user began one, and since when the user writes in it. A row for each.
-- Primary keys; idx_posts_root_id_delete_at for those threads alone that the user has written in.
select r.id, r.userid = $2::text, case when t.participants ? $2::text then (
    select min(w.createat) from posts w where w.rootid = r.id and w.deleteat = 0 and w.userid = $2::text) end
from posts r left join threads t on t.postid = r.id
where r.id = any($1)
