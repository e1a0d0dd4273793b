-- Until when somebody sees a post that they opened. Primary key.
select expireat from readreceipts where postid = $1 and userid = $2
