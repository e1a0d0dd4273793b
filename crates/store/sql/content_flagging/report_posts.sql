-- The posts that tell reviewers of the report of $2: values of the field $1 that were written in the minute after the report
-- came in at $3 (Unix milliseconds). Index idx_propertyvalues_create_at_id, primary key.
select p.id, p.channelid
from propertyvalues v join posts p on p.id = v.targetid and p.deleteat = 0
where v.createat between $3 and $3 + 60000 and v.fieldid = $1 and v.value = to_jsonb($2::text) and v.deleteat = 0
order by p.channelid
