#!/usr/bin/env bash
# Faults under load against a release build, one run a seed: scripts/chaos.sh [SEED ...]; without seeds three by chance;
# then the alerts of a cluster with faults, and the readers of what strangers send, a minute each (scripts/fuzz.sh).
# What a seed has passed is remembered in target/chaos until the program changes: a run that was broken off goes on.
. "$(dirname "$0")/lib.sh"
scripts/bootstrap.sh
[ $# -gt 0 ] || set -- "$RANDOM$RANDOM" "$RANDOM$RANDOM" "$RANDOM$RANDOM"
cargo build --release --bin roost
# Sockets are files; the limit is passed on to the nodes and the clients.
ulimit -n "$(ulimit -Hn)"
export ROOST_BIN=$target/release/roost
done=$target/chaos/$(sha256sum <"$ROOST_BIN" | cut -c1-16)
mkdir -p "$done"
PATH=$target/venv/bin:$PATH
# Of the whole workspace: a single package would be built a second time, with other features.
mapfile -t parts < <(cargo nextest list --workspace --run-ignored only --message-format oneline |
    sed 's/.* \(.*\)/=\1/')
parts+=(cluster::restarts::)
failed=()
for seed in "$@"; do
    for part in "${parts[@]}"; do
        mark=$done/$seed-${part//[:=]/.}
        if [ -e "$mark" ]; then
            say "seed $seed, $part: passed before"
            continue
        fi
        started=$SECONDS
        say "seed $seed, $part"
        if ROOST_TEST_SEED=$seed scripts/with-test-pg.sh \
            cargo nextest run --workspace --run-ignored all --no-capture -E "test($part)"; then
            say "seed $seed, $part: passed in $((SECONDS - started)) s"
            touch "$mark"
        else
            failed+=("seed $seed, $part")
        fi
    done
done
say "alerts of a cluster that has something"
scripts/with-cluster.sh python3 -B tests/compat/alerts.py || failed+=(alerts)
scripts/fuzz.sh || failed+=(fuzz)
[ ${#failed[@]} = 0 ] || die "$(printf 'failed: %s; ' "${failed[@]}")"
