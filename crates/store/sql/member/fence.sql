-- Members ($1) that have given no proof of life for $3 seconds, fenced by a member ($2) that belongs. A handful of rows.
update roost.member set fenced_at = clock_timestamp()
where id = any($1) and fenced_at is null and clock_timestamp() - seen > make_interval(secs => $3::float8)
    and exists (select from roost.member where id = $2 and fenced_at is null)
returning name, discovery_id
