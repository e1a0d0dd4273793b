-- Every member with ages by this server's clock, oldest first. A handful of rows.
select id, discovery_id, cluster_name, name, hostname, api_address, gossip_address, bus_address, version, schema_version,
    config_hash, counter, applied_g, connections, unheard, drain, draining, fenced_at is not null,
    (extract(epoch from clock_timestamp() - started_at) * 1000)::bigint,
    (extract(epoch from clock_timestamp() - seen) * 1000)::bigint,
    (extract(epoch from clock_timestamp() - steady_since) * 1000)::bigint
from roost.member order by started_at, id
