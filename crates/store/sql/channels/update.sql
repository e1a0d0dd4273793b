-- What may change of a channel. Primary key; a name that is taken is a conflict with channels_name_teamid_key.
update channels set updateat = $2, deleteat = $3, teamid = $4, type = $5::text::channel_type, displayname = $6, name = $7,
    header = $8, purpose = $9, creatorid = $10, schemeid = $11, groupconstrained = $12, bannerinfo = $13,
    defaultcategoryname = $14, autotranslation = $15
where id = $1
