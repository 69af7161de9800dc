#!/usr/bin/env bash
# Tests the pages in a browser: each view by mouse and by keyboard, hostile articles, accessibility.
# Installs what is missing. Screenshots go to target/browser, or where ARTEFACTS says.
#
#   tests/browser/run.sh              test
#   tests/browser/run.sh --pictures   also take the pictures of the README anew
#
# ONRECORD names a binary to test; without it, one is built.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
export ARTEFACTS=${ARTEFACTS:-$root/target/browser}
mkdir -p "$ARTEFACTS"

if ! command -v chromium >/dev/null; then
  sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  $sudo apt-get update -qq
  $sudo apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core
fi
if [ ! -d "$here/node_modules/playwright-core" ] || [ ! -d "$here/node_modules/axe-core" ]; then
  (cd "$here" && npm ci --no-audit --no-fund --ignore-scripts)
fi
if [ -z "${ONRECORD:-}" ]; then
  (cd "$root" && cargo build --quiet --package onrecord-cli)
  ONRECORD=${CARGO_TARGET_DIR:-$root/target}/debug/onrecord
fi
export ONRECORD
exec node "$here/test.mjs" "$@"
