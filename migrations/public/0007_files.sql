-- Files, resumable uploads and custom emoji. The bytes live in the file store.

-- One row per uploaded file; content is the extracted text.
create table fileinfo (
    id              varchar(26)  primary key,
    creatorid       varchar(26),
    postid          varchar(26),
    createat        bigint,
    updateat        bigint,
    deleteat        bigint,
    path            varchar(512),
    thumbnailpath   varchar(512),
    previewpath     varchar(512),
    name            varchar(256),
    extension       varchar(64),
    size            bigint,
    mimetype        varchar(256),
    width           integer,
    height          integer,
    haspreviewimage boolean,
    minipreview     bytea,
    content         text,
    remoteid        varchar(26),
    archived        boolean      not null default false,
    channelid       varchar(26)
);
create index idx_fileinfo_channel_id_create_at on fileinfo (channelid, createat);
create index idx_fileinfo_content_txt on fileinfo using gin (to_tsvector('english', content));
create index idx_fileinfo_create_at on fileinfo (createat);
create index idx_fileinfo_delete_at on fileinfo (deleteat);
create index idx_fileinfo_extension_at on fileinfo (extension);
create index idx_fileinfo_name_splitted on fileinfo using gin (to_tsvector('english', translate(name, '.,-', '   ')));
create index idx_fileinfo_name_txt on fileinfo using gin (to_tsvector('english', name));
create index idx_fileinfo_postid_at on fileinfo (postid);
create index idx_fileinfo_update_at on fileinfo (updateat);

-- Resumable uploads that are not complete yet.
create table uploadsessions (
    id         varchar(26)         primary key,
    type       upload_session_type,
    createat   bigint,
    userid     varchar(26),
    channelid  varchar(26),
    filename   varchar(256),
    path       varchar(512),
    filesize   bigint,
    fileoffset bigint,
    remoteid   varchar(26),
    reqfileid  varchar(26)
);
create index idx_uploadsessions_create_at on uploadsessions (createat);
create index idx_uploadsessions_type on uploadsessions (type);
create index idx_uploadsessions_user_id on uploadsessions (userid);

-- Custom emoji.
create table emoji (
    id        varchar(26) primary key,
    createat  bigint,
    updateat  bigint,
    deleteat  bigint,
    creatorid varchar(26),
    name      varchar(64),
    unique (name, deleteat)
);
create index idx_emoji_create_at on emoji (createat);
create index idx_emoji_delete_at on emoji (deleteat);
create index idx_emoji_update_at on emoji (updateat);
