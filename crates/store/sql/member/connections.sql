-- How many connections PostgreSQL lets everybody have together.
select current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint
