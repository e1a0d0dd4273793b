-- A bot as bots/get.sql has it, held with its account until the transaction ends. Primary keys.
select b.userid, u.username, u.firstname, b.description, b.ownerid, b.lasticonupdate, b.createat, b.updateat, b.deleteat
from users u join bots b on u.id = b.userid
where b.userid = $1 for update of u
