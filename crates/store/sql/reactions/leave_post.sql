-- Says of a post whether it has reactions still. Primary keys.
update posts set updateat = greatest($2, updateat + 1),
    hasreactions = exists (select from reactions where postid = $1 and coalesce(deleteat, 0) = 0)
where id = $1
