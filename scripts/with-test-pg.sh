#!/usr/bin/env bash
# Runs a command with a throwaway PostgreSQL: scripts/with-test-pg.sh cargo nextest run --workspace
. "$(dirname "$0")/lib.sh"
. scripts/test-pg.sh
[ $# -gt 0 ] || die "usage: scripts/with-test-pg.sh COMMAND [ARGUMENT ...]"
trap pg_stop EXIT
trap 'exit 130' INT TERM
pg_start
PATH=$target/venv/bin:$PATH "$@" 9>&-
