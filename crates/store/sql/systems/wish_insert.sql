-- Somebody asks administrators for a feature; no row where they asked for it before. Primary key.
insert into notifyadmin (userid, createat, requiredplan, requiredfeature, trial, sentat)
select $1::text, $2::int8, $3::text, $4::text, $5::bool, 0
where not exists (select from notifyadmin where userid = $1 and requiredfeature = $4)
on conflict do nothing
