-- The start of a new post: claims the client's pending id, if there is one, and takes the channel's row, which gives the
-- time of creation. No row when the channel is deleted or somebody else has the claim; a claim of an open transaction is
-- waited for. A post that is put before others ($3) is news to nobody: it does not count. Primary keys.
with claimed as (
    insert into roost.post_dedupe (user_id, pending_post_id, post_id)
    select $4::text, $5::text, $6::text where $5::text <> ''
    on conflict do nothing
    returning 1
)
update channels set
    lastpostat = greatest(lastpostat, case when $3::bigint > 0 then $3::bigint else greatest($2::bigint, lastpostat + 1) end),
    lastrootpostat = case when $8
        then greatest(lastrootpostat, case when $3::bigint > 0 then $3::bigint else greatest($2::bigint, lastpostat + 1) end)
        else lastrootpostat end,
    totalmsgcount = totalmsgcount + case when $7 and ($3::bigint = 0 or $3::bigint > lastpostat) then 1 else 0 end,
    totalmsgcountroot = coalesce(totalmsgcountroot, 0)
        + case when $7 and $8 and ($3::bigint = 0 or $3::bigint > lastpostat) then 1 else 0 end
where id = $1 and deleteat = 0 and ($5::text = '' or exists (select 1 from claimed))
returning lastpostat, totalmsgcount, totalmsgcountroot
