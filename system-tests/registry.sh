# Sourced by the scripts beside it: which Muelle they talk to, as whom, and how they ask it something.
# shellcheck shell=bash
#
#   MUELLE_ADDRESS            host:port, default 127.0.0.1:8080
#   MUELLE_USER               default admin
#   MUELLE_PASSWORD           its password, or
#   MUELLE_PASSWORD_FILE      the file that holds it

TARGET=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/target
ADDRESS=${MUELLE_ADDRESS:-127.0.0.1:8080}
SCHEME=http
ACCOUNT=${MUELLE_USER:-admin}
PATH=${MUELLE_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/muelle-tools}/bin:$PATH
# Differs from run to run, so that every run meets a registry that has never seen its repositories.
RUN=${MUELLE_RUN:-$(date +%s)-$$}

die() {
    echo "${0##*/}: $*" >&2
    exit 1
}

if [ -z "${MUELLE_PASSWORD:-}" ] && [ -n "${MUELLE_PASSWORD_FILE:-}" ]; then
    MUELLE_PASSWORD=$(cat "$MUELLE_PASSWORD_FILE") || die "cannot read $MUELLE_PASSWORD_FILE"
fi
[ -n "${MUELLE_PASSWORD:-}" ] || die "set MUELLE_PASSWORD, or MUELLE_PASSWORD_FILE, to the password of $ACCOUNT"

# curl as a user; the password goes through a file descriptor, since a command line is seen by all.
as() {
    local user=$1 password=${2//\\/\\\\}
    password=${password//\"/\\\"}
    shift 2
    curl -sS --max-time 60 -K <(printf 'user = "%s:%s"\n' "$user" "$password") "$@"
}

# A wrong address or password shall be one sentence, not a thousand failed tests.
require_registry() {
    as "$ACCOUNT" "$MUELLE_PASSWORD" -f -o /dev/null "$SCHEME://$ADDRESS/v2/" ||
        die "no registry at $ADDRESS lets $ACCOUNT in"
}

# api METHOD PATH [BODY] [CONTENT-TYPE]: fails, and says why, unless the answer is 2xx.
api() {
    local answer status
    answer=$(as "$ACCOUNT" "$MUELLE_PASSWORD" -X "$1" -w '\n%{http_code}' "$SCHEME://$ADDRESS$2" \
        ${3:+-H "Content-Type: ${4:-application/json}" -d "$3"}) || return 1
    status=${answer##*$'\n'}
    case $status in
        2??) ;;
        *) echo "$1 $2 answered $status: ${answer%$'\n'*}" >&2 && return 1 ;;
    esac
}

# Changes what an object of the management API says of itself.
change() {
    api PATCH "$1" "$2" application/merge-patch+json
}
