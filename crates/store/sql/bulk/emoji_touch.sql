-- The picture of a custom emoji was replaced. Primary key.
update emoji set updateat = $2 where id = $1
