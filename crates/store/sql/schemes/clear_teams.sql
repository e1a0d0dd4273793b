-- Teams that lose their scheme. Index idx_teams_scheme_id.
update teams set schemeid = '' where schemeid = $1 returning id
