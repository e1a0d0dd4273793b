-- A user's channels in a team with the direct and group ones; with $3 also those deleted since $4.
-- Index idx_channelmembers_user_id_channel_id_last_viewed_at.
select c.id, c.createat, c.updateat, c.deleteat, c.teamid, c.type::text, c.displayname, c.name, c.header, c.purpose,
    c.lastpostat,
    c.totalmsgcount, c.extraupdateat, c.creatorid, c.schemeid, c.groupconstrained, c.autotranslation, c.shared,
    c.totalmsgcountroot, c.lastrootpostat, c.bannerinfo, c.defaultcategoryname
from channelmembers m join channels c on c.id = m.channelid
where m.userid = $1 and c.teamid in ($2, '') and (c.deleteat = 0 or ($3 and c.deleteat >= $4))
order by c.displayname, c.id
