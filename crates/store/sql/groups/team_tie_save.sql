-- Ties a group to a team, or changes the tie; one that has ended begins anew. Primary key.
insert into groupteams (groupid, teamid, autoadd, schemeadmin, createat, updateat, deleteat)
values ($1, $2, $3, $4, $5, $5, 0)
on conflict (groupid, teamid) do update
set autoadd = excluded.autoadd, schemeadmin = excluded.schemeadmin, updateat = excluded.updateat, deleteat = 0
