#!/usr/bin/env bash
# A primary and a streaming standby for tests, in FOLDER and on two ports of loopback; not durable on purpose.
#   scripts/pg-pair.sh up FOLDER PRIMARY_PORT STANDBY_PORT   every commit waits for the standby
#   scripts/pg-pair.sh part FOLDER      the standby hears nothing more, and commits wait for nobody
#   scripts/pg-pair.sh delay FOLDER MS  the standby shows a commit only when it is so old; commits wait for nobody
#   scripts/pg-pair.sh kill FOLDER      the primary dies
#   scripts/pg-pair.sh promote FOLDER   the standby takes its place
#   scripts/pg-pair.sh down FOLDER
. "$(dirname "$0")/lib.sh"
. scripts/test-pg.sh
what=$1 home=$2
pg_user=$(id -un)
if [ "$(id -u)" = 0 ]; then
    pg_user=postgres
    id "$pg_user" >/dev/null 2>&1 || pg_user=nobody
fi
ctl() { pg_as "$(pg_bin pg_ctl)" -s -w -D "$home/$1" "${@:2}"; }
sql() { pg_as "$(pg_bin psql)" -qAt -h 127.0.0.1 -p "$(cat "$home/$1.port")" -U roost -d postgres -c "$2" >/dev/null; }

case $what in
up)
    chmod 755 "$home"
    mkdir -p "$home/primary" "$home/standby"
    echo "$3" >"$home/primary.port"
    echo "$4" >"$home/standby.port"
    [ "$(id -u)" != 0 ] || chown "$pg_user" "$home/primary" "$home/standby"
    chmod 700 "$home/primary" "$home/standby"
    pg_as "$(pg_bin initdb)" --no-sync --pgdata "$home/primary" --username roost --auth trust --encoding UTF8 \
        --locale C.UTF-8 >/dev/null
    cat >>"$home/primary/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
fsync = off
hot_standby = on
CONF
    ctl primary start -l "$home/primary/log" -o "-p $3"
    pg_as "$(pg_bin pg_basebackup)" --no-sync -h 127.0.0.1 -p "$3" -U roost -D "$home/standby" -R -X stream --checkpoint=fast
    ctl standby start -l "$home/standby/log" -o "-p $4"
    sql primary "alter system set synchronous_standby_names = '*'"
    sql primary "select pg_reload_conf()"
    ;;
part)
    sql primary "alter system set synchronous_standby_names = ''"
    sql primary "select pg_reload_conf()"
    sql standby "alter system set primary_conninfo = ''"
    sql standby "select pg_reload_conf()"
    # Reloading is not waiting: the receiver must be gone.
    until [ -z "$(pg_as "$(pg_bin psql)" -qAt -h 127.0.0.1 -p "$(cat "$home/standby.port")" -U roost -d postgres \
        -c 'select 1 from pg_stat_wal_receiver')" ]; do sleep 0.05; done
    ;;
delay)
    sql primary "alter system set synchronous_standby_names = ''"
    sql primary "select pg_reload_conf()"
    sql standby "alter system set recovery_min_apply_delay = '$3ms'"
    sql standby "select pg_reload_conf()"
    ;;
kill) ctl primary stop -m immediate ;;
promote) ctl standby promote ;;
down)
    for one in primary standby; do ctl "$one" stop -m immediate 2>/dev/null || true; done
    ;;
*) die "usage: scripts/pg-pair.sh up|part|delay|kill|promote|down FOLDER [PRIMARY_PORT STANDBY_PORT | MS]" ;;
esac
