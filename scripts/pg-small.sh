#!/usr/bin/env bash
# A PostgreSQL for tests on a disk of its own that can be full, in FOLDER; not durable on purpose. Needs root, for the disk.
#   scripts/pg-small.sh up FOLDER PORT MB
#   scripts/pg-small.sh fill FOLDER     not one byte is left on the disk
#   scripts/pg-small.sh free FOLDER     there is room again, and the server is started where it has given up
#   scripts/pg-small.sh down FOLDER
. "$(dirname "$0")/lib.sh"
. scripts/test-pg.sh
what=$1 home=$2
disk=$home/disk
[ "$(id -u)" = 0 ] || die "a disk of its own needs root"
pg_user=postgres
id "$pg_user" >/dev/null 2>&1 || pg_user=nobody
ctl() { pg_as "$(pg_bin pg_ctl)" -s -w -D "$disk/data" "$@"; }

case $what in
up)
    chmod 755 "$home"
    mkdir -p "$disk"
    mount -t tmpfs -o "size=$4m,mode=755" roost-small "$disk"
    mkdir "$disk/data"
    : >"$home/log"
    chown "$pg_user" "$disk/data" "$home/log"
    chmod 700 "$disk/data"
    pg_as "$(pg_bin initdb)" --no-sync --pgdata "$disk/data" --username roost --auth trust --encoding UTF8 \
        --locale C.UTF-8 --wal-segsize=1 >/dev/null
    cat >>"$disk/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
port = $3
max_connections = 300
fsync = off
min_wal_size = 4MB
max_wal_size = 16MB
CONF
    ctl start -l "$home/log"
    ;;
fill)
    # It ends with the error that is wanted.
    dd if=/dev/zero of="$disk/filler" bs=4k 2>/dev/null || true
    [ "$(df --output=avail "$disk" | tail -n 1)" -lt 64 ] || die "the disk is not full"
    ;;
free)
    rm -f "$disk/filler"
    pg_as "$(pg_bin pg_ctl)" -s -D "$disk/data" status >/dev/null || ctl start -l "$home/log"
    ;;
down)
    ctl stop -m immediate 2>/dev/null || true
    umount "$disk"
    ;;
*) die "usage: scripts/pg-small.sh up|fill|free|down FOLDER [PORT MB]" ;;
esac
