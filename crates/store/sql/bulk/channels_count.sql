-- Counts posts that were added: all, and those that start a thread, with the times of the last ones. Primary key; locked
-- in the order of ids, so that two imports cannot wait for each other.
with k as (
    select c.id, k.total, k.roots, k.last, k.last_root
    from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
        k (id, total, roots, last, last_root)
    join channels c on c.id = k.id
    order by c.id for update of c)
update channels c set totalmsgcount = c.totalmsgcount + k.total, totalmsgcountroot = c.totalmsgcountroot + k.roots,
    lastpostat = greatest(c.lastpostat, k.last), lastrootpostat = greatest(c.lastrootpostat, k.last_root)
from k where c.id = k.id
