-- An upload is complete. No row when another request completed it. Primary key.
delete from uploadsessions where id = $1
