-- Sets a named value. Primary key.
insert into systems (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value
