-- What the nodes prove to one another on the bus that they belong: whoever reads this database is one of them. 244 random
-- bits.
alter table roost.cluster add column secret text not null default gen_random_uuid()::text || gen_random_uuid()::text;
