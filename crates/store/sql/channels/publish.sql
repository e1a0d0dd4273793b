-- The copy of a public channel that listings and searches read, made or brought up to date. Primary key.
insert into publicchannels (id, deleteat, teamid, displayname, name, header, purpose)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (id) do update set deleteat = excluded.deleteat, teamid = excluded.teamid,
    displayname = excluded.displayname, name = excluded.name, header = excluded.header, purpose = excluded.purpose
