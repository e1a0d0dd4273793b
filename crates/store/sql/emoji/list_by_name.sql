-- One page of the live custom emoji by name. Unique: emoji_name_deleteat_key.
select id, createat, updateat, deleteat, creatorid, name from emoji where deleteat = 0
order by name limit $1 offset $2
