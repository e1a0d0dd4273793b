-- Removes preferences of a user. Primary key.
delete from preferences p using unnest($2::text[], $3::text[]) gone (category, name)
where p.userid = $1 and p.category = gone.category and p.name = gone.name
