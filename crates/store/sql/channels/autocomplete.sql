-- Live channels of a team that a term finds: the public ones ($5: unless the user is a guest) and those the user is in.
-- Index idx_channels_team_id_display_name.
select c.id, c.createat, c.updateat, c.deleteat, c.teamid, c.type::text, c.displayname, c.name, c.header, c.purpose,
    c.lastpostat,
    c.totalmsgcount, c.extraupdateat, c.creatorid, c.schemeid, c.groupconstrained, c.autotranslation, c.shared,
    c.totalmsgcountroot, c.lastrootpostat, c.bannerinfo, c.defaultcategoryname
from channels c
where c.teamid = $1 and c.type in ('O', 'P') and c.deleteat = 0
    and ((c.type = 'O' and not $5) or exists (
        select 1 from channelmembers m where m.channelid = c.id and m.userid = $2))
    and ($3 = '' or strpos(lower(c.name), $3) > 0 or strpos(lower(c.displayname), $3) > 0
        or strpos(lower(c.purpose), $3) > 0
        or to_tsvector('english', c.name || ' ' || c.displayname || ' ' || c.purpose) @@ to_tsquery('english', nullif($4, '')))
order by c.displayname, c.id limit $6
