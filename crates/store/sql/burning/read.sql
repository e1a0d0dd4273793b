-- What these posts say, with what $2 has to do with them: until when they see it (null: they have not opened it), and for
-- their author who has. Primary keys.
select t.postid, t.message, t.fileids, t.expireat, r.expireat,
    case when p.userid = $2 then array(select o.userid::text from readreceipts o where o.postid = t.postid order by o.expireat, o.userid) end
from temporaryposts t
join posts p on p.id = t.postid
left join readreceipts r on r.postid = t.postid and r.userid = $2
where t.postid = any($1)
