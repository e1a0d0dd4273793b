-- How many channels channels/search_all finds in all.
select count(*)
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
