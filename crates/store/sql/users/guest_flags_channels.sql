-- As users/guest_flags_teams.sql, for channels. Index idx_channelmembers_user_id_channel_id_last_viewed_at.
update channelmembers
set schemeguest = $2, schemeuser = not $2, schemeadmin = case when $2 then false else schemeadmin end
where userid = $1
