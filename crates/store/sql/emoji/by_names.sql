-- Live custom emoji with these names. Unique: emoji_name_deleteat_key.
select id, createat, updateat, deleteat, creatorid, name from emoji where name = any($1) and deleteat = 0 order by name
