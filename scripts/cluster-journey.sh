#!/usr/bin/env bash
# People in browsers on a cluster of this machine, with nodes that die and drain under their windows:
# scripts/cluster-journey.sh. ROOST_BIN names another build than that of `cargo build`; ports are counted from PORT_BASE (8600).
. "$(dirname "$0")/lib.sh"
export ROOST_BIN=${ROOST_BIN:-$target/debug/roost}
export CLUSTER_HOME=$target/cluster-journey PORT_BASE=${PORT_BASE:-8600}
rm -rf "$CLUSTER_HOME"
mkdir -p "$CLUSTER_HOME"
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
export BASE_URL=https://localhost:$((PORT_BASE + 43)) NODE_EXTRA_CA_CERTS=$CLUSTER_HOME/chain.pem
node webapp/tests/cluster.mjs
