-- Members ($1) that have given no proof of life for $3 seconds, and suspects ($4) that have given none for $5, fenced by a
-- member ($2) that belongs. A handful of rows.
update roost.member set fenced_at = clock_timestamp()
where fenced_at is null
    and ((id = any($1) and clock_timestamp() - seen > make_interval(secs => $3::float8))
        or (id = any($4) and clock_timestamp() - seen > make_interval(secs => $5::float8)))
    and exists (select from roost.member where id = $2 and fenced_at is null)
returning name, discovery_id
