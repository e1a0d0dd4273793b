-- The next reminder that is due at $1 (Unix seconds), unless another node has it in hand: taken away with the transaction
-- that sends it. Index idx_postreminders_targettime, primary key.
delete from postreminders r
where (r.postid, r.userid) = (
    select d.postid, d.userid from postreminders d
    where d.targettime <= $1
    order by d.targettime
    limit 1
    for update skip locked)
returning r.postid, r.userid
