-- Live public channels of a team that a term finds: $2 as it stands in name, display name or purpose, $3 as full text.
-- Index idx_publicchannels_team_id.
select c.id, c.createat, c.updateat, c.deleteat, c.teamid, c.type::text, c.displayname, c.name, c.header, c.purpose,
    c.lastpostat,
    c.totalmsgcount, c.extraupdateat, c.creatorid, c.schemeid, c.groupconstrained, c.autotranslation, c.shared,
    c.totalmsgcountroot, c.lastrootpostat, c.bannerinfo, c.defaultcategoryname
from publicchannels p join channels c on c.id = p.id
where p.teamid = $1 and p.deleteat = 0 and ($2 = '' or strpos(lower(p.name), $2) > 0 or strpos(lower(p.displayname), $2) > 0
        or strpos(lower(p.purpose), $2) > 0
        or to_tsvector('english', p.name || ' ' || p.displayname || ' ' || p.purpose) @@ to_tsquery('english', nullif($3, '')))
order by c.displayname, c.id limit $4
