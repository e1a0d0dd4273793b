-- Keeps what an address led to in an hour. One row; index linkmetadata_pkey. Another address with the same hash gives way.
insert into linkmetadata (hash, url, timestamp, type, data)
values ($1, $2, $3, $4, $5)
on conflict (hash) do update
    set url = excluded.url, timestamp = excluded.timestamp, type = excluded.type, data = excluded.data
