-- The channel memberships of a user with what decides their roles. Index idx_channelmembers_user_id_channel_id_last_viewed_at.
select channelid, roles, schemeguest, schemeuser, schemeadmin from channelmembers where userid = $1
