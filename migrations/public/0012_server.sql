-- What belongs to the whole server.

-- Named values: secrets, and marks of one-off work that is done.
create table systems (
    name  varchar(64)   primary key,
    value varchar(1024)
);

-- Licences an admin uploaded. Nothing in this server asks for one.
create table licenses (
    id       varchar(26)    primary key,
    createat bigint,
    bytes    varchar(10000)
);

-- Members of an original cluster; kept for hand-back.
create table clusterdiscovery (
    id          varchar(26)  primary key,
    type        varchar(64),
    clustername varchar(64),
    hostname    varchar(512),
    gossipport  integer,
    port        integer,
    createat    bigint,
    lastpingat  bigint
);

-- Background jobs, waiting, running and finished.
create table jobs (
    id             varchar(26) primary key,
    type           varchar(32),
    priority       bigint,
    createat       bigint,
    startat        bigint,
    lastactivityat bigint,
    status         varchar(32),
    progress       bigint,
    data           jsonb
);
create index idx_jobs_status_type on jobs (status, type);
create index idx_jobs_type on jobs (type);
