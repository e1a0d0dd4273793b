-- Where the files of live posts are kept.
select i.id, i.path from fileinfo i join posts p on p.id = i.postid
where i.id > $1 and i.deleteat = 0 and p.deleteat = 0 and p.originalid = '' order by i.id limit $2
