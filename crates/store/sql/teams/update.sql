-- Everything of a team that can change. Primary key.
update teams set updateat = $2, deleteat = $3, displayname = $4, description = $5, type = $6::text::team_type,
    companyname = $7, alloweddomains = $8, inviteid = $9, allowopeninvite = $10, lastteamiconupdate = $11,
    schemeid = $12, groupconstrained = $13, cloudlimitsarchived = $14
where id = $1
