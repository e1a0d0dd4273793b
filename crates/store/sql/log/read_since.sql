-- Rows above a position, in order. Primary key range scan.
select g, void, body from roost.log where g > $1 order by g limit $2
