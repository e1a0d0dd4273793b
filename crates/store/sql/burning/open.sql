-- Somebody opens a post and sees it until $3; once more changes nothing. Primary key.
insert into readreceipts (postid, userid, expireat) values ($1, $2, $3)
on conflict do nothing
returning expireat
