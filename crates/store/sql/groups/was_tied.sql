-- Whether a group has ever been tied to a team or channel. Primary keys.
select 1 where exists (select from groupteams where groupid = $1 and teamid = $2)
    or exists (select from groupchannels where groupid = $1 and channelid = $2)
