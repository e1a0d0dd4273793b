-- What may change of a category. Primary key.
update sidebarcategories set displayname = $2, sorting = $3, muted = $4, collapsed = $5 where id = $1
