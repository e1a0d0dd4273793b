-- Mutes or unmutes channels of a user ($3: the value of mark_unread); answers which changed. Primary key.
update channelmembers set notifyprops = coalesce(notifyprops, '{}'::jsonb) || jsonb_build_object('mark_unread', $3::text),
    lastupdateat = $4
where userid = $1 and channelid = any($2) and coalesce(notifyprops ->> 'mark_unread', 'all') <> $3
returning channelid
