-- Where a starting node begins: just below the oldest of the newest $1 numbers that is still there.
select coalesce(min(g), 1) - 1 from roost.log where g > (select coalesce(max(g), 0) from roost.log) - $1
