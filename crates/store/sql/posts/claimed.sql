-- What a client's pending id became. Primary key.
select post_id from roost.post_dedupe where user_id = $1 and pending_post_id = $2
