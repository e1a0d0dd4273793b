-- Applications of whoever made them ($1, empty for all), the first by id; there are few. Primary key.
select a.id, a.creatorid, a.createat, a.updateat, a.clientsecret, a.name, a.description, a.iconurl, a.callbackurls, a.homepage, a.istrusted,
    a.mattermostappid, a.isdynamicallyregistered
from oauthapps a where ($1 = '' or a.creatorid = $1) order by a.id limit $2 offset $3
