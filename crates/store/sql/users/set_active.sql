-- Deactivates a user (at $2) or brings one back (0). Primary key.
update users set deleteat = $2, updateat = $3 where id = $1
