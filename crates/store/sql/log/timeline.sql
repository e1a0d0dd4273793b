-- The timeline that this primary writes; a standby refuses the question. The first eight digits of the name of the file.
select substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
