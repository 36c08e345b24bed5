#!/bin/sh
# Every scenario, and every table of data below scenarios/data, is told of in the README of its folder.
set -eu
cd "$(dirname "$0")/../scenarios"
missing=0
for file in $(find . -name '*.toml' ! -path '*/data/*'); do
  grep -qF "$(basename "$file")" README.md || { echo "scenarios/README.md does not list $file"; missing=1; }
done
for file in data/*.csv; do
  grep -qF "$(basename "$file")" data/README.md || { echo "scenarios/data/README.md does not list $file"; missing=1; }
done
exit $missing
