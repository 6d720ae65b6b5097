#!/usr/bin/env bash
# Measures the outbox on SQLite and on a temporary PostgreSQL with durable commits, to a gateway in memory and through a
# temporary Kannel: `benches/outbox.sh [MESSAGES [CLIENTS]]`. Needs cargo, PostgreSQL's programs and Kannel's (Debian: postgresql,
# kannel, kannel-extras). Nothing else should run meanwhile.
set -eu
cd "$(dirname "$0")/.."
. benches/postgres.sh
. benches/kannel.sh
messages=${1:-12000} clients=${2:-32}
cargo build --release
ostakar=${CARGO_TARGET_DIR:-target}/release/ostakar

echo "load before: $(cat /proc/loadavg)"
start_postgres -c fsync=on -c synchronous_commit=on
trap 'stop_kannel; stop_postgres' EXIT
start_kannel
"$ostakar" bench outbox --queries "$messages" --clients "$clients" --kannel "$kannel"
"$ostakar" bench outbox --queries "$messages" --clients "$clients" --kannel "$kannel" --database "$database"
