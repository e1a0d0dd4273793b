-- Codes of an application that are not redeemed, of one person ($2, empty for all); they live for minutes, so there are few.
delete from oauthauthdata where clientid = $1 and ($2 = '' or userid = $2)
