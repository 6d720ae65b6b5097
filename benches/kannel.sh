# Starts a temporary Kannel before a message centre that takes everything, and names its address in $kannel; `stop_kannel` ends
# it. Needs Kannel's programs (Debian: kannel, kannel-extras) and the ports 23000 to 23010 of loopback.
start_kannel() {
    kannel_folder=$(mktemp -d)
    mkdir "$kannel_folder/spool"
    cat >"$kannel_folder/kannel.conf" <<CONF
group = core
admin-port = 23000
admin-interface = 127.0.0.1
admin-password = admin
smsbox-port = 23001
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
dlr-storage = internal
store-type = spool
store-location = $kannel_folder/spool
log-file = $kannel_folder/bearerbox.log
log-level = 3

group = smsc
smsc = fake
smsc-id = centre
port = 23010
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = 23001
sendsms-interface = 127.0.0.1
sendsms-port = 23003
log-file = $kannel_folder/smsbox.log
log-level = 3
http-request-retry = 10
http-queue-delay = 1
global-sender = 3000123

group = sendsms-user
username = bench
password = bench
concatenation = true
max-messages = 10

group = sms-service
keyword = default
text = ""
omit-empty = true
CONF
    kannel_pids=
    run_kannel /usr/sbin/bearerbox -v 4 "$kannel_folder/kannel.conf"
    until_open 23001
    run_kannel /usr/sbin/smsbox -v 4 "$kannel_folder/kannel.conf"
    until_open 23003
    # One message from a telephone that nobody answers; then it only takes what comes.
    run_kannel /usr/lib/kannel/test/fakesmsc -H 127.0.0.1 -r 23010 -m 1 -v 4 "1 2 text hello"
    sleep 2
    kannel=http://bench:bench@127.0.0.1:23003/cgi-bin/sendsms
}

run_kannel() {
    "$@" >/dev/null 2>&1 &
    kannel_pids="$! $kannel_pids"
}

until_open() {
    tries=0
    until (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do
        tries=$((tries + 1))
        if [ "$tries" -gt 200 ]; then
            echo "Kannel does not listen on port $1" >&2
            exit 1
        fi
        sleep 0.05
    done
}

stop_kannel() {
    for pid in $kannel_pids; do
        kill -9 "$pid" 2>/dev/null || true
    done
    # Nobody needs to be told that they are killed.
    wait 2>/dev/null || true
    rm -rf "$kannel_folder"
}
