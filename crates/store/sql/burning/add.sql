-- What a new post says until it burns: its row in posts is empty. Primary key.
insert into temporaryposts (postid, type, expireat, message, fileids) values ($1, $2, $3, $4, $5)
