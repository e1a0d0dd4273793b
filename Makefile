# The front door. Everything else is behind `scripts/` and `cargo xtask`.
.PHONY: help run test check bench cluster chaos

help:
	@echo "make run     install what is missing, build and serve on http://localhost:8065 (ARGS=... for roost serve)"
	@echo "make test    everything a change must pass"
	@echo "make cluster three nodes, a primary, a replica, HAProxy and Prometheus on this machine"
	@echo "make check   format and lints only"
	@echo "make bench   what operations cost, beside what the original needs (docs/MEASURING.md)"
	@echo "make chaos   faults under load, three seeds (SEEDS=... for others); some minutes each"

run:
	@scripts/run.sh $(ARGS)

test:
	@scripts/test.sh

cluster:
	@scripts/cluster.sh

chaos:
	@scripts/chaos.sh $(SEEDS)

check:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

bench:
	@scripts/measure.sh
	@scripts/measure-import.sh
	@scripts/instructions.sh
