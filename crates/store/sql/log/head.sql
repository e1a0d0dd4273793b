-- The number of the last row. Primary key, backwards.
select coalesce(max(g), 0) from roost.log
