# Sourced by the script of each client: the cases, how they are counted, what they compare.
# shellcheck shell=bash
#
# A case is a function. `check NAME FUNCTION…` runs it in a shell of its own that ends at the first
# command that fails, prints `ok` or `FAILED` and, then, what it said.

set -u
CLIENTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$(dirname "${BASH_SOURCE[0]}")/../registry.sh"

CLIENT=${0##*/}
# Short, since the path of a unix socket is at most 107 characters.
WORK=$(mktemp -d "${TMPDIR:-/tmp}/$CLIENT.XXXXXX") || exit 1
APP=$ACCOUNT/$CLIENT-$RUN/app
COPY=$ACCOUNT/$CLIENT-$RUN/copy
READER=reader-$RUN READER_PASSWORD=only-for-this-run-$RUN

ACCEPT=(application/vnd.oci.image.index.v1+json application/vnd.oci.image.manifest.v1+json
    application/vnd.docker.distribution.manifest.list.v2+json application/vnd.docker.distribution.manifest.v2+json)

# Seconds that a case may take; the slowest take five.
PATIENCE=120
started=() running='' passed=0 failed=0

require() {
    local command
    for command in curl jq "$@"; do
        command -v "$command" >/dev/null || die "$command is not installed: run .ci/install clients"
    done
    require_registry
}

# daemon LOG COMMAND…: runs until this script ends.
daemon() {
    local log=$1
    shift
    "$@" >"$WORK/$log" 2>&1 &
    started+=($!)
}

# wait_for COMMAND…: until it succeeds, for 30 seconds.
wait_for() {
    local tries=0
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 60 ] || return 1
        sleep 0.5
    done
}

end() {
    local pid
    [ -z "$running" ] || kill -- "-$running" 2>/dev/null
    for pid in ${started[@]+"${started[@]}"}; do
        kill "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    done
    rm -rf "$WORK"
}
trap end EXIT
trap 'exit 130' INT TERM PIPE

check() {
    local name=$1 since=$SECONDS status watch
    shift
    # Each in a process group of its own, so that the whole of it can be ended.
    set -m
    (
        set -eo pipefail
        "$@"
    ) >"$WORK/output" 2>&1 &
    running=$!
    (
        sleep "$PATIENCE"
        echo "still running after $PATIENCE seconds" >>"$WORK/output"
        kill -- "-$running"
    ) &
    watch=$!
    set +m
    wait "$running" 2>/dev/null
    status=$?
    running=
    kill -- "-$watch"
    wait "$watch" 2>/dev/null
    if [ $status = 0 ]; then
        passed=$((passed + 1))
        echo "ok      $CLIENT: $name ($((SECONDS - since)) s)"
    else
        failed=$((failed + 1))
        echo "FAILED  $CLIENT: $name ($((SECONDS - since)) s)"
        # Without the colours and cursor movements of progress bars.
        tail -n 20 "$WORK/output" | sed 's/\x1b\[[0-9;]*m//g; s/^/        /' | tr -cd '[:print:]\n' | cut -c1-600
    fi
}

# Under `all` the lines are counted there, so that one sum stands at the end.
finish() {
    [ -n "${CLIENTS_ALL:-}" ] || echo "$passed passed, $failed failed"
    [ $failed = 0 ] && [ $passed -gt 0 ]
    exit
}

# The image that is pushed: LAYOUT on disk, SOURCE in the registry, INDEX AMD64 ARM64 its digests.
image() {
    if [ -z "${CLIENTS_IMAGE:-}" ]; then
        CLIENTS_IMAGE=$WORK/image
        "$CLIENTS/image" "$CLIENTS_IMAGE" >"$WORK/image.log" 2>&1 || {
            tail -n 20 "$WORK/image.log" >&2
            die "the image could not be made"
        }
    fi
    LAYOUT=$CLIENTS_IMAGE/layout
    SOURCE=$(cat "$CLIENTS_IMAGE/repository")
    INDEX=$(cat "$CLIENTS_IMAGE/index") AMD64=$(cat "$CLIENTS_IMAGE/amd64") ARM64=$(cat "$CLIENTS_IMAGE/arm64")
}

# Somebody else, with an account but no right to anything of ours.
reader() {
    api PUT "/api/v1/users/$READER" "{\"password\": \"$READER_PASSWORD\"}"
}

visibility() {
    change "/api/v1/repositories/$1/-/access" "{\"visibility\": \"$2\"}"
}

# manifest REPOSITORY REFERENCE: its bytes, as the registry gives them, without the client under test.
manifest() {
    as "$ACCOUNT" "$MUELLE_PASSWORD" -f "${ACCEPT[@]/#/-HAccept: }" "$SCHEME://$ADDRESS/v2/$1/manifests/$2"
}

digest() {
    manifest "$1" "$2" | digest_of
}

# The manifests an index points to: what stays the same where a client writes the index anew.
children() {
    manifest "$1" "$2" | jq -r '[.manifests[].digest] | join(" ")'
}

digest_of() {
    echo "sha256:$(sha256sum | cut -d' ' -f1)"
}

gone() {
    local status
    status=$(as "$ACCOUNT" "$MUELLE_PASSWORD" -o "$WORK/gone" -w '%{http_code}' "${ACCEPT[@]/#/-HAccept: }" \
        "$SCHEME://$ADDRESS/v2/$1/manifests/$2")
    same 404 "$status"
}

same() {
    if [ -z "$1" ] || [ "$1" != "$2" ]; then
        echo "expected '$1', got '$2'"
        return 1
    fi
}

contains() {
    grep -qF -- "$1" || {
        echo "does not contain '$1'"
        return 1
    }
}

# Fails unless the command fails, and for want of rights.
refused() {
    local said
    if said=$("$@" 2>&1); then
        echo "was let in: $said"
        return 1
    fi
    grep -qiE 'unauthorized|denied|authentication required|authorization failed|incorrect username|invalid username|\b40[13]\b' <<<"$said" || {
        echo "failed, but not for want of rights: $said"
        return 1
    }
}
