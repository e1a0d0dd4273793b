-- Whether somebody in the channel $2 could still open a post of $3: people with an account, not programs.
-- Primary keys.
select exists (
    select 1 from channelmembers m
    join users u on u.id = m.userid and u.deleteat = 0
    where m.channelid = $2 and m.userid <> $3
        and not exists (select 1 from bots b where b.userid = m.userid)
        and not exists (select 1 from readreceipts r where r.postid = $1 and r.userid = m.userid))
