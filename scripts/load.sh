#!/usr/bin/env bash
# Puts simulated people on release builds of one or more nodes with a durable PostgreSQL of their own, on loopback:
#   scripts/load.sh NODES ROOST-LOAD-ARGUMENT...      for example: scripts/load.sh 3 --people 2000 ramp
# PORT and LOGS as scripts/bench-cluster.sh says.
. "$(dirname "$0")/bench-cluster.sh"
nodes=${1:?usage: scripts/load.sh NODES ROOST-LOAD-ARGUMENT...}
shift
cargo build --release --bin roost --bin roost-load
start_all "$nodes"
arguments=(--postgres-pid "$postmaster")
for ((n = 0; n < nodes; n++)); do
    arguments+=(--base-url "http://127.0.0.1:$((port + n * 10))" --server-pid "${servers[n]}")
done
"$target/release/roost-load" "${arguments[@]}" "$@"
