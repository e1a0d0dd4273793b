-- Takes a custom emoji away; the row stays. Primary key.
update emoji set deleteat = $2, updateat = $2 where id = $1 and deleteat = 0
