-- A post burns at $2, when everybody has seen it. Primary key.
update temporaryposts set expireat = least(expireat, $2) where postid = $1 returning expireat
