-- Custom emoji, with the place of the picture.
select e.id, jsonb_build_object('type', 'emoji', 'emoji',
    jsonb_build_object('name', e.name, 'image', 'emoji/' || e.id || '/image'))::text
from emoji e where e.id > $1 and e.deleteat = 0 order by e.id limit $2
