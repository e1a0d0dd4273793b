#!/usr/bin/env bash
# Replays the golden recordings on a throwaway database: scripts/replay.sh [--update] [--verbose] [AREA ...]
exec "$(dirname "$0")/with-test-pg.sh" cargo xtask replay "$@"
