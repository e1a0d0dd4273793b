-- What lines say of posts that are there; one row for each that changes. Primary key. NULL keeps what is there.
update posts p set editat = coalesce(k.edited, p.editat), ispinned = coalesce(k.pinned, p.ispinned),
    props = coalesce(k.props, p.props), updateat = $5
from unnest($1::text[], $2::bigint[], $3::bool[], $4::jsonb[]) k (id, edited, pinned, props)
where p.id = k.id and (p.editat <> k.edited or p.ispinned <> k.pinned or p.props <> k.props)
returning p.id
