# Starts a temporary PostgreSQL with these further settings, such as `-c fsync=on`, and names it in $database; it goes with the
# script that reads this file. Needs PostgreSQL's programs (Debian: postgresql).
start_postgres() {
    programs=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -n 1)")
    folder=$(mktemp -d)
    if [ "$(id -u)" = 0 ]; then
        # PostgreSQL refuses to run as root.
        chown postgres: "$folder"
    fi
    trap stop_postgres EXIT
    trap 'exit 1' INT TERM
    cd "$folder"
    as_postgres "$programs/initdb" --username=postgres --locale=C.UTF-8 --encoding=UTF8 --auth=trust -D data >/dev/null
    as_postgres "$programs/pg_ctl" -D data -l "$folder/log" -w \
        -o "-k $folder -c listen_addresses= -c shared_buffers=256MB $*" start >/dev/null
    cd "$OLDPWD"
    database="postgres://postgres@$(printf %s "$folder" | sed 's,/,%2F,g')/postgres"
}

stop_postgres() {
    as_postgres "$programs/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null || true
    rm -rf "$folder"
}

as_postgres() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}
