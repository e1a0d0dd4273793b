-- A category goes; its channels fall back into the built-in ones. Primary key, idx_sidebarchannels_categoryid.
with emptied as (delete from sidebarchannels where categoryid = $1)
delete from sidebarcategories where id = $1
