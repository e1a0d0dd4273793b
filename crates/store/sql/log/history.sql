-- What there is of the log from a position on, to compare with what was applied. Primary key range scan.
select g, coalesce(body, ''::bytea) from roost.log where g >= $1 and g <= $2 order by g
