-- Channels that lose their scheme. Index idx_channels_scheme_id.
update channels set schemeid = '' where schemeid = $1 returning id
