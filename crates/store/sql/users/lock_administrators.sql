-- The people who administrate the server and are not deactivated, held until the transaction ends: of two who are made plain
-- users at once, the second one counts without the first. A scan of users.
select u.id from users u
where u.deleteat = 0 and string_to_array(u.roles, ' ') @> '{system_admin}'
    and not exists (select 1 from bots b where b.userid = u.id)
order by u.id for no key update of u
