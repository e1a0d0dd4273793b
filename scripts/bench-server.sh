# A throwaway server of the release build with a durable PostgreSQL of its own, for the scripts that measure; sourced, not run.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
port=${PORT:-8065}
home=$(mktemp -d "${TMPDIR:-/tmp}/roost-measure.XXXXXX")
# What the server keeps: another folder here is another server.
kept=$home
server=

# stop: ends the server, if there is one.
stop() {
    [ -n "$server" ] || return 0
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
}

finish() {
    stop
    rm -rf "$home"
}
trap finish EXIT
trap 'exit 130' INT TERM

# start: a server on the same data, in a process that has not done anything yet.
start() {
    # What the one before said is not what this one says.
    : >"$home/log"
    MM_TEAMSETTINGS_MAXUSERSPERTEAM=100000 MM_TEAMSETTINGS_MAXCHANNELSPERTEAM=100000 MM_LOGSETTINGS_ENABLEFILE=false RUST_LOG=${LOG_LEVEL:-warn} "$target/release/roost" serve \
        --config "$kept/config.json" --data "$kept/data" --listen "127.0.0.1:$port" >"$home/log" 2>&1 &
    server=$!
    until grep -q '^listening' "$home/log"; do
        kill -0 "$server" 2>/dev/null || die "the server did not start: $(tail -n 3 "$home/log")"
        sleep 0.1
    done
}

# bench ARGUMENT...: the load client, told which processes to look at.
bench() {
    "$target/release/roost-bench" --base-url "http://127.0.0.1:$port" --server-pid "$server" \
        --postgres-data "$home/data/postgres" --state "$home/prepared.json" "$@"
}

cargo build --release --bin roost --bin roost-bench
# Sockets are files; the limit is passed on to the server and the client.
ulimit -n "$(ulimit -Hn)"
chmod 755 "$home"
