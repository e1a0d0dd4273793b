-- Live custom emoji by name. Unique: emoji_name_deleteat_key.
select name, id from emoji where name = any($1) and deleteat = 0
