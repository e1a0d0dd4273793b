-- Applications that somebody lets act for them. Index idx_preferences_name, primary key.
select a.id, a.creatorid, a.createat, a.updateat, a.clientsecret, a.name, a.description, a.iconurl, a.callbackurls, a.homepage, a.istrusted,
    a.mattermostappid, a.isdynamicallyregistered
from oauthapps a join preferences p on p.name = a.id and p.userid = $1 and p.category = 'oauth_app'
order by a.id limit $2 offset $3
