-- Positions of a user's categories in a team, from top to bottom. Primary key.
update sidebarcategories c set sortorder = 10 * (o.position - 1)
from unnest($1::text[]) with ordinality o (id, position)
where c.id = o.id
