-- Takes out the codes of somebody that are too old to be redeemed ($2: now). There are few codes.
delete from oauthauthdata where userid = $1 and createat + expiresin * 1000::bigint < $2
