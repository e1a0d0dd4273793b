# A throwaway PostgreSQL for tests: sourced after lib.sh. `pg_start` exports ROOST_TEST_PG, a `postgres://` URL of a
# superuser in database `postgres`; `pg_stop` ends it and belongs into a trap.
# Not durable on purpose: what it holds is worth nothing after the run.

pg_home=
pg_pid=

# pg_bin NAME: PostgreSQL's own program, from Debian's newest version or from PATH.
pg_bin() {
    local newest
    newest=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    if [ -x "$newest/$1" ]; then echo "$newest/$1"; else command -v "$1" || die "$1 not found: scripts/bootstrap.sh"; fi
}

# pg_as COMMAND...: runs it as the user of the cluster; PostgreSQL refuses to run as root.
pg_as() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u "$pg_user" -- "$@"); else "$@"; fi
}

# pg_end HOME: ends the cluster that runs in that folder, if one does, and removes the folder.
pg_end() {
    local pid
    pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null || true)
    # The number may belong to another process by now: the command line tells.
    if [ -n "$pid" ] && tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF "$1/data"; then
        kill -QUIT "$pid"
        while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
    fi
    rm -rf "$1"
}

# pg_place: the folder of the cluster, below the target folder where its user gets there and a socket's path fits (107
# bytes), else below the temporary one.
pg_place() {
    local wanted=$target/test-pg
    mkdir -p "$wanted"
    if [ ${#wanted} -le 80 ] && [[ $wanted =~ ^[A-Za-z0-9/._-]+$ ]] && pg_as test -x "$wanted"; then
        echo "$wanted"
    else
        mktemp -d "${TMPDIR:-/tmp}/roost-test-pg.XXXXXX"
    fi
}

pg_start() {
    pg_user=$(id -un)
    if [ "$(id -u)" = 0 ]; then
        pg_user=postgres
        id "$pg_user" >/dev/null 2>&1 || pg_user=nobody
    fi
    mkdir -p "$target"
    exec 9>"$target/test-pg.lock"
    flock -n 9 || die "another test run uses $target; wait for it, or set CARGO_TARGET_DIR"
    # An earlier run that was killed may have left its cluster, and where it was.
    pg_end "$(cat "$target/test-pg.path" 2>/dev/null || echo "$target/test-pg")"
    pg_home=$(pg_place)
    echo "$pg_home" >"$target/test-pg.path"
    mkdir -p "$pg_home/data" "$pg_home/socket"
    chmod 755 "$pg_home"
    [ "$(id -u)" != 0 ] || chown -R "$pg_user" "$pg_home/data" "$pg_home/socket"
    pg_as "$(pg_bin initdb)" --no-sync --pgdata "$pg_home/data" --username postgres --auth trust \
        --encoding UTF8 --locale C.UTF-8 >/dev/null
    cat >>"$pg_home/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$pg_home/socket'
max_connections = 300
shared_buffers = 256MB
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
CONF
    pg_as "$(pg_bin pg_ctl)" start -w -s -D "$pg_home/data" -l "$pg_home/data/log" 9>&- ||
        { tail -n 5 "$pg_home/data/log" >&2 && die "the test database did not start"; }
    export ROOST_TEST_PG="postgres:///postgres?host=$pg_home/socket&port=5432&user=postgres"
}

pg_stop() {
    [ -z "$pg_home" ] || pg_end "$pg_home"
    pg_home=
    rm -f "$target/test-pg.path"
}
