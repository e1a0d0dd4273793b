-- What may be changed of a bot besides its account. Primary key.
update bots set description = $2, ownerid = $3, updateat = $4 where userid = $1
