-- What is left of a post that is gone. Primary key.
with receipts as (delete from readreceipts where postid = $1)
delete from temporaryposts where postid = $1
