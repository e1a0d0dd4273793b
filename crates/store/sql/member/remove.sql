-- A member that left, or whose place another takes. Primary key.
delete from roost.member where id = $1
