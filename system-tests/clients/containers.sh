# Sourced by skopeo, podman and buildah, which log in alike and keep what they know in one file.
# shellcheck shell=bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

export REGISTRY_AUTH_FILE=$WORK/auth.json
export TMPDIR=$WORK
for file in auth.json reader.json nobody.json; do
    # A named file that is not there is an error to them.
    echo '{}' >"$WORK/$file"
done

as_reader() {
    REGISTRY_AUTH_FILE=$WORK/reader.json "$@"
}

as_nobody() {
    REGISTRY_AUTH_FILE=$WORK/nobody.json "$@"
}

# login ACCOUNT PASSWORD
login() {
    printf '%s' "$2" >"$WORK/password"
    "$CLIENT" login --tls-verify=false -u "$1" --password-stdin "$ADDRESS" <"$WORK/password"
}

log_in() {
    login "$ACCOUNT" "$MUELLE_PASSWORD"
    same "$ACCOUNT" "$("$CLIENT" login --get-login "$ADDRESS")"
}

wrong_password() {
    refused as_nobody login "$ACCOUNT" "not-$MUELLE_PASSWORD"
    refused as_nobody login "nobody-$RUN" "$MUELLE_PASSWORD"
}

reader_logs_in() {
    reader
    as_reader login "$READER" "$READER_PASSWORD"
}
