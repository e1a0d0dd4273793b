#!/usr/bin/env bash
# Builds the web client into webapp/embed, where the compiler takes it from: scripts/webapp.sh
# With `check`, types, lints, format and tests run besides. What has not changed since is not done again.
. "$(dirname "$0")/lib.sh"
app=webapp modules=webapp/node_modules

# sources FOLDER...: one line that changes with any file the build or the checks read.
sources() {
    find webapp/*.json webapp/*.ts webapp/*.js webapp/.prettier* webapp/root.html "$@" -type f -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
}

# once STAMP SUM COMMAND...: runs the command unless it succeeded with the same sum before.
once() {
    local stamp=$modules/$1 sum=$2
    shift 2
    [ "$(cat "$stamp" 2>/dev/null)" != "$sum" ] || return 0
    "$@"
    echo "$sum" >"$stamp"
}

once .roost-lock "$(sha256sum $app/package-lock.json)" npm ci --prefix $app --no-audit --no-fund
[ -f $app/embed/root.html ] || rm -f $modules/.roost-build
once .roost-build "$(sources $app/src $app/public $app/scripts)" npm run --silent --prefix $app build
if [ "${1:-}" = check ]; then
    once .roost-check "$(sources $app/src $app/public $app/scripts $app/tests facts/golden/ws)" npm run --silent --prefix $app check
fi
