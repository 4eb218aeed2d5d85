#!/usr/bin/env bash
# The steps of action.yml: `locate` says where the program is kept, `install` downloads it unless it is there, `run` runs it.
# Everything comes in environment variables. The key goes on to the program in one, and is written nowhere.
set -euo pipefail

fail() {
    echo "::error title=why401::$1"
    exit 1
}

# Sets target, archive and program by the system of the runner, and folder.
locate() {
    [[ ${VERSION:-} =~ ^[0-9]+\.[0-9]+\.[0-9]+([-+.][0-9A-Za-z.+-]+)?$ ]] || fail "the input version is not a version such as 0.1.0"
    program=why401 archive=tar.xz
    # On Linux the one that needs no C library: containers have any.
    case ${RUNNER_OS:-}-${RUNNER_ARCH:-} in
        Linux-X64) target=x86_64-unknown-linux-musl ;;
        Linux-ARM64) target=aarch64-unknown-linux-musl ;;
        macOS-X64) target=x86_64-apple-darwin ;;
        macOS-ARM64) target=aarch64-apple-darwin ;;
        Windows-X64) target=x86_64-pc-windows-msvc program=why401.exe archive=zip ;;
        *) fail "there is no release of why401 for ${RUNNER_OS:-this system} on ${RUNNER_ARCH:-its processor}" ;;
    esac
    local tools=${RUNNER_TOOL_CACHE:-${RUNNER_TEMP:?}}
    folder=${tools//\\//}/why401/$VERSION/$target
}

sha256() {
    if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

# Whether the program is there, as it was installed.
is_installed() {
    [ -x "$folder/$program" ] && [ -f "$folder/sha256" ] && [ "$(sha256 "$folder/$program")" = "$(cat "$folder/sha256")" ]
}

download() { # download NAME
    # Plain http only to this machine, for tests.
    local protocol='=https'
    case $RELEASES in http://127.0.0.1:*) protocol='=http' ;; esac
    curl --fail --silent --show-error --location --retry 3 --max-time 300 --proto "$protocol" --tlsv1.2 \
        --output "$work/$1" "$RELEASES/download/v$VERSION/$1" || fail "cannot download $1 of version $VERSION"
}

install() {
    if is_installed; then
        echo "why401 $VERSION was kept from an earlier run"
        return
    fi
    local name=why401-$target.$archive expected
    work=$(mktemp -d "${RUNNER_TEMP:?}/why401.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    download "$name"
    download "$name.sha256"
    expected=$(cut -d ' ' -f 1 "$work/$name.sha256")
    [[ $expected =~ ^[0-9a-f]{64}$ ]] || fail "$name.sha256 does not hold a checksum"
    [ "$(sha256 "$work/$name")" = "$expected" ] || fail "$name does not have the checksum of its release; it was not unpacked"
    # The one file that is wanted, and no other.
    case $archive in
        zip) unzip -q "$work/$name" "$program" -d "$work" ;;
        *) tar -xJf "$work/$name" -C "$work" --strip-components 1 "why401-$target/$program" ;;
    esac
    rm -rf "$folder"
    mkdir -p "$folder"
    chmod +x "$work/$program"
    sha256 "$work/$program" >"$folder/sha256"
    mv "$work/$program" "$folder/$program"
    echo "installed why401 $VERSION for $target"
}

output() { # output NAME VALUE: a value of one line
    printf '%s=%s\n' "$1" "$2" >>"${GITHUB_OUTPUT:?}"
}

# The first string of that name with that indentation in a report; JSON escapes line breaks, so it is one line.
string() { # string NAME SPACES
    sed -n "s/^ \{$2\}\"$1\": \"\(.*\)\",\{0,1\}\$/\1/p" "$report" | sed -n '1{s/\\"/"/g;s/\\\\/\\/g;p;}'
}

# The name of the first cause in a report.
first_cause() {
    sed -n '/^ *"causes": \[/,/^ *\]/s/^ *"id": "\([a-z0-9-]*\)",\{0,1\}$/\1/p' "$report" | sed -n 1p
}

run() {
    local args=() words=() status=0
    # Words as they stand: nothing is expanded.
    read -r -d '' -a words <<<"${INPUT_ARGS:-}" || true
    case ${words[0]:-} in
        check | probe) args=("${words[0]}") words=("${words[@]:1}") ;;
        *) args=(probe) ;;
    esac
    if [ -n "${INPUT_KEY:-}${INPUT_KEY_ID:-}${INPUT_ISSUER_ID:-}" ]; then
        # An empty one counts, too: a secret that this run does not get is named.
        export WHY401_KEY=${INPUT_KEY:-}
        [ -z "${INPUT_KEY_ID:-}" ] || export WHY401_KEY_ID=$INPUT_KEY_ID
        [ -z "${INPUT_ISSUER_ID:-}" ] || export WHY401_ISSUER_ID=$INPUT_ISSUER_ID
    else
        args+=(--discover)
    fi
    [ -z "${INPUT_SERVICE:-}" ] || args+=("--service=$INPUT_SERVICE")
    [ -z "${INPUT_URL:-}" ] || args+=("--url=$INPUT_URL")
    [ -z "${INPUT_ROLE:-}" ] || args+=("--role=$INPUT_ROLE")
    case ${INPUT_ON_UNKNOWN:-warn} in
        warn) args+=(--allow-unknown) ;;
        fail) ;;
        *) fail "the input on-unknown is neither warn nor fail" ;;
    esac
    # What only this script needs is no business of the program, nor found by its search.
    unset "${!INPUT_@}"
    report=$(mktemp "${RUNNER_TEMP:?}/why401.XXXXXX")
    trap 'rm -f "$report"' EXIT
    args+=(--format=github "--report=json=$report")
    [ -z "${GITHUB_STEP_SUMMARY:-}" ] || args+=("--report=markdown=$GITHUB_STEP_SUMMARY")
    "$folder/$program" "${args[@]}" ${words[@]+"${words[@]}"} </dev/null || status=$?
    output verdict "$(string verdict 2)"
    output cause "$(first_cause)"
    output headline "$(string headline 2)"
    [ -s "$report" ] || echo "::error title=why401::nothing could be checked: see the log of this step"
    exit "$status"
}

locate
case ${1:-} in
    locate)
        output folder "$folder"
        output key "why401-$VERSION-$target"
        ;;
    install) install ;;
    run) run ;;
    *) fail "unknown step ${1:-}" ;;
esac
