-- Ends every "do not disturb" whose time is over at $1, in Unix seconds, and returns the rows. Index
-- idx_status_status_dndendtime.
update status
set status = case when coalesce(prevstatus, '') = '' then 'online' else prevstatus end,
    prevstatus = 'dnd', dndendtime = 0, manual = false
where status = 'dnd' and dndendtime > 0 and dndendtime <= $1
returning userid, status, manual, lastactivityat, dndendtime, prevstatus
