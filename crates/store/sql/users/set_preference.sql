-- Writes one preference of a user. Primary key.
insert into preferences (userid, category, name, value) values ($1, $2, $3, $4)
on conflict (userid, category, name) do update set value = excluded.value
