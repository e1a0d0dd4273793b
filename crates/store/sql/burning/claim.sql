-- The next post that has burned at $1, unless another node has it in hand. Index idx_temporary_posts_expire_at.
select postid from temporaryposts where expireat <= $1 order by expireat limit 1 for update skip locked
