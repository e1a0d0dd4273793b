-- The migrations of the original that this database has, newest first. Primary key.
select version, name from db_migrations order by version desc
