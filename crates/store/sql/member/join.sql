-- A node that has just been admitted. One row.
insert into roost.member (id, discovery_id, cluster_name, name, hostname, api_address, gossip_address, bus_address, version,
    schema_version, config_hash, counter, applied_g, gossip_keys)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
