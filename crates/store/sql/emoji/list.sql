-- One page of the live custom emoji in the order in which they were made. Index idx_emoji_create_at.
select id, createat, updateat, deleteat, creatorid, name from emoji where deleteat = 0
order by createat, id limit $1 offset $2
