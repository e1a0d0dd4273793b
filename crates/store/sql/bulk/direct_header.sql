-- The header of a conversation. Primary key.
update channels set header = $2, updateat = $3 where id = $1
