#!/usr/bin/env bash
# Installs what is missing, builds the release binary and serves. Arguments go to `roost serve`.
. "$(dirname "$0")/lib.sh"
scripts/bootstrap.sh run
scripts/webapp.sh
cargo build --release --bin roost
exec "$target/release/roost" serve "$@"
