#!/usr/bin/env bash
# Builds the wheel, installs it into an environment of its own under target/, and tests it: types, tables of each
# library, spaCy, the manual's examples, the notebook, and Spark and Daft.
#
#   python/test            test
#   python/test -k tables  what follows goes to pytest
#
# ONRECORD names a command to compare with; without it, one is built. Where Spark cannot be downloaded or there is no
# Java, its tests are left out and a line says so.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
export ARTEFACTS=${ARTEFACTS:-$target/python}
mkdir -p "$ARTEFACTS"
environment=$target/python/venv
python=$environment/bin/python

if [ ! -x "$python" ] && ! python3 -m venv "$environment" 2>/dev/null; then
  # Debian keeps the module that makes environments apart
  rm -rf "$environment"
  sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  $sudo apt-get update -qq
  $sudo apt-get install -y -qq --no-install-recommends python3-venv
  python3 -m venv "$environment"
fi

# installs a list once, and again where the list has changed
install() {
  if ! cmp -s "$here/$1" "$environment/$1"; then
    "$python" -m pip install --quiet --disable-pip-version-check --requirement "$here/$1" || return 1
    cp "$here/$1" "$environment/$1"
  fi
}
install requirements.txt

if [ -z "${ONRECORD:-}" ]; then
  (cd "$root" && cargo build --quiet --package onrecord-cli)
  ONRECORD=$target/debug/onrecord
fi
export ONRECORD

# the engine is optimised in this profile too, and the rest is quick to compile
wheels=$target/python/wheels
rm -rf "$wheels"
(cd "$here" && "$environment/bin/maturin" build --quiet --profile dev --interpreter "$python" --out "$wheels")
"$python" -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps "$wheels"/onrecord-*.whl

engines=()
if ! command -v java >/dev/null; then
  echo "python/test: there is no java, so that Spark and Daft are NOT tested" >&2
  engines=(-m "not engines")
elif ! install requirements-engines.txt; then
  echo "python/test: Spark and Daft cannot be downloaded, so that they are NOT tested" >&2
  engines=(-m "not engines")
fi
export PYSPARK_PYTHON=$python PYSPARK_DRIVER_PYTHON=$python
cd "$here"
exec "$python" -m pytest --quiet "${engines[@]}" "$@"
