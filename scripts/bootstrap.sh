#!/usr/bin/env bash
# Installs what is missing, prints a line and the seconds of each step, and does nothing where nothing is missing.
#   bootstrap.sh run      what building and running the server needs
#   bootstrap.sh cluster  that, and what stands around the nodes of a cluster
#   bootstrap.sh bench    that, and what counts instructions
#   bootstrap.sh          what the tests need
. "$(dirname "$0")/lib.sh"
purpose=${1:-test}

# packages FILE: the names in a list, without comments.
packages() { grep -v '^#' "$1"; }

done_step() { say "$1 ($((SECONDS - started)) s)"; }

check_rust() {
    command -v cargo >/dev/null || die "Rust is missing: install it from https://rustup.rs, 1.95 or newer"
    local version
    version=$(rustc --version | cut -d' ' -f2)
    at_least "$version" 1.95.0 || die "Rust $version is too old: 1.95 or newer is needed, \`rustup update\`"
    done_step "rust $version"
}

check_node() {
    command -v node >/dev/null && command -v npm >/dev/null || die "Node is missing: install Node 20.19 or newer, with npm"
    local version
    version=$(node --version)
    at_least "${version#v}" 20.19.0 || die "Node $version is too old: 20.19 or newer is needed"
    done_step "node $version"
}

# What the purpose needs of Debian.
wanted_packages() {
    packages scripts/apt-packages
    [ "$purpose" = run ] || packages scripts/apt-packages-cluster
    [ "$purpose" != test ] || packages scripts/apt-packages-browser
    [ "$purpose" != bench ] || packages scripts/apt-packages-bench
}

debian_packages() {
    if ! command -v dpkg-query >/dev/null; then
        done_step "not a Debian system: the equivalents of scripts/apt-packages are yours to install"
        return
    fi
    local name missing=()
    for name in $(wanted_packages); do
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q ' installed$' || missing+=("$name")
    done
    if [ ${#missing[@]} -gt 0 ]; then
        [ "$(id -u)" = 0 ] || die "Debian packages are missing, run: sudo apt-get install ${missing[*]}"
        install_debian "${missing[@]}"
    fi
    done_step "debian packages: ${#missing[@]} installed"
}

install_debian() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    case " $* " in
        *" postgresql "*)
            # Debian would start a server of its own on port 5432; ours brings its own up.
            apt-get install -q -y --no-install-recommends postgresql-common
            sed -i -E 's/^#?create_main_cluster *=.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
            ;;
    esac
    # Nothing is to start by itself: what is needed is started by these scripts, with settings of their own.
    local policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    fi
    apt-get install -q -y --no-install-recommends "$@"
}

python_packages() {
    # The list is copied into the venv once all of it is installed.
    if cmp -s scripts/python-packages "$target/venv/roost-packages"; then
        done_step "python packages: present"
        return
    fi
    mkdir -p "$target"
    python3 -m venv --clear "$target/venv"
    "$target/venv/bin/pip" install --quiet --disable-pip-version-check -r scripts/python-packages
    cp scripts/python-packages "$target/venv/roost-packages"
    done_step "python packages: installed"
}

node_packages() {
    local lock=tests/compat/package-lock.json copy=tests/compat/node_modules/.roost-lock
    [ -f "$lock" ] || return 0
    if cmp -s "$lock" "$copy"; then
        done_step "node packages: present"
        return
    fi
    npm ci --prefix tests/compat --no-audit --no-fund
    cp "$lock" "$copy"
    done_step "node packages: installed"
}

case $purpose in
    run | cluster | bench) steps=(check_rust check_node debian_packages) ;;
    test) steps=(check_rust check_node debian_packages python_packages node_packages) ;;
    *) die "usage: scripts/bootstrap.sh [run | cluster | bench]" ;;
esac
for step in "${steps[@]}"; do
    started=$SECONDS
    "$step"
done
