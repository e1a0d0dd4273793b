-- Whether anybody has an account yet; bots do not count. Stops at the first row.
select exists (select 1 from users u where not exists (select 1 from bots b where b.userid = u.id))
