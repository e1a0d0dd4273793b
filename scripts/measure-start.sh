#!/usr/bin/env bash
# Measures how long a release build takes from its start to the first ping that it answers with 200, on a database of its own:
# once empty, then as often as is said (9), migrated; and what is resident then: scripts/measure-start.sh [COUNT]
. "$(dirname "$0")/lib.sh"
. scripts/test-pg.sh
count=${1:-9} port=${PORT:-8065}
cargo build --release --bin roost
home=$(mktemp -d "${TMPDIR:-/tmp}/roost-start.XXXXXX")
server=

finish() {
    [ -z "$server" ] || kill -TERM "$server" 2>/dev/null || true
    pg_stop
    rm -rf "$home"
}
trap finish EXIT
trap 'exit 130' INT TERM

# answers: a ping is answered with 200. Without a process of its own, which would take as long as what is measured.
answers() {
    local line
    { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || return 1
    printf 'GET /api/v4/system/ping HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n' >&3
    IFS= read -r line <&3 || line=
    exec 3<&- 3>&-
    [[ $line == *' 200 '* ]]
}

# once: one start and end; milliseconds, and resident MB.
once() {
    local begun=${EPOCHREALTIME/./} ended
    MM_LOGSETTINGS_ENABLEFILE=false RUST_LOG=warn "$target/release/roost" serve --config "$home/config.json" \
        --listen "127.0.0.1:$port" --bus-listen 127.0.0.1:0 --db-url "$database" --drain-s 0 >"$home/log" 2>&1 &
    server=$!
    until answers; do
        kill -0 "$server" 2>/dev/null || die "it did not start: $(tail -n 3 "$home/log")"
        read -rt 0.002 -u "$pause" || true
    done
    ended=${EPOCHREALTIME/./}
    printf '%s %s\n' $(((ended - begun) / 1000)) "$(awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$server/status")"
    kill -TERM "$server"
    wait "$server" || true
    server=
}

exec {pause}<> <(:)
pg_start
createdb=$(pg_bin createdb)
"$createdb" --maintenance-db "$ROOST_TEST_PG" start
database=${ROOST_TEST_PG/\/postgres?/\/start?}
echo "| database | ms to a 200 | resident MB |"
echo "|---|---|---|"
once | { read -r ms mb; echo "| empty | $ms | $mb |"; }
for ((n = 0; n < count; n++)); do once; done | sort -n | {
    mapfile -t rows
    read -r ms mb <<<"${rows[count / 2]}"
    echo "| migrated, the middle of $count | $ms (${rows[0]% *} to ${rows[-1]% *}) | $mb |"
}
