-- People and bots, how they log in, and what the server keeps for one person.
--
-- In every table of schema public ids are 26 characters, times are milliseconds since 1970 unless said otherwise, and
-- deleteat above 0 means deleted. Rows point at each other by id; hardly any foreign key enforces it.

-- One row per account, people and bots alike. Without a password a bot or a login through another service.
create table users (
    id                 varchar(26)  primary key,
    createat           bigint,
    updateat           bigint,
    deleteat           bigint,
    username           varchar(64)  unique,
    password           varchar(128),
    authdata           varchar(128) unique,
    authservice        varchar(32),
    email              varchar(128) unique,
    emailverified      boolean,
    nickname           varchar(64),
    firstname          varchar(64),
    lastname           varchar(64),
    roles              varchar(256),
    allowmarketing     boolean,
    props              jsonb,
    notifyprops        jsonb,
    lastpasswordupdate bigint,
    lastpictureupdate  bigint,
    failedattempts     integer,
    locale             varchar(5),
    mfaactive          boolean,
    mfasecret          varchar(128),
    position           varchar(128),
    timezone           jsonb,
    remoteid           varchar(26),
    lastlogin          bigint       not null default 0,
    mfausedtimestamps  jsonb
);
create index idx_users_all_no_full_name_txt
    on users using gin (to_tsvector('english', username || ' ' || nickname || ' ' || email));
create index idx_users_all_txt
    on users using gin (
        to_tsvector('english', username || ' ' || firstname || ' ' || lastname || ' ' || nickname || ' ' || email)
    );
create index idx_users_create_at on users (createat);
create index idx_users_delete_at on users (deleteat);
create index idx_users_email_lower_textpattern on users (lower(email) text_pattern_ops);
create index idx_users_firstname_lower_textpattern on users (lower(firstname) text_pattern_ops);
create index idx_users_id_locale on users (id, locale);
create index idx_users_lastname_lower_textpattern on users (lower(lastname) text_pattern_ops);
create index idx_users_names_no_full_name_txt on users using gin (to_tsvector('english', username || ' ' || nickname));
create index idx_users_names_txt
    on users using gin (to_tsvector('english', username || ' ' || firstname || ' ' || lastname || ' ' || nickname));
create index idx_users_nickname_lower_textpattern on users (lower(nickname) text_pattern_ops);
create index idx_users_update_at on users (updateat);
create index idx_users_username_lower_textpattern on users (lower(username) text_pattern_ops);

-- What a bot has beside its row in users; ownerid is a user id or the id of a plugin.
create table bots (
    userid         varchar(26)   primary key,
    description    varchar(1024),
    ownerid        varchar(190),
    createat       bigint,
    updateat       bigint,
    deleteat       bigint,
    lasticonupdate bigint
);

-- Logins, personal access tokens in use and OAuth grants in use. expiresat 0 never ends.
create table sessions (
    id             varchar(26)  primary key,
    token          varchar(26),
    createat       bigint,
    expiresat      bigint,
    lastactivityat bigint,
    userid         varchar(26),
    deviceid       varchar(512),
    roles          varchar(256),
    isoauth        boolean,
    props          jsonb,
    expirednotify  boolean
);
create index idx_sessions_create_at on sessions (createat);
create index idx_sessions_expires_at on sessions (expiresat);
create index idx_sessions_last_activity_at on sessions (lastactivityat);
create index idx_sessions_token on sessions (token);
create index idx_sessions_user_id on sessions (userid);

-- Personal access tokens.
create table useraccesstokens (
    id          varchar(26)  primary key,
    token       varchar(26)  unique,
    userid      varchar(26),
    description varchar(512),
    isactive    boolean
);
create index idx_user_access_tokens_user_id on useraccesstokens (userid);

-- Short-lived tokens that hand a browser login over to the desktop app.
create table desktoptokens (
    token    varchar(64) primary key,
    createat bigint      not null,
    userid   varchar(26) not null
);
create index idx_desktoptokens_token_createat on desktoptokens (token, createat);

-- Short-lived tokens with a purpose: password recovery, e-mail verification, invitations.
create table tokens (
    token    varchar(64)   primary key,
    createat bigint,
    type     varchar(64),
    extra    varchar(2048)
);

-- The stored presence of a user.
create table status (
    userid         varchar(26) primary key,
    status         varchar(32),
    manual         boolean,
    lastactivityat bigint,
    dndendtime     bigint,
    prevstatus     varchar(32)
);
create index idx_status_status_dndendtime on status (status, dndendtime);

-- Client preferences, one row per setting.
create table preferences (
    userid   varchar(26) not null,
    category varchar(32) not null,
    name     varchar(32) not null,
    value    text,
    primary key (userid, category, name)
);
create index idx_preferences_category on preferences (category);
create index idx_preferences_name on preferences (name);

-- The last searches of a user, a ring addressed by searchpointer.
create table recentsearches (
    userid        char(26) not null,
    searchpointer integer  not null,
    query         jsonb,
    createat      bigint   not null,
    primary key (userid, searchpointer)
);

-- Versions of the custom terms of service.
create table termsofservice (
    id       varchar(26)    primary key,
    createat bigint,
    userid   varchar(26),
    text     varchar(65535)
);

-- Which version a user accepted last.
create table usertermsofservice (
    userid           varchar(26) primary key,
    termsofserviceid varchar(26),
    createat         bigint
);

-- In-product notices a user has seen.
create table productnoticeviewstate (
    userid    varchar(26) not null,
    noticeid  varchar(26) not null,
    viewed    integer,
    timestamp bigint,
    primary key (userid, noticeid)
);
create index idx_notice_views_notice_id on productnoticeviewstate (noticeid);
create index idx_notice_views_timestamp on productnoticeviewstate (timestamp);

-- Requests of users that an admin enable a feature.
create table notifyadmin (
    userid          varchar(26)  not null,
    createat        bigint,
    requiredplan    varchar(100) not null,
    requiredfeature varchar(255) not null,
    trial           boolean      not null,
    sentat          bigint,
    primary key (userid, requiredfeature, requiredplan)
);
