-- A post burns for one of those who opened it. Primary key.
update readreceipts set expireat = $3 where postid = $1 and userid = $2 and expireat > $3
