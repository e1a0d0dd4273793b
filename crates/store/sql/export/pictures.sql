-- Where the pictures of people and bots are kept.
select u.id, 'users/' || u.id || '/profile.png' from users u where u.id > $1 and u.lastpictureupdate > 0 order by u.id limit $2
