-- Uploads become the files of a post. Primary key.
update fileinfo set postid = $2, channelid = $3 where id = any($1)
