#!/usr/bin/env bash
# Makes a bare Debian machine able to run Yizhen from this checkout: uv, system libraries, the
# locked Python environment, fonts. Says what it does and why; does nothing twice.
#   packaging/bootstrap.sh run     what the program needs
#   packaging/bootstrap.sh test    the same and what its tests need
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}
# Networks with a certificate authority of their own put it into the system's store.
export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-1} UV_NATIVE_TLS=${UV_NATIVE_TLS:-1}

# package | why
run_packages='
libegl1|Qt drawing
libgl1|Qt drawing
libxkbcommon0|Qt keyboard
libxkbcommon-x11-0|Qt keyboard under X11
libfontconfig1|Qt fonts
libdbus-1-3|Qt desktop services
libxcb-cursor0|Qt windows under X11
libxcb-icccm4|Qt windows under X11
libxcb-image0|Qt windows under X11
libxcb-keysyms1|Qt windows under X11
libxcb-randr0|Qt monitors under X11
libxcb-render-util0|Qt windows under X11
libxcb-shape0|Qt windows under X11
libxcb-sync1|Qt windows under X11
libxcb-xfixes0|Qt windows under X11
libxcb-xkb1|Qt keyboard under X11
libportaudio2|microphones
libasound2-plugins|microphones through PulseAudio
'
test_packages='
pulseaudio|a real audio path without a sound card
pulseaudio-utils|plays sound into that path
poppler-utils|reads the PDFs that the tests write
xvfb|a screen for the windows
'

say() { printf 'bootstrap: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"
  elif command -v sudo >/dev/null && [ -t 0 ]; then sudo "$@"
  else return 77
  fi
}

missing_packages() {
  local line name
  while IFS= read -r line; do
    name=${line%%|*}
    [ -n "$name" ] || continue
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' \
      || printf '%s\n' "$line"
  done
}

install_packages() { # lines of package|why on standard input
  local lines names status=0
  lines=$(missing_packages)
  [ -n "$lines" ] || return 0
  names=$(printf '%s\n' "$lines" | cut -d'|' -f1 | tr '\n' ' ')
  say "these Debian packages are missing and will be installed:"
  printf '%s\n' "$lines" | sed 's/|/: /; s/^/  /' >&2
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  as_root apt-get install -y -q --no-install-recommends $names >/dev/null 2>&1 || {
    as_root apt-get update -q >/dev/null 2>&1 || status=$?
    [ "$status" = 77 ] && fail "not root and no sudo: install them yourself (apt-get install $names) and start again"
    # shellcheck disable=SC2086
    as_root apt-get install -y -q --no-install-recommends $names >&2 \
      || fail "apt-get could not install: $names"
  }
}

find_python() {
  local candidate
  for candidate in python3.12 python3.11 python3.13 python3 python; do
    if command -v "$candidate" >/dev/null \
      && "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
    then command -v "$candidate"; return 0; fi
  done
  return 1
}

find_uv() {
  local candidate
  for candidate in "$(command -v uv || true)" .tools/bin/uv "$HOME/.local/bin/uv"; do
    if [ -n "$candidate" ] && [ -x "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then
      printf '%s\n' "$candidate"; return 0
    fi
  done
  return 1
}

python=$(find_python) || fail "Python 3.11, 3.12 or 3.13 is needed (apt-get install python3)"
if command -v dpkg-query >/dev/null; then
  packages=$run_packages
  [ "$purpose" = test ] && packages="$packages$test_packages"
  printf '%s' "$packages" | install_packages
else
  say "not a Debian system: make sure that Qt's X11 libraries and PortAudio are installed"
fi
if ! uv=$(find_uv); then
  say "uv is missing and will be installed into .tools"
  if ! "$python" -m venv .tools >/dev/null 2>&1; then
    rm -rf .tools
    printf 'python3-venv|the environment that uv is installed into\n' | install_packages
    "$python" -m venv .tools || fail "could not make .tools with $python"
  fi
  .tools/bin/python -m pip install -q --disable-pip-version-check 'uv>=0.9,<1' \
    || fail "could not install uv: is the package index reachable?"
  uv=.tools/bin/uv
fi
if [ "$uv" != .tools/bin/uv ]; then mkdir -p .tools/bin && ln -sf "$uv" .tools/bin/uv; fi
.tools/bin/uv sync --locked --quiet --python "$python" || fail "the Python environment could not be made"
.venv/bin/python packaging/fetch_fonts.py || fail "the fonts could not be fetched"
