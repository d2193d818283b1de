# Shared by the scripts of this folder: sourced, never run. Each function says what it does before it does it.

SELF="$(cd "$(dirname "$0")" && pwd)/$(basename "$0")"
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT"

# What the service runs with, and what it is built with.
RUN_PACKAGES=(ffmpeg espeak-ng fluidsynth timgm6mb-soundfont wordnet-base fontconfig fonts-lato fonts-noto-cjk
    fonts-dejavu-core fonts-materialdesignicons-webfont python3 python3-venv)
BUILD_PACKAGES=(libsqlite3-dev libdeflate-dev zlib1g-dev libjemalloc-dev)
# The peers that tests compare with.
TEST_PACKAGES=(prometheus prometheus-alertmanager victoria-metrics chromium)

VOICE_REQUIREMENTS=Sources/VideoTools/Resources/voice_requirements.txt
VOICE_FOLDER=.venv/voice
TESTS_REQUIREMENTS=Tests/Integration/requirements.txt
TESTS_FOLDER=.venv/tests
MCP1_REQUIREMENTS=Tests/Integration/requirements-mcp1.txt
MCP1_FOLDER=.venv/mcp1

say() { printf '== %s\n' "$*"; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Prints the comment at the top of the calling script, without its marks.
usage() {
    sed -n '2,/^$/ { s/^# \{0,1\}//; p; }' "$SELF"
}

# need_swift: a toolchain that can read the manifest.
need_swift() {
    command -v swift >/dev/null ||
        fail "swift is not on PATH. Install Swift 6.2 or later: https://www.swift.org/install/linux/"
    local version
    version="$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)"
    [[ "$(printf '%s\n6.2\n' "$version" | sort -V | head -n 1)" == 6.2 ]] ||
        fail "Swift $version is too old: the manifest needs 6.2 or later."
}

is_installed() {
    [[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

# need_packages NAME...: installs the Debian packages that are missing, or says how.
need_packages() {
    local missing=() name
    for name in "$@"; do is_installed "$name" || missing+=("$name"); done
    ((${#missing[@]} == 0)) && return 0
    local command="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    command -v apt-get >/dev/null || fail "missing: ${missing[*]}. This is no Debian system: install what they hold."
    local sudo=()
    if [[ "$(id -u)" != 0 ]]; then
        { command -v sudo >/dev/null && sudo -n true 2>/dev/null; } ||
            fail "missing: ${missing[*]}. Run as root: $command"
        sudo=(sudo -n)
    fi
    say "installing Debian packages: ${missing[*]}"
    "${sudo[@]}" apt-get update -q >/dev/null || say "apt-get update failed: trying with the lists that are here"
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null ||
        fail "could not install ${missing[*]}. With a network, run as root: $command"
}

# need_venv FOLDER REQUIREMENTS [PIP OPTION...]: a private Python environment that holds the requirements.
need_venv() {
    local folder="$1" requirements="$2" stamp
    shift 2
    stamp="$(sha256sum "$requirements" | cut -d ' ' -f 1)"
    [[ -x "$folder/bin/python3" && "$(cat "$folder/.stamp" 2>/dev/null)" == "$stamp" ]] && return 0
    say "installing $requirements into $folder"
    rm -rf "$folder"
    python3 -m venv "$folder" || fail "python3 -m venv failed. Install the Debian package python3-venv."
    "$folder/bin/python3" -m pip install --quiet --disable-pip-version-check --retries 1 "$@" -r "$requirements" || {
        rm -rf "$folder"
        return 1
    }
    printf '%s\n' "$stamp" >"$folder/.stamp"
}

# need_voice: the neural voice; without it espeak-ng speaks, so its absence is said and not fatal.
need_voice() {
    need_venv "$VOICE_FOLDER" "$VOICE_REQUIREMENTS" --require-hashes --only-binary :all: && return 0
    say "the neural voice could not be installed: espeak-ng will speak. With a network, run this again, or:"
    say "  python3 -m venv $VOICE_FOLDER && $VOICE_FOLDER/bin/pip install --require-hashes --only-binary :all: -r $VOICE_REQUIREMENTS"
}

# free_port FIRST: the first port from FIRST on that nobody listens on.
free_port() {
    local port
    for ((port = $1; port < $1 + 50; port++)); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || {
            echo "$port"
            return 0
        }
    done
    fail "no free port from $1 to $((port - 1))"
}

# wait_ready URL PID SECONDS: until the service answers; fails at once where its process has ended.
wait_ready() {
    local tries
    for ((tries = 0; tries < $3 * 5; tries++)); do
        kill -0 "$2" 2>/dev/null || return 1
        python3 - "$1/readyz" <<'PYTHON' 2>/dev/null && return 0
import sys, urllib.request
urllib.request.urlopen(sys.argv[1], timeout=2)
PYTHON
        sleep 0.2
    done
    return 1
}
