-- Which start of the server answers, and how much of the log from $1 (without) to $2 (with) is there. Primary key range scan.
select (extract(epoch from pg_postmaster_start_time()) * 1000000)::bigint, count(*), coalesce(min(g), 0)
from roost.log where g > $1 and g <= $2
