-- Held to the end of a sign-up on an empty server, so that two at once do not both become administrators.
select pg_advisory_xact_lock(7237970)
