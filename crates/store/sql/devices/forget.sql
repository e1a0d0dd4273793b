-- A session has no device any more, if it is still the same one. Primary key.
update sessions set deviceid = '' where id = $1 and deviceid = $2
