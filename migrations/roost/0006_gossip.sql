-- What members tell of gossip: whom they hear, whom they heard and do not any more, and the ids of their keys. clock_skew_ms is
-- how much a member's clock is ahead of this server's. A node of an older version leaves them as they are.
alter table roost.member
    add column gossip_heard    bigint[] not null default '{}',
    add column gossip_suspects bigint[] not null default '{}',
    add column gossip_keys     text[]   not null default '{}',
    add column clock_skew_ms   bigint;
