-- Channels to search in that a user is in and a term finds: of a team, and direct ones by the other's user name, which
-- then stands for the display name. Index idx_channelmembers_user_id_channel_id_last_viewed_at.
select c.id, c.createat, c.updateat, c.deleteat, c.teamid, c.type::text, coalesce(u.username, c.displayname), c.name, c.header, c.purpose, c.lastpostat,
    c.totalmsgcount, c.extraupdateat, c.creatorid, c.schemeid, c.groupconstrained, c.autotranslation, c.shared,
    c.totalmsgcountroot, c.lastrootpostat, c.bannerinfo, c.defaultcategoryname
from channelmembers m
join channels c on c.id = m.channelid
left join lateral (
    select o.username from channelmembers om join users o on o.id = om.userid
    where c.type = 'D' and om.channelid = c.id and (om.userid <> $1 or c.name = $1 || '__' || $1)
) u on true
where m.userid = $1 and c.deleteat = 0 and (
    (c.teamid = $2 and ($3 = '' or strpos(lower(c.name), $3) > 0 or strpos(lower(c.displayname), $3) > 0
        or strpos(lower(c.purpose), $3) > 0
        or to_tsvector('english', c.name || ' ' || c.displayname || ' ' || c.purpose) @@ to_tsquery('english', nullif($4, ''))))
    or (c.type = 'G' and strpos(lower(c.displayname), $3) > 0)
    or (c.type = 'D' and strpos(u.username, $3) > 0))
order by 7, c.id limit $5
