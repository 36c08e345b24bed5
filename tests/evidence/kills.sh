#!/bin/sh
# Kills a run of June 2011 at 20 random moments, each time going on from the state it kept, and compares the result
# with that of the unbroken run; then runs it as 16 shards and merges them in three random orders:
#   tools/build release ayes && sh tests/evidence/kills.sh [SEED] [VOTES]
# A moment lies between 0 and LONGEST milliseconds (default 3000) after the run begins; the seed names the moments.
set -eu
cd "$(dirname "$0")/../.."
ayes=$PWD/build/release/ayes
scenario=$PWD/scenarios/sebac-2011-june.toml
seed=${1:-1} votes=${2:-2000000} longest=${LONGEST:-3000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

"$ayes" run "$scenario" -n "$votes" --quiet -o unbroken.json

# The state is read back after each kill: it must be whole, whatever was going on.
kills=0 begun=0
for moment in $(awk -v seed="$seed" -v longest="$longest" 'BEGIN { srand(seed); for (i = 0; i < 20; ++i) print rand() * longest / 1000 }'); do
  "$ayes" run "$scenario" -n "$votes" --resume state.json --save-every 0.1s -o result.json --quiet &
  pid=$!
  sleep "$moment"
  if kill -9 $pid 2>/dev/null; then kills=$((kills + 1)); fi
  wait $pid 2>/dev/null || true
  counted=$(sed -n '1s/.*"next":{"vote":\([0-9]*\),.*/\1/p' state.json 2>/dev/null || echo 0)
  echo "killed after $moment s: ${counted:-0} votes in the state of $(wc -c <state.json 2>/dev/null || echo 0) bytes"
done
"$ayes" run "$scenario" -n "$votes" --resume state.json -o result.json --quiet
cmp result.json unbroken.json
echo "$kills kills: equal bytes"
ls

shards=$(seq 16)
for i in $shards; do "$ayes" run "$scenario" -n "$votes" --shard "$i/16" -o "part-$i.json" --quiet; done
for order in 1 2 3; do
  parts=$(for i in $shards; do echo "part-$i.json"; done | awk -v seed="$seed$order" 'BEGIN { srand(seed) } { print rand() "\t" $0 }' | sort | cut -f 2)
  "$ayes" merge $parts -o merged.json --quiet
  cmp merged.json unbroken.json
  echo "16 shards, merged as" $parts": equal bytes"
done
