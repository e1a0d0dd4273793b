-- As candidates.sql, for the replies of one thread. Index idx_posts_root_id_delete_at.
select p.id, p.createat, p.rootid, p.userid, p.message, p.type, p.props, ''
from posts p
where p.rootid = $1 and p.deleteat = 0 and (p.createat, p.id) > ($2, $3)
    and (p.userid <> $4 or p.props ->> 'from_webhook' = 'true')
order by p.createat, p.id limit $5
