-- One live custom emoji. Primary key.
select id, createat, updateat, deleteat, creatorid, name from emoji where id = $1 and deleteat = 0
