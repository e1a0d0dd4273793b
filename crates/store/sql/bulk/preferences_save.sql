-- Preferences, made or changed; one row for each that was. Primary key.
insert into preferences (userid, category, name, value)
select k.owner, k.category, k.name, k.value
from unnest($1::text[], $2::text[], $3::text[], $4::text[]) k (owner, category, name, value)
on conflict (userid, category, name) do update set value = excluded.value
where preferences.value is distinct from excluded.value
returning userid
