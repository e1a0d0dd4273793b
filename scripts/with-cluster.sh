#!/usr/bin/env bash
# Runs a command while a cluster of three nodes runs on this machine (scripts/cluster.sh): scripts/with-cluster.sh COMMAND...
# BASE_URL is the way through HAProxy then; PLAIN_URL the same without TLS, for what cannot speak it; CLUSTER_HOME the
# folder of the cluster. ROOST_BIN names another build than that of `cargo build`; ports are counted from PORT_BASE (8600).
. "$(dirname "$0")/lib.sh"
export ROOST_BIN=${ROOST_BIN:-$target/debug/roost}
export CLUSTER_HOME=$target/cluster-run PORT_BASE=${PORT_BASE:-8600} HAPROXY_EXTRA=$target/cluster-run/plain.cfg
rm -rf "$CLUSTER_HOME"
mkdir -p "$CLUSTER_HOME"
cat >"$HAPROXY_EXTRA" <<CONF
frontend without_tls
    bind 127.0.0.1:$((PORT_BASE + 81))
    default_backend nodes
CONF
scripts/cluster.sh >"$CLUSTER_HOME/log" 2>&1 &
cluster=$!

down() {
    trap - EXIT INT TERM
    kill -TERM "$cluster" 2>/dev/null || true
    wait "$cluster" || true
}
trap down EXIT
trap 'exit 130' INT TERM

until [ -f "$CLUSTER_HOME/parts" ]; do
    kill -0 "$cluster" 2>/dev/null || { cat "$CLUSTER_HOME/log" >&2 && die "the cluster did not start"; }
    sleep 0.1
done
export BASE_URL=https://localhost:$((PORT_BASE + 43)) PLAIN_URL=http://127.0.0.1:$((PORT_BASE + 81))
export NODE_EXTRA_CA_CERTS=$CLUSTER_HOME/chain.pem
"$@"
