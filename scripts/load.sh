#!/usr/bin/env bash
# Puts simulated people on release builds of one or more nodes with a durable PostgreSQL of their own, on loopback:
#   scripts/load.sh NODES ROOST-LOAD-ARGUMENT...      for example: scripts/load.sh 3 --people 2000 ramp
# The environment may say PORT (8065), the port of the first node, and LOGS, a folder that keeps the logs of the nodes.
. "$(dirname "$0")/lib.sh"
nodes=${1:?usage: scripts/load.sh NODES ROOST-LOAD-ARGUMENT...} port=${PORT:-8065}
shift
home=$(mktemp -d "${TMPDIR:-/tmp}/roost-load.XXXXXX")
servers=() logs=${LOGS:-$home}
mkdir -p "$logs"

finish() {
    # The first one has the database: it ends last.
    for ((n = ${#servers[@]} - 1; n >= 0; n--)); do
        kill -TERM "${servers[n]}" 2>/dev/null || true
        wait "${servers[n]}" 2>/dev/null || true
    done
    rm -rf "$home"
}
trap finish EXIT
trap 'exit 130' INT TERM

# start NUMBER ARGUMENT...: a node.
start() {
    local log=$logs/node$1.log
    MM_TEAMSETTINGS_MAXUSERSPERTEAM=100000 MM_CLUSTERSETTINGS_ENABLE=true MM_LOGSETTINGS_ENABLEFILE=false RUST_LOG=warn "$target/release/roost" serve \
        --config "$home/config$1.json" --listen "127.0.0.1:$((port + $1 * 10))" --bus-listen 127.0.0.1:0 \
        --drain-s 1 "${@:2}" >"$log" 2>&1 &
    servers+=($!)
    until grep -q '^listening' "$log"; do
        kill -0 "${servers[-1]}" 2>/dev/null || die "node $1 did not start: $(tail -n 3 "$log")"
        sleep 0.1
    done
}

cargo build --release --bin roost --bin roost-load
# Sockets are files; the limit is passed on to the nodes and the client.
ulimit -n "$(ulimit -Hn)"
chmod 755 "$home"
start 0 --data "$home/data"
mapfile -t postmaster <"$home/data/postgres/postmaster.pid"
for ((n = 1; n < nodes; n++)); do
    start "$n" --db-url "host=${postmaster[4]} port=${postmaster[3]} user=roost dbname=roost"
done
arguments=(--postgres-pid "${postmaster[0]}")
for ((n = 0; n < nodes; n++)); do
    arguments+=(--base-url "http://127.0.0.1:$((port + n * 10))" --server-pid "${servers[n]}")
done
"$target/release/roost-load" "${arguments[@]}" "$@"
