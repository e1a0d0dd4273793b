-- Says that the node is still at work (claimed at $2), unless somebody wants it to stop; at most one row. Primary key.
update jobs set lastactivityat = $3, progress = $4 where id = $1 and startat = $2 and status = 'in_progress'
