-- Channels of all teams, filtered as an administrator asks: $1 term, $2 its words, $3 types, $4 teams, $5 deleted ones too,
-- $6 only those, $7 names left out, $8 not tied to this group, $9 and $10 tied to groups or not, $11 without a retention
-- policy, $12 only what this user may see, $13 the term may be an id. For consoles: reads every channel of these types.
select c.id, c.createat, c.updateat, c.deleteat, c.teamid, c.type::text, c.displayname, c.name, c.header, c.purpose,
    c.lastpostat,
    c.totalmsgcount, c.extraupdateat, c.creatorid, c.schemeid, c.groupconstrained, c.autotranslation, c.shared,
    c.totalmsgcountroot, c.lastrootpostat, c.bannerinfo, c.defaultcategoryname, t.displayname, t.name, t.updateat
from channels c left join teams t on t.id = c.teamid
where c.type::text = any($3) and (cardinality($4::text[]) = 0 or c.teamid = any($4))
    and ($5 or c.deleteat = 0) and (not $6 or c.deleteat <> 0) and c.name <> all($7::text[])
    and ($8 = '' or not exists (
        select 1 from groupchannels g where g.channelid = c.id and g.groupid = $8 and g.deleteat = 0))
    and (not $9 or c.groupconstrained) and (not $10 or not coalesce(c.groupconstrained, false))
    and (not $11 or not exists (select 1 from retentionpolicieschannels r where r.channelid = c.id))
    and ($12 = '' or exists (select 1 from channelmembers m where m.channelid = c.id and m.userid = $12)
        or (c.type = 'O' and exists (
            select 1 from teammembers tm where tm.teamid = c.teamid and tm.userid = $12 and tm.deleteat = 0)))
    and (($1 = '' or strpos(lower(c.name), $1) > 0 or strpos(lower(c.displayname), $1) > 0
        or strpos(lower(c.purpose), $1) > 0
        or to_tsvector('english', c.name || ' ' || c.displayname || ' ' || c.purpose) @@ to_tsquery('english', nullif($2, '')))
        or ($13 and c.id = $1))
order by c.displayname, t.displayname, c.id limit $14 offset $15
