#!/bin/sh
# Installs the package, and what its tests need, into a fresh virtual environment. The C++ is not compiled a second
# time: install.sh BUILD VENV takes the libraries of BUILD.
set -eu
cd "$(dirname "$0")/../.."
python3 -m venv --clear "$2"
exec "$2/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  --config-settings=build-dir="$1/python/module" --config-settings=cmake.define.AYES_BUILT="$1" '.[test]'
