-- Bots; pictures with $3.
select b.userid, jsonb_strip_nulls(jsonb_build_object('type', 'bot', 'bot', jsonb_build_object('username', u.username,
    'display_name', u.firstname, 'description', b.description,
    'owner', coalesce((select o.username from users o where o.id = b.ownerid), b.ownerid),
    'profile_image', case when $3 and u.lastpictureupdate > 0 then 'users/' || u.id || '/profile.png' end,
    'delete_at', nullif(b.deleteat, 0))))::text
from bots b join users u on u.id = b.userid where b.userid > $1 order by b.userid limit $2
