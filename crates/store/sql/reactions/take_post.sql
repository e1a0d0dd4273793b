-- Marks a live post as one with reactions; everybody else who reacts to it waits until the transaction ends. Primary key.
update posts set hasreactions = true, updateat = greatest($2, updateat + 1) where id = $1 and deleteat = 0 returning channelid
