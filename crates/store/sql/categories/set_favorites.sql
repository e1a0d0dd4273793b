-- Makes channels favourites in the preferences. Primary key.
insert into preferences (userid, category, name, value)
select $1, 'favorite_channel', n.id, 'true' from unnest($2::text[]) n (id)
on conflict (userid, category, name) do update set value = excluded.value
