#!/usr/bin/env bash
# Looks for inputs that break the readers of what strangers send (fuzz/): scripts/fuzz.sh [SECONDS [NAME ...]]. Each for 60
# seconds unless told otherwise. What breaks one stays in target/fuzz/found; it belongs into fuzz/corpus with the mending.
. "$(dirname "$0")/lib.sh"
seconds=${1:-60}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- mentions search multipart frames import
host=$(rustc -vV | sed -n 's/^host: //p')
# The marks by which libFuzzer sees where an input went. Told a target, cargo keeps them out of build scripts.
RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=16" \
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS=true CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS=true \
    cargo build --release --locked --target "$host" --target-dir "$target/fuzz" -p roost-fuzz --features libfuzzer --bins
mkdir -p "$target/fuzz/found"
for name in "$@"; do
    say "fuzz $name for $seconds s"
    mkdir -p "$target/fuzz/grown/$name"
    "$target/fuzz/$host/release/fuzz-$name" "$target/fuzz/grown/$name" "fuzz/corpus/$name" -max_total_time="$seconds" \
        -timeout=5 -rss_limit_mb=1024 -max_len=4096 -verbosity=0 -print_final_stats=1 -artifact_prefix="$target/fuzz/found/$name-"
done
