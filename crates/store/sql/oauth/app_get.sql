-- An application. Primary key.
select a.id, a.creatorid, a.createat, a.updateat, a.clientsecret, a.name, a.description, a.iconurl, a.callbackurls, a.homepage, a.istrusted,
    a.mattermostappid, a.isdynamicallyregistered
from oauthapps a where a.id = $1
