-- A scheduled post that is sent or taken back. Primary key.
delete from scheduledposts where id = $1
