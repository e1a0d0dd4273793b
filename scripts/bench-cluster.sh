# One or more nodes of the release build with a durable PostgreSQL of their own, on loopback, for the scripts that measure;
# sourced, not run. The environment may say PORT (8065), the port of the first node, and LOGS, a folder that keeps the
# logs of the nodes.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
port=${PORT:-8065}
home=$(mktemp -d "${TMPDIR:-/tmp}/roost-load.XXXXXX")
servers=() logs=${LOGS:-$home}
mkdir -p "$logs"
# Sockets are files; the limit is passed on to the nodes and the client.
ulimit -n "$(ulimit -Hn)"
chmod 755 "$home"

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

# start_all COUNT: the nodes, the first with the database, whose postmaster is $postmaster then.
start_all() {
    start 0 --data "$home/data"
    mapfile -t pg <"$home/data/postgres/postmaster.pid"
    postmaster=${pg[0]}
    for ((n = 1; n < $1; n++)); do
        start "$n" --db-url "host=${pg[4]} port=${pg[3]} user=roost dbname=roost"
    done
}
