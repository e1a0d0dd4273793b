-- Proof of life. Nothing is touched when the node has been fenced. Primary key.
update roost.member set
    steady_since = case when clock_timestamp() - seen > make_interval(secs => $6::float8) then clock_timestamp() else steady_since end,
    seen = clock_timestamp(), applied_g = $2, connections = $3, config_hash = $4, draining = $5, unheard = $7,
    gossip_heard = $8, gossip_suspects = $9, gossip_keys = $10,
    clock_skew_ms = $11 - (extract(epoch from clock_timestamp()) * 1000)::bigint
where id = $1 and fenced_at is null
returning drain, (extract(epoch from clock_timestamp()) * 1000)::bigint
