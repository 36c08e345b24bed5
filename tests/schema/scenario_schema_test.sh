#!/bin/sh
# The JSON Schema of scenario files against a validator that is not ours (validate.py).
set -eu
here=$(dirname "$0")
for python in python3 /usr/bin/python3; do
  if "$python" -c 'import jsonschema, tomllib' 2>/dev/null; then
    exec "$python" "$here/validate.py" "$1/ayes"
  fi
done
echo "This test needs Python 3.11 or later with jsonschema; tools/install-packages installs it on Debian." >&2
exit 1
