-- Whose copy a replica is, and whether it follows the timeline $1. One row; primary key.
select system_identifier::text, exists (select from roost.timelines where name = $1) from pg_control_system()
