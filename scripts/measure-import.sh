#!/usr/bin/env bash
# Measures `roost import` of a release build into fresh, durable databases: the recorded file, the same without its
# passwords (whose hashes are nearly all of its work), and generated ones of so many posts and replies (100,000 and a
# million): scripts/measure-import.sh [COUNT ...]
. "$(dirname "$0")/bench-server.sh"
[ $# -gt 0 ] || set -- 100000 1000000
kept=$home/db

# import FILE: loads it beside a running server on a database that has nothing yet.
import() {
    mkdir -p "$kept"
    start
    "$target/release/roost-bench" import --roost "$target/release/roost" --config "$kept/config.json" --data "$kept/data" "$1"
    stop
    rm -rf "$kept"
}

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
