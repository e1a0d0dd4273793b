-- What an administrator wants of the members with a name. A row per match.
update roost.member set drain = $2 where name = $1 and fenced_at is null returning id
