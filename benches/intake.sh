#!/bin/sh
# Measures intake on SQLite and on a temporary PostgreSQL with durable commits: `benches/intake.sh [QUERIES [CLIENTS]]`.
# Needs cargo, and PostgreSQL's programs (Debian: postgresql, postgresql-contrib). Nothing else should run meanwhile.
set -eu
cd "$(dirname "$0")/.."
. benches/postgres.sh
queries=${1:-20000} clients=${2:-32}
cargo build --release
ostakar=${CARGO_TARGET_DIR:-target}/release/ostakar

echo "load before: $(cat /proc/loadavg)"
"$ostakar" bench intake --queries "$queries" --clients "$clients"
start_postgres -c fsync=on -c synchronous_commit=on
"$ostakar" bench intake --queries "$queries" --clients "$clients" --database "$database"
