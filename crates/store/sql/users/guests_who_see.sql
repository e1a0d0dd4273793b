-- Guests who share a channel with the user. Index idx_channelmembers_channel_id_scheme_guest_user_id.
select distinct guest.userid from channelmembers own join channelmembers guest on guest.channelid = own.channelid
where own.userid = $1 and guest.schemeguest and guest.userid <> $1
