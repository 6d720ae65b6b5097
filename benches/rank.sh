#!/bin/sh
# Measures ranking at three sizes, with 100,000 agents beside a temporary PostGIS: `benches/rank.sh [QUESTIONS]`.
# Needs cargo, PostgreSQL's programs and PostGIS (Debian: postgresql, postgresql-postgis), 8 GiB of memory for a million agents.
set -eu
cd "$(dirname "$0")/.."
questions=${1:-2000}
cargo build --release
ostakar=${CARGO_TARGET_DIR:-target}/release/ostakar

programs=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -n 1)")
folder=$(mktemp -d)
as_postgres() { "$@"; }
if [ "$(id -u)" = 0 ]; then
    # PostgreSQL refuses to run as root.
    chown postgres: "$folder"
    as_postgres() { runuser -u postgres -- "$@"; }
fi
stop() {
    as_postgres "$programs/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 1' INT TERM
cd "$folder"
as_postgres "$programs/initdb" --username=postgres --locale=C.UTF-8 --encoding=UTF8 --auth=trust -D data >/dev/null
as_postgres "$programs/pg_ctl" -D data -l "$folder/log" -w \
    -o "-k $folder -c listen_addresses= -c shared_buffers=256MB" start >/dev/null
cd "$OLDPWD"
socket=$(printf %s "$folder" | sed 's,/,%2F,g')

"$ostakar" bench rank --agents 10000 --queries "$questions"
"$ostakar" bench rank --agents 100000 --queries "$questions" --database "postgres://postgres@$socket/postgres"
"$ostakar" bench rank --agents 1000000 --queries "$questions"
