-- More of an upload has arrived. No row when another request was faster. Primary key.
update uploadsessions set fileoffset = $3 where id = $1 and fileoffset = $2
