#!/usr/bin/env bash
# Everything a change must pass, in one run on one machine. Stops at the first step that fails.
. "$(dirname "$0")/lib.sh"
. scripts/test-pg.sh
PATH=$target/venv/bin:$PATH
export ROOST_BIN=$target/debug/roost
output=$target/step.log
mkdir -p "$target"
passed=0 failed=0 times=

# finish: the seconds of each step, the sum, and the line that machines read; before them once more how a step that
# failed ended, without the logs of servers: what is far above is often cut off. Ends the cluster whatever happened.
finish() {
    pg_stop
    if ((failed)); then
        sleep 0.5 # until all of it is written down
        say "the end of the step that failed"
        grep -v '^{"' "$output" | tail -n 20 || true
    fi
    printf '\n%b%6d s  in all\n' "$times" "$SECONDS"
    printf '%d passed, %d failed\n' "$passed" "$failed"
}
trap finish EXIT
trap 'exit 130' INT TERM

# step NAME COMMAND...: runs it, notes its seconds, and stops the run when it fails.
step() {
    local name=$1 started=$SECONDS
    shift
    say "$name"
    # In this shell, not in a pipe: a step may count.
    if "$@" > >(tee "$output") 2>&1 9>&-; then
        passed=$((passed + 1))
        times+=$(printf '%6d s  %s' $((SECONDS - started)) "$name")'\n'
    else
        failed=$((failed + 1))
        times+=$(printf '%6d s  %s FAILED' $((SECONDS - started)) "$name")'\n'
        exit 1
    fi
}

# Counts the single tests too: nextest writes them down for machines.
nextest() {
    local junit=target/nextest/default/junit.xml status=0 # nextest ignores CARGO_TARGET_DIR here
    rm -rf "$junit" "$target/played"
    mkdir -p "$target/played"
    ROOST_PLAYED=$target/played cargo nextest run --workspace --test-threads $(($(nproc) * 2)) || status=$?
    if [ -f "$junit" ]; then
        local head
        head=$(grep -m 1 '<testsuites' "$junit")
        local bad=$(($(attribute failures "$head") + $(attribute errors "$head")))
        failed=$((failed + bad))
        passed=$((passed + $(attribute tests "$head") - bad))
    fi
    return $status
}

# attribute NAME TAG: a number in an XML tag.
attribute() { sed -E "s/.* $1=\"([0-9]+)\".*/\1/" <<<"$2"; }

compat() {
    if [ -x tests/compat/run.sh ]; then tests/compat/run.sh; else echo "no client scripts in tests/compat yet"; fi
}

step bootstrap scripts/bootstrap.sh
step webapp scripts/webapp.sh check
step format cargo fmt --all --check
step clippy cargo clippy --workspace --all-targets -- -D warnings
step build cargo build --workspace --all-targets
say "test database"
pg_start
step tests nextest
step played "$target/debug/xtask" played
step replay "$target/debug/xtask" replay
step clients compat
step journey "$target/debug/xtask" with-server node webapp/tests/journey.mjs
step company "$target/debug/xtask" with-server node webapp/tests/company.mjs
step console "$target/debug/xtask" with-server node webapp/tests/console.mjs
step keyboard "$target/debug/xtask" with-server node webapp/tests/keyboard.mjs
step places "$target/debug/xtask" with-server node webapp/tests/places.mjs
step roles "$target/debug/xtask" with-server node webapp/tests/roles.mjs
step outbox "$target/debug/xtask" with-server node webapp/tests/outbox.mjs
step drafts "$target/debug/xtask" with-server node webapp/tests/drafts.mjs
step shell "$target/debug/xtask" with-server node webapp/tests/shell.mjs
step self "$target/debug/xtask" with-server node webapp/tests/self.mjs
step people "$target/debug/xtask" with-server node webapp/tests/people.mjs
step guests "$target/debug/xtask" with-server node webapp/tests/guests.mjs
step groups "$target/debug/xtask" with-server node webapp/tests/groups.mjs
step mails "$target/debug/xtask" with-server node webapp/tests/mails.mjs
step deeds "$target/debug/xtask" with-server node webapp/tests/deeds.mjs
step ruling "$target/debug/xtask" with-server node webapp/tests/ruling.mjs
step law "$target/debug/xtask" with-server node webapp/tests/law.mjs
step emoji "$target/debug/xtask" with-server node webapp/tests/emoji.mjs
step content "$target/debug/xtask" with-server node webapp/tests/content.mjs
step later "$target/debug/xtask" with-server node webapp/tests/later.mjs
step share "$target/debug/xtask" with-server node webapp/tests/share.mjs
step screens "$target/debug/xtask" with-server node webapp/tests/screens.mjs
step upload "$target/debug/xtask" with-server node webapp/tests/upload.mjs
step long "$target/debug/xtask" with-server node webapp/tests/long.mjs
step mfa "$target/debug/xtask" with-server node webapp/tests/mfa.mjs
step way scripts/with-cluster.sh node webapp/tests/keyboard.mjs
step cluster scripts/with-cluster.sh bash -c 'node webapp/tests/cluster.mjs && CLUSTER_PERSON=grace python3 -B tests/compat/panels.py'
step licences cargo deny check licenses bans sources
step dependencies "$target/debug/xtask" deps
step tidy "$target/debug/xtask" tidy
step facts "$target/debug/xtask" facts --check
step generated "$target/debug/xtask" update --check
