#!/usr/bin/env bash
# How late posts are heard at several nodes, and what a delivery costs: scripts/measure-fan-out.sh [roost-bench fan-out
# ARGUMENT...]. The environment may say NODES (3) and USERS (1000, one socket each), and what scripts/bench-cluster.sh says.
. "$(dirname "$0")/bench-cluster.sh"
nodes=${NODES:-3}
cargo build --release --bin roost --bin roost-bench
start_all "$nodes"
bench=("$target/release/roost-bench" --base-url "http://127.0.0.1:$port" --server-pid "${servers[0]}"
    --postgres-pid "$postmaster" --state "$home/prepared.json")
others=()
for ((n = 1; n < nodes; n++)); do
    others+=(--node "http://127.0.0.1:$((port + n * 10))=${servers[n]}")
done
"${bench[@]}" prepare --users "${USERS:-1000}" --reading-posts 60 --other-posts 600
"${bench[@]}" fan-out "${others[@]}" "$@"
