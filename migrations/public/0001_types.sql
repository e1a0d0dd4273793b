-- The enumerated types of schema public. Labels keep the order of the original: it is their sort order.

-- What a channel bookmark points at.
create type channel_bookmark_type as enum ('link', 'file');

-- Kind of a channel: private, group message, open, direct message.
create type channel_type as enum ('P', 'G', 'O', 'D');

-- How an outgoing OAuth connection obtains its token.
create type outgoingoauthconnections_granttype as enum ('client_credentials', 'password');

-- Kind of value a custom property holds.
create type property_field_type as enum ('text', 'select', 'multiselect', 'date', 'user', 'multiuser');

-- Kind of a team: by invitation, open.
create type team_type as enum ('I', 'O');

-- What a resumable upload is for.
create type upload_session_type as enum ('attachment', 'import');
