-- The live administrator with the oldest account; a scan of users, once per load.
select id from users where deleteat = 0 and string_to_array(roles, ' ') @> '{system_admin}' order by createat limit 1
