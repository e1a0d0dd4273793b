-- Group channels of a user in which every word of $2 begins a member's user name or stands in it.
-- Index idx_channelmembers_user_id_channel_id_last_viewed_at.
select c.id, c.createat, c.updateat, c.deleteat, c.teamid, c.type::text, c.displayname, c.name, c.header, c.purpose,
    c.lastpostat,
    c.totalmsgcount, c.extraupdateat, c.creatorid, c.schemeid, c.groupconstrained, c.autotranslation, c.shared,
    c.totalmsgcountroot, c.lastrootpostat, c.bannerinfo, c.defaultcategoryname
from channelmembers m join channels c on c.id = m.channelid
where m.userid = $1 and c.type = 'G' and c.deleteat = 0 and not exists (
    select 1 from unnest($2::text[]) w (word) where not exists (
        select 1 from channelmembers om join users u on u.id = om.userid
        where om.channelid = c.id and strpos(u.username, w.word) > 0))
order by c.displayname, c.id limit $3
