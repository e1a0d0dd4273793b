#!/usr/bin/env bash
# Measures a release build on a throwaway server with its own durable PostgreSQL, and prints what operations cost beside
# what the original needs: scripts/measure.sh [OPERATION ...]. Options by environment: USERS, SOCKETS, SECONDS_PER_ROW, PORT.
. "$(dirname "$0")/lib.sh"
users=${USERS:-500} sockets=${SOCKETS:-5000} seconds=${SECONDS_PER_ROW:-5} port=${PORT:-8065}
home=$(mktemp -d "${TMPDIR:-/tmp}/roost-measure.XXXXXX")
server=

finish() {
    if [ -n "$server" ]; then
        kill -TERM "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$home"
}
trap finish EXIT
trap 'exit 130' INT TERM

# bench ARGUMENT...: the load client, told which processes to look at.
bench() {
    "$target/release/roost-bench" --base-url "http://127.0.0.1:$port" --server-pid "$server" \
        --postgres-data "$home/data/postgres" --state "$home/prepared.json" "$@"
}

cargo build --release --bin roost --bin roost-bench
# Sockets are files; the limit is passed on to the server and the client.
ulimit -n "$(ulimit -Hn)"
chmod 755 "$home"

# start: a server on the same data, in a process that has not done anything yet.
start() {
    MM_TEAMSETTINGS_MAXUSERSPERTEAM=100000 RUST_LOG=warn "$target/release/roost" serve \
        --config "$home/config.json" --data "$home/data" --listen "127.0.0.1:$port" >"$home/log" 2>&1 &
    server=$!
    until grep -q '^listening' "$home/log"; do
        kill -0 "$server" 2>/dev/null || die "the server did not start: $(tail -n 3 "$home/log")"
        sleep 0.1
    done
}

say "start and data ($users people)" >&2
start
bench prepare --users "$users"
bench run --seconds "$seconds" "$@"
if [ $# -eq 0 ]; then
    kill -TERM "$server" && wait "$server"
    start
    bench idle-sockets "$sockets"
fi
