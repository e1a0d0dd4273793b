-- Teams and who is in them.

-- deleteat above 0 means archived.
create table teams (
    id                  varchar(26)   primary key,
    createat            bigint,
    updateat            bigint,
    deleteat            bigint,
    displayname         varchar(64),
    name                varchar(64)   unique,
    description         varchar(255),
    email               varchar(128),
    type                team_type,
    companyname         varchar(64),
    alloweddomains      varchar(1000),
    inviteid            varchar(32),
    schemeid            varchar(26),
    allowopeninvite     boolean,
    lastteamiconupdate  bigint,
    groupconstrained    boolean,
    cloudlimitsarchived boolean       not null default false
);
create index idx_teams_create_at on teams (createat);
create index idx_teams_delete_at on teams (deleteat);
create index idx_teams_invite_id on teams (inviteid);
create index idx_teams_scheme_id on teams (schemeid);
create index idx_teams_update_at on teams (updateat);

-- deleteat above 0 means the user left; the row stays.
create table teammembers (
    teamid      varchar(26)  not null,
    userid      varchar(26)  not null,
    roles       varchar(256),
    deleteat    bigint,
    schemeuser  boolean,
    schemeadmin boolean,
    schemeguest boolean,
    createat    bigint       default 0,
    primary key (teamid, userid)
);
create index idx_teammembers_createat on teammembers (createat);
create index idx_teammembers_delete_at on teammembers (deleteat);
create index idx_teammembers_user_id on teammembers (userid);
