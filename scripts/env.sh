# Puts the project's compilers and Node first in PATH; for the scripts, and for people: `source scripts/env.sh`.

export CITYCODE_CACHE="${CITYCODE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/citycode}"
# Written by scripts/setup: `node/bin` only when the machine's own Node is too old,
# `emscripten/bin` only when the machine has no emcc that is new enough.
for _dir in "$CITYCODE_CACHE/node/bin" "$CITYCODE_CACHE/emscripten/bin"; do
  if [ -d "$_dir" ]; then
    case ":$PATH:" in *":$_dir:"*) ;; *) PATH="$_dir:$PATH" ;; esac
  fi
done
unset _dir
export PATH
# Debian's Chromium is used; Playwright must not fetch its own.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
