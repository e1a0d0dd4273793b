-- A new team. Unique: teams_name_key.
insert into teams (id, createat, updateat, deleteat, displayname, name, description, email, type, companyname,
    alloweddomains, inviteid, allowopeninvite, lastteamiconupdate, schemeid, groupconstrained)
values ($1, $2, $2, 0, $3, $4, $5, $6, $7::text::team_type, $8, $9, $10, $11, 0, $12, $13)
