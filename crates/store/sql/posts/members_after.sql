-- What a new post changes for members of its channel: $3, the author, has seen everything; the others are mentioned.
-- Primary key.
update channelmembers set
    lastviewedat = case when userid = $3::text then greatest(lastviewedat, $4::bigint) else lastviewedat end,
    msgcount = case when userid = $3::text then greatest(msgcount, $5) else msgcount end,
    msgcountroot = case when userid = $3::text then greatest(msgcountroot, $6) else msgcountroot end,
    mentioncount = case when userid = $3::text then 0 else mentioncount + 1 end,
    mentioncountroot = case when userid = $3::text then 0 when $7 then coalesce(mentioncountroot, 0) + 1 else mentioncountroot end,
    urgentmentioncount = case when userid = $3::text then 0 when $8 then coalesce(urgentmentioncount, 0) + 1
        else urgentmentioncount end,
    lastupdateat = case when userid = $3::text then greatest(lastviewedat, $4::bigint) else $4::bigint end
where channelid = $1 and userid = any($2)
