#!/usr/bin/env bash
# Prints what operations cost as the data grows: posts in a channel, channels of a person, open sockets on the node. Options by
# environment: POSTS, CHANNELS, SOCKETS (lists of sizes), SECONDS_PER_ROW, PORT.
. "$(dirname "$0")/bench-server.sh"
. scripts/test-pg.sh
posts=${POSTS-10 1000 100000 1000000} channels=${CHANNELS-10 100 1000 10000} sockets=${SOCKETS-1 1000 5000 15000}
seconds=${SECONDS_PER_ROW:-5}

# sql TEXT: on the server's database, past the server: it is to be started again.
sql() {
    local postmaster
    mapfile -t postmaster <"$home/data/postgres/postmaster.pid"
    "$(pg_bin psql)" -qAtX -v ON_ERROR_STOP=1 -h "${postmaster[4]}" -p "${postmaster[3]}" -U roost -d roost -c "$1"
}

# prepared NAME: the first value of this name in what was prepared.
prepared() { grep -oP "\"$1\":\"\K[^\"]*" "$home/prepared.json" | sed -n 1p; }

# costs LABEL OPERATION...: on a server that knows nothing yet.
costs() { bench cost --seconds "$seconds" "$@"; }

# again: the caches of a server do not know what was written past it.
again() {
    stop
    start
}

# grow_posts COUNT: the channel that is read has so many posts.
grow_posts() {
    sql "with have as (select count(*) had from posts where channelid = '$reading')
        insert into posts (id, createat, updateat, editat, deleteat, ispinned, userid, channelid, rootid, originalid, message, type,
            props, hashtags, filenames, fileids, hasreactions)
        select lpad(to_hex(n), 26, 'z'), 1700000000000 + n, 1700000000000 + n, 0, 0, false, '$reader', '$reading', '', '',
            'the release is waiting for review ' || n, '', '{}', '', '[]', '[]', false
        from have, generate_series(had + 1, $1) n;
        update channels set totalmsgcount = $1, totalmsgcountroot = $1 where id = '$reading'; analyze posts"
}

# grow_channels COUNT: the person who reads is in so many channels.
grow_channels() {
    sql "with have as (select count(*) had from channelmembers where userid = '$reader'), new as (
            insert into channels (id, createat, updateat, deleteat, teamid, type, displayname, name, header, purpose, lastpostat,
                totalmsgcount, extraupdateat, creatorid, totalmsgcountroot, lastrootpostat)
            select lpad(to_hex(n), 26, 'y'), 1, 1, 0, '$team', 'O', 'Grown ' || n, 'grown-' || n, '', '', 1, 0, 0, '$reader', 0, 1
            from have, generate_series(had + 1, $1) n returning id)
        insert into channelmembers (channelid, userid, roles, lastviewedat, msgcount, mentioncount, notifyprops, lastupdateat,
            schemeuser, schemeadmin, schemeguest, mentioncountroot, msgcountroot, urgentmentioncount)
        select id, '$reader', '', 1, 0, 0, '{}', 1, true, false, false, 0, 0, 0 from new; analyze channels, channelmembers"
}

say "start and data" >&2
start
bench prepare --users "${USERS:-100}" --reading-posts 100 --other-posts 100
reading=$(prepared reading) team=$(prepared team) reader=$(prepared id)
echo "| data | operation | server CPU ms/op | PostgreSQL CPU ms/op | kB |"
echo "|---|---|---|---|---|"
for n in $sockets; do
    again
    costs "$n sockets" --idle-sockets "$n" get-me channel-posts post-alone
done
for n in $posts; do
    grow_posts "$n"
    again
    costs "$n posts" channel-posts post-alone view
done
for n in $channels; do
    grow_channels "$n"
    again
    costs "$n channels" get-me channel-posts post-alone view my-channels my-members
done
