-- How many different emoji but this one a post has as reactions. Primary key.
select count(distinct emojiname) from reactions
where postid = $1 and emojiname <> $2 and coalesce(deleteat, 0) = 0
