#!/usr/bin/env bash
# Replays the golden recordings through HAProxy on three nodes: scripts/replay-cluster.sh [--verbose] [AREA ...]; some minutes.
# tests/compat/ledger-cluster.json has the steps that show the configuration, in which a cluster says that it is one.
. "$(dirname "$0")/lib.sh"
export CLUSTER_BARE=1 ROOST_BIN=${ROOST_BIN:-$target/debug/roost}
# In this shell the address is not known yet.
# shellcheck disable=SC2016
exec scripts/with-cluster.sh bash -c '"$0" replay --base-url "$PLAIN_URL" --ledger tests/compat/ledger-cluster.json "$@"' "$target/debug/xtask" "$@"
