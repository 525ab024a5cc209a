# Functions and places that all scripts share: messages, cache folder, pins, Debian packages.

set -euo pipefail

readonly kRoot="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly kCache="${CITYCODE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/citycode}"
export CITYCODE_CACHE="$kCache"
readonly kPins="$kRoot/cmake/pins.txt"
readonly kMinNode="20.19.0"        # Vite's lower limit
readonly kMinPostgresql=15         # what the server takes
readonly kMinEmscripten="3.1.69"   # the first that was measured with ZXing-C++ 3.1.1

# Standard error carries all messages: standard output belongs to results (bench JSON, counts).
say()  { printf '%s\n' "$*" >&2; }
# One sentence that tells the person what to do; nothing follows it.
fail() { explained=yes; printf 'citycode: %s\n' "$*" >&2; exit 1; }
explained=no
# A script that stops without having said why has a bug, which must not pass quietly.
trap 'status=$?; [ "$status" = 0 ] || [ "$explained" = yes ] || say "citycode: $(basename "$0") stopped with status $status: please report this with what was printed above."' EXIT

# For a command that has already said what is wrong: setup || stopped
stopped() { explained=yes; exit 1; }

# pinVersion NAME, pinHash NAME: one field of cmake/pins.txt.
pinVersion() { awk -v n="$1" '$1 == n { print $2 }' "$kPins"; }
pinHash()    { awk -v n="$1" '$1 == n { print $3 }' "$kPins"; }

# sourceFolder NAME: where the unpacked source of a pin lives; cmake/third_party.cmake uses the same rule.
sourceFolder() { local hash; hash="$(pinHash "$1")"; printf '%s/src/%s-%s-%s' "$kCache" "$1" "$(pinVersion "$1")" "${hash:0:12}"; }

# versionAtLeast HAVE WANT
versionAtLeast() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n1)" = "$2" ]; }

# hashOf FILE...: one short key for the content of several files, absent ones included.
hashOf() { local f; for f in "$@"; do if [ -f "$f" ]; then cat "$f"; else echo "absent $f"; fi; done | sha256sum | cut -c1-16; }

# recipeKey FUNCTION...: a short key that changes when the recipe's text changes.
recipeKey() { declare -f "$@" | sha256sum | cut -c1-12; }

nodeVersion() { "${1:-node}" --version 2>/dev/null | sed 's/^v//' || true; }
emccVersion() { "${1:-emcc}" --version 2>/dev/null | sed -n '1s/.* \([0-9][0-9.]*\).*/\1/p' || true; }

# quietly COMMAND...: keeps the output for `details`, to be named by the sentence that follows a failure.
quietly() {
  mkdir -p "$kCache"
  "$@" >"$kCache/last-output.$$.log" 2>&1 || return 1
  rm -f "$kCache/last-output.$$.log"
}
details() { printf '(details: %s)' "$kCache/last-output.$$.log"; }
# shown COMMAND...: shows the output, and only when the command failed; for builds, whose messages a person must see.
shown() { quietly "$@" || { tail -n 60 "$kCache/last-output.$$.log" >&2; return 1; }; }

# hasRoom MB: is so much free where builds and where temporary files are written?  noRoom: says how much there is.
freeMb() { df -Pm "$1" | awk 'NR == 2 { print $4 }'; }
hasRoom() { [ "$(freeMb "$kRoot")" -ge "$1" ] && [ "$(freeMb "${TMPDIR:-/tmp}")" -ge $(($1 < 500 ? $1 : 500)) ]; }
noRoom() { printf 'the disk is full (%s MB are free in %s, %s MB in %s)' "$(freeMb "$kRoot")" "$kRoot" "$(freeMb "${TMPDIR:-/tmp}")" "${TMPDIR:-/tmp}"; }

# ---- Debian packages -------------------------------------------------------------------------

missingPackages() {
  local installed p
  installed=" $(dpkg-query -W -f='${db:Status-Status}:${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed://p' | tr '\n' ' ')"
  for p in "$@"; do case "$installed" in *" $p "*) ;; *) printf '%s ' "$p" ;; esac; done
}

asRoot() {
  if [ "$(id -u)" = 0 ]; then env DEBIAN_FRONTEND=noninteractive "$@"
  else sudo env DEBIAN_FRONTEND=noninteractive "$@"; fi
}

# installPackages PACKAGE...: nothing at all when they are there; lists are fetched only if needed.
installPackages() {
  local missing
  command -v dpkg-query >/dev/null || fail "this script needs Debian 12 or 13 (dpkg was not found): please run it there."
  missing="$(missingPackages "$@")"
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    fail "please run as root (or with sudo installed): apt-get install --no-install-recommends $missing"
  fi
  say "      installing: $missing"
  # shellcheck disable=SC2086 - a list of words
  if ! apt-cache show --no-all-versions $missing >/dev/null 2>&1; then
    quietly asRoot apt-get update -q || fail "apt-get update failed: check this machine's network and apt sources, then run again $(details)."
  fi
  # shellcheck disable=SC2086
  asRoot apt-get install -y -q --no-install-recommends $missing >/dev/null 2>&1 && return 0
  # The lists may be old and name files that a point release removed: once more with fresh ones.
  quietly asRoot apt-get update -q || true
  # shellcheck disable=SC2086
  quietly asRoot apt-get install -y -q --no-install-recommends $missing \
    || fail "Debian packages could not be installed: run 'apt-get install $missing' to see why $(details)."
}
