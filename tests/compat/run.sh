#!/usr/bin/env bash
# The published clients of the original against the built server, each on an empty database. Needs ROOST_TEST_PG.
cd "$(dirname "$0")/../.."
set -euo pipefail
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
"$target/debug/xtask" with-server node tests/compat/conversation.mjs
"$target/debug/xtask" with-server "$target/venv/bin/python" tests/compat/conversation.py
