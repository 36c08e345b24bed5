#!/bin/sh
# The fragments in scenarios/priors/ were learned from the tables that are shipped, and June's twin repeats its fragment.
set -eu
cd "$(dirname "$0")/../scenarios"
wrong=0
for prior in priors/*.toml; do
  tables=0
  while read -r table hash; do
    tables=$((tables + 1))
    [ "$(sha256sum "data/$table" | cut -d ' ' -f 1)" = "$hash" ] ||
      { echo "scenarios/$prior was learned from another data/$table; write it anew (make priors)"; wrong=1; }
  done <<END
$(sed -n 's/^# data *//p; s/^# sha256 *//p' "$prior" | paste -d ' ' - -)
END
  [ "$tables" = 2 ] || { echo "scenarios/$prior names $tables tables, not 2"; wrong=1; }
done

# A table of a file, without blank lines and comments; all its values but the one named.
values() {
  awk -v table="[$2]" -v but="$3" '/^\[/ { inside = $0 == table; next } /^#/ || NF == 0 { next } inside && $1 != but' "$1"
}
twin=sebac-2011-june-past-votes.toml
prior=priors/past-votes-without-sebac-2011.toml
[ -n "$(values $twin support -)" ] && [ "$(values $twin support -)" = "$(values $prior support package)" ] &&
  [ -n "$(values $twin turnout -)" ] && [ "$(values $twin turnout -)" = "$(values $prior turnout share)" ] ||
  { echo "scenarios/$twin and scenarios/$prior differ"; wrong=1; }
exit $wrong
