#!/usr/bin/env bash
# Measures a release build on a throwaway server with its own durable PostgreSQL, and prints what operations cost beside
# what the original needs: scripts/measure.sh [OPERATION ...]. Options by environment: USERS, SOCKETS, SECONDS_PER_ROW, PORT.
. "$(dirname "$0")/bench-server.sh"
users=${USERS:-500} sockets=${SOCKETS:-5000} seconds=${SECONDS_PER_ROW:-5}

say "start and data ($users people)" >&2
start
bench prepare --users "$users"
bench run --seconds "$seconds" "$@"
if [ $# -eq 0 ]; then
    stop
    start
    bench idle-sockets "$sockets"
fi
