-- What a user has not read, by team; $2 narrows to one team. Muted channels count mentions only. Index
-- idx_channelmembers_user_id_channel_id_last_viewed_at.
select c.teamid,
    sum(case when m.notifyprops->>'mark_unread' = 'mention' then 0
        else c.totalmsgcount - m.msgcount end)::bigint,
    sum(m.mentioncount)::bigint,
    sum(coalesce(m.mentioncountroot, 0))::bigint,
    sum(case when m.notifyprops->>'mark_unread' = 'mention' then 0
        else coalesce(c.totalmsgcountroot, 0) - coalesce(m.msgcountroot, 0) end)::bigint
from channelmembers m join channels c on c.id = m.channelid
where m.userid = $1 and c.deleteat = 0 and c.teamid <> '' and ($2::text = '' or c.teamid = $2::text)
group by c.teamid
order by c.teamid
