-- Where the pictures of custom emoji are kept.
select e.id, 'emoji/' || e.id || '/image' from emoji e where e.id > $1 and e.deleteat = 0 order by e.id limit $2
