-- Moves a job from one state to another, at most one row. Primary key.
update jobs set status = $3, lastactivityat = $4 where id = $1 and status = $2
