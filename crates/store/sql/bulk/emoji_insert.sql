-- A custom emoji without creator. Unique: emoji_name_deleteat_key.
insert into emoji (id, createat, updateat, deleteat, creatorid, name) values ($1, $2, $2, 0, '', $3)
