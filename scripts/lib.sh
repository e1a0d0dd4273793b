# Shared by the scripts; sourced, not run. Every script starts in the root of the repository.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# Absolute, because programs are started from other folders too.
# Where Debian has servers; not on the path of everybody.
PATH=$PATH:/usr/sbin
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")

# say TEXT: one line of progress.
say() { printf '== %s\n' "$*"; }

# die TEXT: what is wrong and what to do about it.
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# at_least HAVE WANTED: compares versions.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }
