-- What a user did, one row per element of the lists of ids and remarks.
insert into audits (id, createat, userid, action, extrainfo, ipaddress, sessionid)
select id, $3, $4, $5, extra, $6, $7 from unnest($1::text[], $2::text[]) as rows (id, extra)
