-- A user has seen notices (once more). Primary key.
insert into productnoticeviewstate (userid, noticeid, viewed, timestamp)
select $1, notice, 1, $3 from unnest($2::text[]) notice
on conflict (userid, noticeid) do update set viewed = productnoticeviewstate.viewed + 1, timestamp = excluded.timestamp
