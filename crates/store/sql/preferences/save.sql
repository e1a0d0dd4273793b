-- Writes preferences of a user. Primary key. The last of a repeated name wins: the caller leaves out the others.
insert into preferences (userid, category, name, value)
select $1, p.category, p.name, p.value from unnest($2::text[], $3::text[], $4::text[]) p (category, name, value)
on conflict (userid, category, name) do update set value = excluded.value
