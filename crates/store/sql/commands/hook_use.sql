-- Counts an answer, unless there were enough. Primary key.
update commandwebhooks set usecount = usecount + 1 where id = $1 and usecount < $2
