-- A user's channels in all live teams with the direct and group ones; with $2 also those deleted since $3.
-- Index idx_channelmembers_user_id_channel_id_last_viewed_at.
select c.id, c.createat, c.updateat, c.deleteat, c.teamid, c.type::text, c.displayname, c.name, c.header, c.purpose,
    c.lastpostat,
    c.totalmsgcount, c.extraupdateat, c.creatorid, c.schemeid, c.groupconstrained, c.autotranslation, c.shared,
    c.totalmsgcountroot, c.lastrootpostat, c.bannerinfo, c.defaultcategoryname
from channelmembers m join channels c on c.id = m.channelid left join teams t on t.id = c.teamid
where m.userid = $1 and coalesce(t.deleteat, 0) = 0 and (c.deleteat = 0 or ($2 and c.deleteat >= $3))
order by c.id
