#!/usr/bin/env bash
# Prints what the operations that clients call most cost, and how many statements and trips to the database they take:
# scripts/measure-hot.sh [OPERATION ...]. Options by environment: USERS, SECONDS_PER_ROW, PORT.
. "$(dirname "$0")/bench-server.sh"
seconds=${SECONDS_PER_ROW:-3}

say "start and data" >&2
start
bench prepare --users "${USERS:-100}"
echo "| data | operation | server CPU ms/op | PostgreSQL CPU ms/op | kB |"
echo "|---|---|---|---|---|"
bench cost --seconds "$seconds" "25,000 posts" "$@"

# What a request asked of the database stands in its line of the log.
stop
export LOG_LEVEL=info
start
bench cost --seconds 1 counted "$@" >/dev/null
python3 - "$home/log" <<'PYTHON'
import collections, json, sys

seen = collections.defaultdict(list)
for line in open(sys.argv[1]):
    if line.startswith("{"):
        entry = json.loads(line)
        if entry.get("msg") == "request":
            seen[entry["method"] + " " + entry["route"]].append((entry["statements"], entry["trips"]))
print("\n| operation | statements | trips |\n|---|---|---|")
for route, counts in sorted(seen.items()):
    # The first ones fill caches.
    statements, trips = sorted(counts)[len(counts) // 2]
    print("| `%s` | %d | %d |" % (route, statements, trips))
PYTHON
