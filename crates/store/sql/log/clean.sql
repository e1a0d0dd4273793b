-- Removes a chunk of old rows. The newest numbers always stay, so that `last` never goes back, and whoever looks for holes
-- below a number finds rows there.
delete from roost.log where g in (
    select g from roost.log
    where at < clock_timestamp() - make_interval(secs => $1::float8) and g < (select max(g) from roost.log) - 1024
    order by g limit $2)
