-- Ends every session on the server.
delete from sessions
