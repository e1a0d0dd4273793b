-- Held to the end of the transaction by whoever makes a job of the kind that is there once at most.
select pg_advisory_xact_lock(7237973, hashtext($1))
