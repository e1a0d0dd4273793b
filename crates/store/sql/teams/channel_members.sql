-- The channels of a team, archived ones too, each with its members. Index idx_channels_team_id_type, primary key.
select c.id, coalesce(array_agg(m.userid) filter (where m.userid is not null), '{}')
from channels c left join channelmembers m on m.channelid = c.id
where c.teamid = $1 group by c.id
