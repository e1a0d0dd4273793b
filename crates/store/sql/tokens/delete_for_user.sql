-- Forgets what was sent to a user for the same purpose before. A scan of tokens, which live for two days at most.
delete from tokens where type = $1 and extra like '%"' || $2 || '"%'
