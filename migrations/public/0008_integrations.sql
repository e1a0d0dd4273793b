-- Webhooks, slash commands, OAuth and plugin storage.

-- Addresses that post into a channel.
create table incomingwebhooks (
    id            varchar(26)   primary key,
    createat      bigint,
    updateat      bigint,
    deleteat      bigint,
    userid        varchar(26),
    channelid     varchar(26),
    teamid        varchar(26),
    displayname   varchar(64),
    description   varchar(500),
    username      varchar(255),
    iconurl       varchar(1024),
    channellocked boolean
);
create index idx_incoming_webhook_create_at on incomingwebhooks (createat);
create index idx_incoming_webhook_delete_at on incomingwebhooks (deleteat);
create index idx_incoming_webhook_team_id on incomingwebhooks (teamid);
create index idx_incoming_webhook_update_at on incomingwebhooks (updateat);
create index idx_incoming_webhook_user_id on incomingwebhooks (userid);

-- Addresses that are called when a post matches. triggerwords and callbackurls are JSON lists.
create table outgoingwebhooks (
    id           varchar(26)   primary key,
    token        varchar(26),
    createat     bigint,
    updateat     bigint,
    deleteat     bigint,
    creatorid    varchar(26),
    channelid    varchar(26),
    teamid       varchar(26),
    triggerwords varchar(1024),
    callbackurls varchar(1024),
    displayname  varchar(64),
    contenttype  varchar(128),
    triggerwhen  integer,
    username     varchar(64),
    iconurl      varchar(1024),
    description  varchar(500)
);
create index idx_outgoing_webhook_create_at on outgoingwebhooks (createat);
create index idx_outgoing_webhook_delete_at on outgoingwebhooks (deleteat);
create index idx_outgoing_webhook_team_id on outgoingwebhooks (teamid);
create index idx_outgoing_webhook_update_at on outgoingwebhooks (updateat);

-- Custom slash commands.
create table commands (
    id               varchar(26)   primary key,
    token            varchar(26),
    createat         bigint,
    updateat         bigint,
    deleteat         bigint,
    creatorid        varchar(26),
    teamid           varchar(26),
    trigger          varchar(128),
    method           varchar(1),
    username         varchar(64),
    iconurl          varchar(1024),
    autocomplete     boolean,
    autocompletedesc varchar(1024),
    autocompletehint varchar(1024),
    displayname      varchar(64),
    description      varchar(128),
    url              varchar(1024),
    pluginid         varchar(190)
);
create index idx_command_create_at on commands (createat);
create index idx_command_delete_at on commands (deleteat);
create index idx_command_team_id on commands (teamid);
create index idx_command_update_at on commands (updateat);

-- Answer addresses handed to a slash command, valid for a while.
create table commandwebhooks (
    id        varchar(26) primary key,
    createat  bigint,
    commandid varchar(26),
    userid    varchar(26),
    channelid varchar(26),
    rootid    varchar(26),
    usecount  integer
);
create index idx_command_webhook_create_at on commandwebhooks (createat);

-- Registered OAuth clients.
create table oauthapps (
    id                      varchar(26)   primary key,
    creatorid               varchar(26),
    createat                bigint,
    updateat                bigint,
    clientsecret            varchar(128),
    name                    varchar(64),
    description             varchar(512),
    callbackurls            varchar(1024),
    homepage                varchar(256),
    istrusted               boolean,
    iconurl                 varchar(512),
    mattermostappid         varchar(32)   not null default '',
    isdynamicallyregistered boolean       default false
);
create index idx_oauthapps_creator_id on oauthapps (creatorid);

-- Authorisation codes not redeemed yet.
create table oauthauthdata (
    clientid            varchar(26),
    userid              varchar(26),
    code                varchar(128)  primary key,
    expiresin           integer,
    createat            bigint,
    redirecturi         varchar(256),
    state               varchar(1024),
    scope               varchar(128),
    codechallenge       varchar(128)  default '',
    codechallengemethod varchar(10)   default '',
    resource            varchar(512)  default ''
);

-- Access and refresh tokens in use.
create table oauthaccessdata (
    token        varchar(26)  primary key,
    refreshtoken varchar(26),
    redirecturi  varchar(256),
    clientid     varchar(26),
    userid       varchar(26),
    expiresat    bigint,
    scope        varchar(128),
    audience     varchar(512) default '',
    unique (clientid, userid)
);
create index idx_oauthaccessdata_refresh_token on oauthaccessdata (refreshtoken);
create index idx_oauthaccessdata_user_id on oauthaccessdata (userid);

-- Credentials for calls that this server makes.
create table outgoingoauthconnections (
    id                  varchar(26)                        primary key,
    name                varchar(64),
    creatorid           varchar(26),
    createat            bigint,
    updateat            bigint,
    clientid            varchar(255),
    clientsecret        varchar(255),
    credentialsusername varchar(255),
    credentialspassword varchar(255),
    oauthtokenurl       text,
    granttype           outgoingoauthconnections_granttype default 'client_credentials',
    audiences           varchar(1024)
);
create index idx_outgoingoauthconnections_name on outgoingoauthconnections (name);

-- Key-value storage of plugins.
create table pluginkeyvaluestore (
    pluginid varchar(190) not null,
    pkey     varchar(150) not null,
    pvalue   bytea,
    expireat bigint,
    primary key (pluginid, pkey)
);
