-- The guests who are not deactivated, in one order for those who do so at the same time. A scan of users.
select id from users where deleteat = 0 and string_to_array(roles, ' ') @> '{system_guest}' order by id
