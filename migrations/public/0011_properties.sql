-- Typed custom properties, and the view that access control policies evaluate.

-- One group of fields per feature.
create table propertygroups (
    id   varchar(26) primary key,
    name varchar(64) not null unique
);

-- A field: its type, and in attrs its options.
create table propertyfields (
    id         varchar(26)         primary key,
    groupid    varchar(26)         not null,
    name       varchar(255)        not null,
    type       property_field_type,
    attrs      jsonb,
    targetid   varchar(255),
    targettype varchar(255),
    createat   bigint              not null,
    updateat   bigint              not null,
    deleteat   bigint              not null
);
create index idx_propertyfields_create_at_id on propertyfields (createat, id);
create unique index idx_propertyfields_unique on propertyfields (groupid, targetid, name) where deleteat = 0;

-- The value of a field on one object.
create table propertyvalues (
    id         varchar(26)  primary key,
    targetid   varchar(255) not null,
    targettype varchar(255) not null,
    groupid    varchar(26)  not null,
    fieldid    varchar(26)  not null,
    value      jsonb        not null,
    createat   bigint       not null,
    updateat   bigint       not null,
    deleteat   bigint       not null
);
create index idx_propertyvalues_create_at_id on propertyvalues (createat, id);
create index idx_propertyvalues_targetid_groupid on propertyvalues (targetid, groupid);
create unique index idx_propertyvalues_unique on propertyvalues (groupid, targetid, fieldid) where deleteat = 0;

-- All values of one object in one JSON object, options by name.
create materialized view attributeview as
select
    pv.groupid,
    pv.targetid,
    pv.targettype,
    jsonb_object_agg(
        pf.name,
        case
            when pf.type = 'select' then (
                select to_jsonb(options.name)
                from jsonb_to_recordset(pf.attrs -> 'options') as options (id text, name text)
                where options.id = pv.value #>> '{}'
                limit 1
            )
            when pf.type = 'multiselect' and jsonb_typeof(pv.value) = 'array' then (
                select jsonb_agg(option_names.name)
                from jsonb_array_elements_text(pv.value) as option_id (value)
                join jsonb_to_recordset(pf.attrs -> 'options') as option_names (id text, name text)
                    on option_id.value = option_names.id
            )
            else pv.value
        end
    ) as attributes
from propertyvalues pv
left join propertyfields pf on pf.id = pv.fieldid
where (pv.deleteat = 0 or pv.deleteat is null) and (pf.deleteat = 0 or pf.deleteat is null)
group by pv.groupid, pv.targetid, pv.targettype;
