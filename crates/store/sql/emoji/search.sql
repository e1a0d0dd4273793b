-- The live custom emoji whose names are like $1. Unique: emoji_name_deleteat_key.
select id, createat, updateat, deleteat, creatorid, name from emoji where name like $1 and deleteat = 0
order by name limit $2
