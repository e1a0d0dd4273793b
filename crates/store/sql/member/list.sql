-- Every member with ages by this server's clock, oldest first; others that prove their life ($1 seconds) say whether gossip
-- hears it. A handful of rows.
select id, discovery_id, cluster_name, name, hostname, api_address, gossip_address, bus_address, version, schema_version,
    config_hash, counter, applied_g, connections, unheard, drain, draining, fenced_at is not null,
    (extract(epoch from clock_timestamp() - started_at) * 1000)::bigint,
    (extract(epoch from clock_timestamp() - seen) * 1000)::bigint,
    (extract(epoch from clock_timestamp() - steady_since) * 1000)::bigint,
    gossip_keys, clock_skew_ms,
    (select count(*) from roost.member other where other.id <> member.id and other.fenced_at is null
        and clock_timestamp() - other.seen < make_interval(secs => $1::float8) and member.id = any(other.gossip_heard)),
    (select count(*) from roost.member other where other.id <> member.id and other.fenced_at is null
        and clock_timestamp() - other.seen < make_interval(secs => $1::float8) and member.id = any(other.gossip_suspects))
from roost.member order by started_at, id
