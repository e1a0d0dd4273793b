-- A bot with the names of its account, one row at most. Primary keys.
select b.userid, u.username, u.firstname, b.description, b.ownerid, b.lasticonupdate, b.createat, b.updateat, b.deleteat
from bots b join users u on u.id = b.userid
where b.userid = $1
