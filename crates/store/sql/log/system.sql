-- Which database cluster this is; its standbys answer the same.
select system_identifier::text from pg_control_system()
