#!/usr/bin/env bash
# Counts the instructions of the inner loops of a release build beside the committed figures: scripts/instructions.sh [--write]
. "$(dirname "$0")/lib.sh"
scripts/bootstrap.sh bench
cargo build --release --bin roost-bench
"$target/release/roost-bench" instructions "$@"
