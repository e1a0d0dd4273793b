-- Roles, the schemes that override them, and groups of users.

-- permissions is a blank-separated list with a leading blank.
create table roles (
    id            varchar(26)   primary key,
    name          varchar(64)   unique,
    displayname   varchar(128),
    description   varchar(1024),
    createat      bigint,
    updateat      bigint,
    deleteat      bigint,
    permissions   text,
    schememanaged boolean,
    builtin       boolean,
    schemeid      varchar(26)
);
create index idx_roles_scheme_id on roles (schemeid);

-- A set of role names that replaces the built-in ones in a team or channel.
create table schemes (
    id                        varchar(26)   primary key,
    name                      varchar(64)   unique,
    displayname               varchar(128),
    description               varchar(1024),
    createat                  bigint,
    updateat                  bigint,
    deleteat                  bigint,
    scope                     varchar(32),
    defaultteamadminrole      varchar(64),
    defaultteamuserrole       varchar(64),
    defaultchanneladminrole   varchar(64),
    defaultchanneluserrole    varchar(64),
    defaultteamguestrole      varchar(64),
    defaultchannelguestrole   varchar(64),
    defaultplaybookadminrole  varchar(64)   default '',
    defaultplaybookmemberrole varchar(64)   default '',
    defaultrunadminrole       varchar(64)   default '',
    defaultrunmemberrole      varchar(64)   default ''
);
create index idx_schemes_channel_admin_role on schemes (defaultchanneladminrole);
create index idx_schemes_channel_guest_role on schemes (defaultchannelguestrole);
create index idx_schemes_channel_user_role on schemes (defaultchanneluserrole);

-- Groups from a directory and custom groups; name is what an @mention uses.
create table usergroups (
    id             varchar(26)   primary key,
    name           varchar(64)   unique,
    displayname    varchar(128),
    description    varchar(1024),
    source         varchar(64),
    remoteid       varchar(48),
    createat       bigint,
    updateat       bigint,
    deleteat       bigint,
    allowreference boolean,
    unique (source, remoteid)
);
create index idx_usergroups_delete_at on usergroups (deleteat);
create index idx_usergroups_displayname on usergroups (displayname);
create index idx_usergroups_remote_id on usergroups (remoteid);

-- Who is in a group.
create table groupmembers (
    groupid  varchar(26) not null,
    userid   varchar(26) not null,
    createat bigint,
    deleteat bigint,
    primary key (groupid, userid)
);
create index idx_groupmembers_create_at on groupmembers (createat);

-- Teams a group is synchronised with.
create table groupteams (
    groupid     varchar(26) not null,
    autoadd     boolean,
    schemeadmin boolean,
    createat    bigint,
    deleteat    bigint,
    updateat    bigint,
    teamid      varchar(26) not null,
    primary key (groupid, teamid)
);
create index idx_groupteams_schemeadmin on groupteams (schemeadmin);
create index idx_groupteams_teamid on groupteams (teamid);

-- Channels a group is synchronised with.
create table groupchannels (
    groupid     varchar(26) not null,
    autoadd     boolean,
    schemeadmin boolean,
    createat    bigint,
    deleteat    bigint,
    updateat    bigint,
    channelid   varchar(26) not null,
    primary key (groupid, channelid)
);
create index idx_groupchannels_channelid on groupchannels (channelid);
create index idx_groupchannels_schemeadmin on groupchannels (schemeadmin);
