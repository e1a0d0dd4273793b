-- Whether $2 sees what a post says at the time $3; no row for a post that does not burn. Primary keys.
select t.expireat > $3 and (p.userid = $2 or exists (
    select 1 from readreceipts r where r.postid = t.postid and r.userid = $2 and r.expireat > $3))
from temporaryposts t join posts p on p.id = t.postid
where t.postid = $1
