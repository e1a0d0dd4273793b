-- Held by whoever opens or burns a post, before its row and its channel are; gives when it burns. Primary key.
select expireat from temporaryposts where postid = $1 for update
