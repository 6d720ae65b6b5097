#!/bin/sh
# Measures ranking at three sizes, with 100,000 agents beside a temporary PostGIS: `benches/rank.sh [QUESTIONS]`.
# Needs cargo, PostgreSQL's programs and PostGIS (Debian: postgresql, postgresql-postgis), 8 GiB of memory for a million agents.
set -eu
cd "$(dirname "$0")/.."
. benches/postgres.sh
questions=${1:-2000}
cargo build --release
ostakar=${CARGO_TARGET_DIR:-target}/release/ostakar

"$ostakar" bench rank --agents 10000 --queries "$questions"
start_postgres
"$ostakar" bench rank --agents 100000 --queries "$questions" --database "$database"
"$ostakar" bench rank --agents 1000000 --queries "$questions"
