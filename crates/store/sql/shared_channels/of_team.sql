-- The shared channels of a team, a page; those that $2 is in unless it is empty. Few: reads the small table.
select s.channelid, s.teamid, s.home, s.readonly, s.sharename, s.sharedisplayname, s.sharepurpose, s.shareheader, s.creatorid,
    s.createat, s.updateat, s.remoteid, c.type::text
from sharedchannels s join channels c on c.id = s.channelid
where s.teamid = $1 and ($2 = '' or exists (select from channelmembers m where m.channelid = s.channelid and m.userid = $2))
order by s.sharedisplayname, s.sharename, s.channelid limit $3 offset $4
