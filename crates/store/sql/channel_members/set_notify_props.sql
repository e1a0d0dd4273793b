-- Merges notification settings of a member. Primary key.
update channelmembers set notifyprops = coalesce(notifyprops, '{}'::jsonb) || $3::jsonb, lastupdateat = $4
where channelid = $1 and userid = $2
