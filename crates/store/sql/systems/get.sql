-- One named value. Primary key.
select value from systems where name = $1
