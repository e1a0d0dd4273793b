-- Last statement of every writing transaction: one record, one number. The number is taken here, with all row locks
-- held, so that it rises with the order in which transactions saw one another.
insert into roost.log (g, member, body) values (nextval('roost.log_g'), $1, $2) returning g
