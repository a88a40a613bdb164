#!/bin/bash
# Runs a hub behind Caddy and behind nginx, with the configurations that docs/operations gives, and asks through them.
#
#     tests/operations/proxies.sh [target/debug/knutepunkt]
#
# Needs curl, openssl, python3, and Debian's caddy and nginx. Everything is in a temporary folder and on ports of this machine only.
set -euo pipefail

program=$(realpath "${1:-target/debug/knutepunkt}")
here=$(cd "$(dirname "$0")/../.." && pwd)
missing=
for tool in caddy nginx curl openssl python3; do
    PATH="$PATH:/usr/sbin" command -v "$tool" >/dev/null || missing="$missing $tool"
done
[ -z "$missing" ] || { echo "missing:$missing (apt-get install caddy nginx curl openssl python3)" >&2; exit 1; }
[ -x "$program" ] || { echo "no program at $program: build it, or name it" >&2; exit 1; }
PATH="$PATH:/usr/sbin"

work=$(mktemp -d)
started=()
finish() {
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

fail() { echo "FAILED: $*" >&2; exit 1; }
is() { [ "$2" = "$3" ] || fail "$1: $2, not $3"; }
free() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
status() { curl -sk -o /dev/null -w '%{http_code}' --max-time 20 "$@" || true; }

hub=$(free)
"$program" init --dir "$work/hub" --name Nordlys --county 55 --story-contact "Vakta, 55 00 00 03, mandager" >/dev/null 2>&1
"$program" found --dir "$work/hub" --network Proxytest --alone >/dev/null

# A hub whose site is known by this address, and waits until it answers.
serve() {
    "$program" serve --dir "$work/hub" --http "127.0.0.1:$hub" --public-url "$1" >"$work/hub.log" 2>&1 &
    served=$!
    started+=("$served")
    for _ in $(seq 100); do curl -s -o /dev/null "http://127.0.0.1:$hub/" && return; sleep 0.1; done
    fail "the hub does not start: $(cat "$work/hub.log")"
}

# Asks through a proxy: its name, its https address, its http address.
ask() {
    local name=$1 site=$2 open=$3
    for _ in $(seq 100); do [ "$(status "$site/")" = 200 ] && break; sleep 0.1; done
    is "$name: the front page" "$(status "$site/")" 200
    is "$name: in English" "$(curl -sk "$site/en" | grep -c '<html lang="en"')" 1
    is "$name: http leads to https" "$(curl -s -o /dev/null -w '%{http_code}' "$open/" | grep -cE '30[18]')" 1
    curl -skI "$site/" | grep -qi '^strict-transport-security' || fail "$name: no Strict-Transport-Security"
    curl -skI "$site/" | grep -qi "^content-security-policy: default-src 'none'" || fail "$name: no content security policy"
    curl -sk "$site/" | grep -q "rel=\"canonical\" href=\"$site/" || fail "$name: pages do not know their address"

    # Over https the form is open; a page of another site cannot use it.
    curl -sk "$site/trekk-tilbake" | grep -q '<input' || fail "$name: the form for withdrawing is not open"
    is "$name: a wrong code" "$(status --data 'code=0000' "$site/trekk-tilbake")" 422
    is "$name: from another site" "$(status --data 'code=0000' -H 'Origin: https://elsewhere.example' "$site/trekk-tilbake")" 403
    is "$name: from its own page" "$(status --data 'code=0000' -H "Origin: $site" "$site/trekk-tilbake")" 422

    # Past the proxy, or with a word of one's own, nothing is believed.
    is "$name: the hub's own counts" "$(status "$site/metrics")" 404
    is "$name: claims to be this machine" "$(status -H 'X-Forwarded-For: 127.0.0.1' "$site/metrics")" 404
    is "$name: claims http" "$(curl -sk -H 'X-Forwarded-Proto: http' "$site/trekk-tilbake" | grep -c '<input')" 1

    # What is kept by the browser is asked for again; compressed once, by the hub.
    local tag
    tag=$(curl -skI -H 'Accept-Encoding: gzip' "$site/katalog" | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p')
    case $tag in \"*-gz\") ;; *) fail "$name: the tag of a compressed page is $tag" ;; esac
    is "$name: the same as before" "$(status -H 'Accept-Encoding: gzip' -H "If-None-Match: $tag" "$site/katalog")" 304
    curl -sk --compressed "$site/katalog" | grep -q '</html>' || fail "$name: a compressed page cannot be read"

    # Limits: too large a body; too long an address.
    head -c 100000 /dev/zero | tr '\0' a >"$work/large"
    local long
    long=$(status --data-binary @"$work/large" "$site/trekk-tilbake")
    # Debian's Caddy cuts the body off and then says that it did not get through.
    case $long in 413 | 502) ;; *) fail "$name: a body of 100 kB: $long" ;; esac
    long=$(status --http1.1 "$site/$(head -c 60000 /dev/zero | tr '\0' a)")
    # Or cut off before it was all sent.
    case $long in 4* | 000) ;; *) fail "$name: an address of 60 kB: $long" ;; esac

    # Slow ones keep nobody out.
    python3 - "$site" <<'SLOW' &
import socket, ssl, sys, time, urllib.parse
port, context = urllib.parse.urlparse(sys.argv[1]).port, ssl._create_unverified_context()
kept = []
for _ in range(60):
    stream = context.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="localhost")
    stream.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    kept.append(stream)
time.sleep(6)
SLOW
    local slow=$!
    sleep 3
    for _ in 1 2 3 4 5; do is "$name: beside sixty slow ones" "$(status "$site/katalog")" 200; done
    wait "$slow"

    # Whoever calls himself somebody else each time is still one: the codes of one address are counted.
    local number last=
    for number in $(seq 80); do
        last=$(status -H "X-Forwarded-For: 198.51.100.$number" --data 'code=0000' "$site/trekk-tilbake")
        [ "$last" = 429 ] && break
    done
    is "$name: many codes under many names" "$last" 429
    echo "$name: ok"
}

# Caddy.
https=$(free) http=$(free)
serve "https://localhost:$https"
{
    printf '{\n\tadmin off\n\thttp_port %s\n\thttps_port %s\n\tskip_install_trust\n\tdefault_bind 127.0.0.1\n' "$http" "$https"
    sed -e '1,/^{$/d' -e "s/^nordlys.example {/localhost {\n\ttls internal/" -e "s/127.0.0.1:8080/127.0.0.1:$hub/" \
        "$here/docs/operations/Caddyfile"
} >"$work/Caddyfile"
XDG_DATA_HOME="$work/caddy" XDG_CONFIG_HOME="$work/caddy" HOME="$work" \
    caddy run --adapter caddyfile --config "$work/Caddyfile" >"$work/caddy.log" 2>&1 &
started+=("$!")
ask caddy "https://localhost:$https" "http://localhost:$http" || { tail -5 "$work/caddy.log" >&2; exit 1; }
kill "$served"
wait "$served" || true

# nginx.
https=$(free) http=$(free)
serve "https://localhost:$https"
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
sed -e "/listen \[::\]/d" -e "s/listen 80;/listen 127.0.0.1:$http;/" -e "s/listen 443/listen 127.0.0.1:$https/" \
    -e "s|https://nordlys.example|https://localhost:$https|" -e "s/server_name nordlys.example/server_name localhost/" \
    -e "s|/etc/letsencrypt/live/nordlys.example/fullchain.pem|$work/cert.pem|" \
    -e "s|/etc/letsencrypt/live/nordlys.example/privkey.pem|$work/key.pem|" -e "s/127.0.0.1:8080/127.0.0.1:$hub/" \
    -e 's/proxy_set_header Host \$host/proxy_set_header Host $http_host/' "$here/docs/operations/nginx.conf" >"$work/site.conf"
mkdir -p "$work/nginx"
cat >"$work/nginx.conf" <<NGINX
daemon off;
pid $work/nginx/pid;
error_log $work/nginx/error.log;
events {}
http {
    client_body_temp_path $work/nginx/body;
    proxy_temp_path $work/nginx/proxy;
    fastcgi_temp_path $work/nginx/fastcgi;
    uwsgi_temp_path $work/nginx/uwsgi;
    scgi_temp_path $work/nginx/scgi;
    include $work/site.conf;
}
NGINX
chmod 755 "$work"
nginx -p "$work/nginx" -c "$work/nginx.conf" -t 2>/dev/null || fail "nginx does not take the configuration: $(nginx -p "$work/nginx" -c "$work/nginx.conf" -t 2>&1)"
nginx -p "$work/nginx" -c "$work/nginx.conf" &
started+=("$!")
ask nginx "https://localhost:$https" "http://localhost:$http"
echo "both: ok"
