-- What is known of linked addresses, by their hashes, with the pictures that the pages among them name. At most some
-- dozens of rows. Index linkmetadata_pkey, and idx_link_metadata_url_timestamp for the pictures.
with asked as (
    select url, timestamp, type::text, data from linkmetadata where hash = any($1)
)
select url, timestamp, type, data from asked
union all
select m.url, m.timestamp, m.type::text, m.data
from asked a
cross join lateral jsonb_array_elements(
    case when jsonb_typeof(a.data -> 'images') = 'array' then a.data -> 'images' else '[]' end
) picture
join linkmetadata m
    on m.url = coalesce(nullif(picture ->> 'secure_url', ''), picture ->> 'url') and m.timestamp = a.timestamp
where a.type = 'opengraph'
