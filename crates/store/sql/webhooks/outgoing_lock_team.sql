-- Held until the webhooks of a team are written, so that two at once do not both find that they do not overlap.
select pg_advisory_xact_lock(7237971, hashtext($1))
