-- Held until the commands of a team are written, so that two at once do not both take a word.
select pg_advisory_xact_lock(7237972, hashtext($1))
