-- Live channels of a team that a user is in and that a term finds, as in channels/search_in_team.
-- Index idx_channelmembers_user_id_channel_id_last_viewed_at.
select c.id, c.createat, c.updateat, c.deleteat, c.teamid, c.type::text, c.displayname, c.name, c.header, c.purpose,
    c.lastpostat,
    c.totalmsgcount, c.extraupdateat, c.creatorid, c.schemeid, c.groupconstrained, c.autotranslation, c.shared,
    c.totalmsgcountroot, c.lastrootpostat, c.bannerinfo, c.defaultcategoryname
from channelmembers m join channels c on c.id = m.channelid
where m.userid = $1 and c.teamid = $2 and c.deleteat = 0 and ($3 = '' or strpos(lower(c.name), $3) > 0 or strpos(lower(c.displayname), $3) > 0
        or strpos(lower(c.purpose), $3) > 0
        or to_tsvector('english', c.name || ' ' || c.displayname || ' ' || c.purpose) @@ to_tsquery('english', nullif($4, '')))
order by c.displayname, c.id limit $5
