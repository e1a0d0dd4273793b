-- Ends a membership; the row stays. Nothing comes back for who is no member any more. Primary key.
update teammembers set deleteat = $3, roles = '' where teamid = $1 and userid = $2 and deleteat = 0 returning userid
