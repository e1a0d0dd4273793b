-- Live channels of a user in a team and conversations that stand in no category of that team: they belong to the
-- built-in ones. Index idx_channelmembers_user_id_channel_id_last_viewed_at.
select c.id, c.type::text
from channelmembers m join channels c on c.id = m.channelid
where m.userid = $1 and c.teamid in ($2, '') and c.deleteat = 0 and not exists (
    select 1 from sidebarchannels s join sidebarcategories k on k.id = s.categoryid
    where s.channelid = c.id and s.userid = $1 and k.userid = $1 and k.teamid = $2)
order by c.displayname, c.id
