-- Adds files to a post that is there. Primary key.
update posts set fileids = (coalesce(nullif(fileids, ''), '[]')::jsonb || $2::jsonb)::text, updateat = $3 where id = $1
