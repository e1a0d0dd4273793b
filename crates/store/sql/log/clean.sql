-- Removes a chunk of old rows; the newest row always stays, so that `last` never goes back.
delete from roost.log where g in (
    select g from roost.log
    where at < clock_timestamp() - make_interval(secs => $1::float8) and g < (select max(g) from roost.log)
    order by g limit $2)
