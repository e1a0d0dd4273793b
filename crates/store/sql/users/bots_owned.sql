-- Active bots of an owner. A scan of bots, which are few.
select userid from bots where ownerid = $1 and deleteat = 0
