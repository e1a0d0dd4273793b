-- What users/insert.sql leaves out: when the account was deactivated and its picture changed. Primary key.
update users set deleteat = $2, lastpictureupdate = $3 where id = $1
