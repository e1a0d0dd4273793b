-- A new application, one row.
insert into oauthapps (id, creatorid, createat, updateat, clientsecret, name, description, iconurl, callbackurls, homepage, istrusted,
    mattermostappid, isdynamicallyregistered)
values ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
