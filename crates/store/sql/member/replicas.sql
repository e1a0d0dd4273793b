-- Standbys with what they have not replayed yet. A handful of rows, no table.
select coalesce(application_name, ''), coalesce(host(client_addr), ''), coalesce(state, ''),
    coalesce((extract(epoch from replay_lag) * 1000)::bigint, 0),
    coalesce(pg_wal_lsn_diff(sent_lsn, replay_lsn)::bigint, 0)
from pg_stat_replication order by 1, 2
