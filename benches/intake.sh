#!/bin/sh
# Measures intake on SQLite and on a temporary PostgreSQL with durable commits: `benches/intake.sh [QUERIES [CLIENTS]]`.
# Needs cargo, and PostgreSQL's programs (Debian: postgresql, postgresql-contrib). Nothing else should run meanwhile.
set -eu
cd "$(dirname "$0")/.."
queries=${1:-20000} clients=${2:-32}
cargo build --release
ostakar=${CARGO_TARGET_DIR:-target}/release/ostakar

echo "load before: $(cat /proc/loadavg)"
"$ostakar" bench intake --queries "$queries" --clients "$clients"

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
    -o "-k $folder -c listen_addresses= -c fsync=on -c synchronous_commit=on -c shared_buffers=256MB" start >/dev/null
cd "$OLDPWD"
socket=$(printf %s "$folder" | sed 's,/,%2F,g')
"$ostakar" bench intake --queries "$queries" --clients "$clients" --database "postgres://postgres@$socket/postgres"
