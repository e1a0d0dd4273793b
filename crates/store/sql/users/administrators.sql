-- The people who administrate the server, a few rows, the oldest account first. Asked rarely: reads all users.
select id from users where deleteat = 0 and string_to_array(roles, ' ') @> '{system_admin}' order by createat, id
