-- Audit, compliance, retention, access control and content review.

-- Who did what through the API.
create table audits (
    id        varchar(26)   primary key,
    createat  bigint,
    userid    varchar(26),
    action    varchar(512),
    extrainfo varchar(1024),
    ipaddress varchar(64),
    sessionid varchar(26)
);
create index idx_audits_user_id on audits (userid);

-- Compliance reports that were asked for.
create table compliances (
    id       varchar(26)   primary key,
    createat bigint,
    userid   varchar(26),
    status   varchar(64),
    count    integer,
    "desc"   varchar(512),
    type     varchar(64),
    startat  bigint,
    endat    bigint,
    keywords varchar(512),
    emails   varchar(1024)
);

-- How many days posts are kept.
create table retentionpolicies (
    id           varchar(26) primary key,
    displayname  varchar(64),
    postduration bigint
);
create index idx_retentionpolicies_displayname on retentionpolicies (displayname);

-- Teams under a policy of their own.
create table retentionpoliciesteams (
    policyid varchar(26)
        constraint fk_retentionpoliciesteams_retentionpolicies
        references retentionpolicies (id) on delete cascade,
    teamid   varchar(26) primary key
);
create index idx_retentionpoliciesteams_policyid on retentionpoliciesteams (policyid);

-- Channels under a policy of their own.
create table retentionpolicieschannels (
    policyid  varchar(26)
        constraint fk_retentionpolicieschannels_retentionpolicies
        references retentionpolicies (id) on delete cascade,
    channelid varchar(26) primary key
);
create index idx_retentionpolicieschannels_policyid on retentionpolicieschannels (policyid);

-- Ids of rows a retention run has still to remove.
create table retentionidsfordeletion (
    id        varchar(26)   primary key,
    tablename varchar(64),
    ids       varchar(26)[]
);
create index idx_retentionidsfordeletion_tablename on retentionidsfordeletion (tablename);

-- Attribute-based policies for channels, newest revision.
create table accesscontrolpolicies (
    id       varchar(26)  primary key,
    name     varchar(128) not null,
    type     varchar(128) not null,
    active   boolean      not null,
    createat bigint       not null,
    revision integer      not null,
    version  varchar(8)   not null,
    data     jsonb,
    props    jsonb
);
create unique index idx_accesscontrolpolicies_name_type on accesscontrolpolicies (name, type) where type = 'parent';

-- Earlier revisions of those policies.
create table accesscontrolpolicyhistory (
    id       varchar(26)  not null,
    name     varchar(128) not null,
    type     varchar(128) not null,
    createat bigint       not null,
    revision integer      not null,
    version  varchar(8)   not null,
    data     jsonb,
    props    jsonb,
    primary key (id, revision)
);

-- Who reviews flagged posts everywhere.
create table contentflaggingcommonreviewers (
    userid varchar(26) primary key
);

-- Whether a team takes part in content review.
create table contentflaggingteamsettings (
    teamid  varchar(26) primary key,
    enabled boolean
);

-- Who reviews flagged posts of one team.
create table contentflaggingteamreviewers (
    teamid varchar(26) not null,
    userid varchar(26) not null,
    primary key (teamid, userid)
);
create index idx_contentflaggingteamreviewers_userid on contentflaggingteamreviewers (userid);
