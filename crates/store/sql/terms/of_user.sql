-- Which version a user accepted last. Primary key.
select termsofserviceid, createat from usertermsofservice where userid = $1
