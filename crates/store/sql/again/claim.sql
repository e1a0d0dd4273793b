-- Takes the post that has waited longest to be told again, if any has since $2, and notes that it is told now ($1). The last of
-- so many times ($3) ends it, and so does the end of the post. Nobody else gets the same. A scan: few are under way.
with due as (
    select n.postid, n.sentcount + 1 >= $3 or p.id is null as is_last
    from persistentnotifications n left join posts p on p.id = n.postid and p.deleteat = 0
    where n.deleteat = 0 and n.createat <= $2 and n.lastsentat <= $2
    order by n.lastsentat, n.createat limit 1 for update of n skip locked
), ended as (
    delete from persistentnotifications n using due where n.postid = due.postid and due.is_last
), told as (
    update persistentnotifications n set lastsentat = $1, sentcount = n.sentcount + 1
    from due where n.postid = due.postid and not due.is_last
)
select postid from due
