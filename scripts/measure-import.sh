#!/usr/bin/env bash
# Measures `roost import` of a release build into fresh, durable databases: the recorded file, the same without its
# passwords (whose hashes are nearly all of its work), and generated ones of so many posts and replies (100,000 and a
# million): scripts/measure-import.sh [COUNT ...]
. "$(dirname "$0")/lib.sh"
[ $# -gt 0 ] || set -- 100000 1000000
port=${PORT:-8065}
home=$(mktemp -d "${TMPDIR:-/tmp}/roost-measure.XXXXXX")
server=

stop() {
    if [ -n "$server" ]; then
        kill -TERM "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    server=
}

finish() {
    stop
    rm -rf "$home"
}
trap finish EXIT
trap 'exit 130' INT TERM

# import FILE: loads it beside a running server on a database that has nothing yet.
import() {
    mkdir -p "$home/db"
    RUST_LOG=warn "$target/release/roost" serve --config "$home/db/config.json" --data "$home/db/data" \
        --listen "127.0.0.1:$port" >"$home/log" 2>&1 &
    server=$!
    until grep -q '^listening' "$home/log"; do
        kill -0 "$server" 2>/dev/null || die "the server did not start: $(tail -n 3 "$home/log")"
        sleep 0.1
    done
    "$target/release/roost-bench" import --roost "$target/release/roost" --config "$home/db/config.json" \
        --data "$home/db/data" "$1"
    stop
    rm -rf "$home/db"
}

cargo build --release --bin roost --bin roost-bench
chmod 755 "$home"
echo "| file | posts and replies | s | posts/s | import CPU s | PostgreSQL CPU s | most memory MB |"
echo "|---|---|---|---|---|---|---|"
import facts/golden/bulk/import.jsonl.gz
gzip -dc facts/golden/bulk/import.jsonl.gz | sed -E 's/"password": ?"[^"]*", ?//' >"$home/without-passwords.jsonl"
# Its attachments are looked for beside it.
ln -s "$PWD/facts/golden/bulk/data" "$home/data"
import "$home/without-passwords.jsonl"
for count in "$@"; do
    "$target/release/roost-bench" bulk-file --posts "$count" "$home/generated-$count.jsonl"
    import "$home/generated-$count.jsonl"
done
