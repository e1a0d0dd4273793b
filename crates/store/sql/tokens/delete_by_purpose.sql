-- All tokens of these purposes. A scan of a small table.
delete from tokens where type = any($1)
