-- The user accepts a version.
insert into usertermsofservice (userid, termsofserviceid, createat) values ($1, $2, $3)
on conflict (userid) do update set termsofserviceid = excluded.termsofserviceid, createat = excluded.createat
