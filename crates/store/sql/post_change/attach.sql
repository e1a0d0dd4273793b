-- Uploads of a user become files of a post that is there already; only those without a post. Primary key.
update fileinfo set postid = $2, channelid = $3
where id = any($1) and creatorid = $4 and coalesce(postid, '') = '' and deleteat = 0
