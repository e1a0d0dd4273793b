-- A new group, one row.
insert into usergroups (id, name, displayname, description, source, remoteid, createat, updateat, deleteat, allowreference)
values ($1, $2, $3, $4, $5, $6, $7, $7, 0, $8)
