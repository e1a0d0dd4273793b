-- Removes a chunk of old claims; a client that retries later than this makes a second post, as with the original.
delete from roost.post_dedupe where (user_id, pending_post_id) in (
    select user_id, pending_post_id from roost.post_dedupe
    where at < clock_timestamp() - make_interval(secs => $1::float8) limit $2)
