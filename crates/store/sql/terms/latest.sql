-- The terms of service in force. A scan of a table with a handful of rows.
select id, createat, userid, text from termsofservice order by createat desc limit 1
