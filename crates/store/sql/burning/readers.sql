-- Who has opened a post. Index idx_read_receipts_post_id.
select userid from readreceipts where postid = $1 order by expireat, userid
