-- Deactivates a bot (at $2) or brings it back (0), if the account is one. Primary key.
update bots set deleteat = $2, updateat = $3 where userid = $1
