-- The nodes that serve this database together. Everything that decides who belongs to them is decided here, by this
-- server's clock and under the lock of the one row of roost.cluster.

-- counter rises with every node that joins, leaves or is fenced.
create table roost.cluster (
    only_row boolean primary key default true check (only_row),
    counter  bigint  not null default 0
);
insert into roost.cluster default values;

-- One row per running process: id is drawn anew at each start. seen is written once a second, steady_since is when that
-- began to happen without a pause. applied_g is the position of the log that the node has applied. unheard are the
-- members that the node has not heard of for a while. drain is the wish of an administrator, draining what the node does.
create table roost.member (
    id             bigint      primary key,
    discovery_id   varchar(26) not null,
    cluster_name   text        not null,
    name           text        not null,
    hostname       text        not null,
    api_address    text        not null,
    gossip_address text        not null,
    bus_address    text        not null,
    version        text        not null,
    schema_version text        not null,
    config_hash    text        not null,
    started_at     timestamptz not null default clock_timestamp(),
    seen           timestamptz not null default clock_timestamp(),
    steady_since   timestamptz not null default clock_timestamp(),
    fenced_at      timestamptz,
    counter        bigint      not null,
    applied_g      bigint      not null default 0,
    connections    bigint      not null default 0,
    unheard        bigint[]    not null default '{}',
    drain          boolean     not null default false,
    draining       boolean     not null default false
);
