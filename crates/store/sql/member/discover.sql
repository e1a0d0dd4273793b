-- The table in which nodes of the original find each other; one row per node, its primary key ours.
insert into clusterdiscovery (id, type, clustername, hostname, gossipport, port, createat, lastpingat)
values ($1, 'mattermost_app', $2, $3, $4, $5, (extract(epoch from clock_timestamp()) * 1000)::bigint,
    (extract(epoch from clock_timestamp()) * 1000)::bigint)
on conflict (id) do update set lastpingat = excluded.lastpingat
