#!/usr/bin/env bash
# A cluster on this machine, for trying things out: three nodes on one PostgreSQL primary with a streaming replica, HAProxy
# with the shipped configuration in front, Prometheus beside. Ctrl-C takes all of it down; what was written stays in
# data/cluster, or where CLUSTER_HOME says. Ports are counted from PORT_BASE (8400). What runs stands in `parts` there, a
# name and a process id a line, once all of it is up. HAPROXY_EXTRA may name a file with more configuration for HAProxy;
# with CLUSTER_BARE the nodes have the settings of a new server, without metrics, and all of them can be changed.
. "$(dirname "$0")/lib.sh"
. scripts/test-pg.sh
scripts/bootstrap.sh cluster
scripts/webapp.sh
# ROOST_BIN: another build than this one.
roost=${ROOST_BIN:-$target/release/roost}
[ -n "${ROOST_BIN:-}" ] || cargo build --release --bin roost

base=${PORT_BASE:-8400}
https=$((base + 43)) http=$((base + 80)) stats=$((base + 4)) primary=$((base + 32)) replica=$((base + 33)) prometheus=$((base + 90))
nodes=(1 2 3)
home=${CLUSTER_HOME:-$PWD/data/cluster}
pg_user=$(id -un)
[ "$(id -u)" != 0 ] || pg_user=postgres
rm -f "$home/parts"
mkdir -p "$home/files" "$home/logs" "$home/prometheus"
chmod 755 "$home"
for pg in primary replica; do
    mkdir -p "$home/$pg"
    [ "$(id -u)" != 0 ] || chown "$pg_user" "$home/$pg"
    chmod 700 "$home/$pg"
done
# Names of what runs, in the order of its start, and its process ids.
parts=() pids=()

# down: ends everything in reverse order. Nodes drain for a short while only.
down() {
    trap - EXIT INT TERM
    local i
    for ((i = ${#parts[@]} - 1; i >= 0; i--)); do
        kill -TERM "${pids[$i]}" 2>/dev/null || continue
        while kill -0 "${pids[$i]}" 2>/dev/null; do sleep 0.05; done
        say "${parts[$i]}: down"
    done
    for pg in replica primary; do
        [ -f "$home/$pg/postmaster.pid" ] || continue
        pg_as "$(pg_bin pg_ctl)" stop -s -w -m fast -D "$home/$pg" && say "$pg: down"
    done
}
trap down EXIT
trap 'exit 130' INT TERM

# up NAME URL COMMAND...: starts a part in the background and waits until the address answers.
up() {
    local name=$1 url=$2 i
    shift 2
    "$@" >"$home/logs/$name" 2>&1 &
    parts+=("$name") pids+=($!)
    for ((i = 0; i < 300; i++)); do
        if curl -fsk -o /dev/null "$url"; then
            say "$name: up, $url"
            return
        fi
        kill -0 "${pids[-1]}" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 5 "$home/logs/$name" >&2
    die "$name did not start; its log is $home/logs/$name"
}

# pg_up NAME PORT
pg_up() {
    local log=$home/logs/$1
    touch "$log"
    [ "$(id -u)" != 0 ] || chown "$pg_user" "$log"
    pg_as "$(pg_bin pg_ctl)" start -w -s -D "$home/$1" -l "$log" -o "-p $2" ||
        { tail -n 5 "$log" >&2 && die "$1 did not start"; }
    say "$1: up, 127.0.0.1:$2"
}

if [ ! -f "$home/primary/PG_VERSION" ]; then
    pg_as "$(pg_bin initdb)" --pgdata "$home/primary" --username roost --auth trust --encoding UTF8 --locale C.UTF-8 >/dev/null
    cat >>"$home/primary/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 400
wal_level = replica
max_wal_senders = 8
hot_standby = on
CONF
fi
pg_up primary "$primary"
if [ ! -f "$home/replica/PG_VERSION" ]; then
    pg_as "$(pg_bin pg_basebackup)" -h 127.0.0.1 -p "$primary" -U roost -D "$home/replica" -R -X stream --checkpoint=fast
fi
pg_up replica "$replica"

certificate=$home/certificate.pem
if [ ! -f "$certificate" ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE \
        -keyout "$home/key.pem" -out "$home/chain.pem" 2>/dev/null
    cat "$home/chain.pem" "$home/key.pem" >"$certificate"
fi

export ROOST_CONFIG=$home/config.json ROOST_DATA=$home ROOST_DRAIN_S=${ROOST_DRAIN_S:-5}
export ROOST_DB_URL="postgres://roost@127.0.0.1:$primary/postgres"
replicas="postgres://roost@127.0.0.1:$replica/postgres?sslmode=disable"
if [ -n "${CLUSTER_BARE:-}" ]; then
    # What the environment says cannot be changed, and answers show it.
    cat >"$ROOST_CONFIG" <<CONF
{"FileSettings": {"Directory": "$home/files"}, "LogSettings": {"FileLocation": "$home/logs"},
 "ServiceSettings": {"ListenAddress": "127.0.0.1:0", "LocalModeSocketLocation": "$home/local.socket"},
 "ClusterSettings": {"Enable": true}, "SqlSettings": {"DataSourceReplicas": ["$replicas"]}}
CONF
else
    export MM_FILESETTINGS_DIRECTORY=$home/files MM_SERVICESETTINGS_SITEURL=https://localhost:$https
    export MM_SERVICESETTINGS_TRUSTEDPROXYIPHEADER=X-Forwarded-For MM_METRICSSETTINGS_ENABLE=true
    export MM_CLUSTERSETTINGS_ENABLE=true MM_CLUSTERSETTINGS_CLUSTERNAME=roost
    # Their folder is one; what they say is in a file each anyway.
    export MM_LOGSETTINGS_ENABLEFILE=false MM_SQLSETTINGS_DATASOURCEREPLICAS=$replicas
fi
for n in "${nodes[@]}"; do
    export "ROOST_NODE$n=127.0.0.1:$((base + 10 + n))" "ROOST_NODE${n}_HEALTH=127.0.0.1" "ROOST_NODE${n}_HEALTH_PORT=$((base + 20 + n))"
    up "node$n" "http://127.0.0.1:$((base + 20 + n))/healthz/ready" \
        "$roost" serve --listen "127.0.0.1:$((base + 10 + n))" --health-listen "127.0.0.1:$((base + 20 + n))" \
        --metrics-listen "127.0.0.1:$((base + 50 + n))" --bus-listen "127.0.0.1:$((base + 60 + n))"
done

export ROOST_HTTP_BIND=127.0.0.1:$http ROOST_HTTPS_BIND=127.0.0.1:$https ROOST_HTTPS_PORT=$https ROOST_CERTIFICATE=$certificate
export ROOST_STATS_BIND=127.0.0.1:$stats ROOST_ADMIN_SOCKET=$home/haproxy.sock
up haproxy "https://127.0.0.1:$https/api/v4/system/ping" haproxy -db -f haproxy/haproxy.cfg ${HAPROXY_EXTRA:+-f "$HAPROXY_EXTRA"}

told=$(printf "'127.0.0.1:%s', " $((base + 51)) $((base + 52)) $((base + 53)))
sed "s/127.0.0.1:8404/127.0.0.1:$stats/; s/'127.0.0.1:8451'.*'127.0.0.1:8453'/${told%, }/" \
    deploy/prometheus/prometheus.yml >"$home/prometheus.yml"
cp deploy/prometheus/alerts.yml "$home/alerts.yml"
up prometheus "http://127.0.0.1:$prometheus/-/ready" prometheus --config.file="$home/prometheus.yml" \
    --storage.tsdb.path="$home/prometheus" --web.listen-address="127.0.0.1:$prometheus"

for i in "${!parts[@]}"; do echo "${parts[$i]} ${pids[$i]}"; done >"$home/parts.new"
mv "$home/parts.new" "$home/parts"
say "the cluster is at https://localhost:$https (its certificate is its own); the pool at http://127.0.0.1:$stats"
say "the nodes: roost cluster status --db-url $ROOST_DB_URL"
say "to see a node die: kill -9 ${pids[0]}; Ctrl-C takes everything down"
# A node that was ended on purpose is no reason to stop the others.
while :; do
    wait -n || true
    for i in "${!parts[@]}"; do
        [ -n "${pids[$i]}" ] && ! kill -0 "${pids[$i]}" 2>/dev/null || continue
        say "${parts[$i]}: ended"
        unset "parts[$i]" "pids[$i]"
        parts=("${parts[@]}") pids=("${pids[@]}")
        break
    done
    [ ${#parts[@]} -gt 0 ] || exit 0
done
