-- Ends every session on the server, and what applications hold of them.
with held as (delete from oauthaccessdata)
delete from sessions
