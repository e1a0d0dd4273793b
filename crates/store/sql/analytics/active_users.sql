-- Accounts of people that are not deactivated.
select count(*) from users u where deleteat = 0 and not exists (select 1 from bots b where b.userid = u.id)
