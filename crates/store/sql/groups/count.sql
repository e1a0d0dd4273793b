-- How many live groups there are. Index idx_usergroups_delete_at.
select count(*) from usergroups where deleteat = 0
