-- The same password in today's form; only if nobody changed it meanwhile.
update users set password = $2 where id = $1 and password = $3
