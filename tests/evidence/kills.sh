#!/bin/sh
# Kills a run, a sweep and a comparison of June 2011 at random moments, each time going on from the state kept, and compares
# the results with those of the unbroken commands; then cuts each into shards and merges them in three random orders:
#   tools/build release ayes && sh tests/evidence/kills.sh [SEED] [VOTES]
# A moment lies between 0 and LONGEST milliseconds (default 3000) after the command begins; the seed names the moments.
# AYES is the program, as an absolute path; KILLS (20) are those of the run, OTHERS (8) those of the sweep and of the comparison
# each; WHAT ("run sweep compare") is done. A command that ends before its kill begins anew at the next; where more end than are
# killed, VOTES are too few for this machine, and that is a failure.
set -eu
cd "$(dirname "$0")/../.."
ayes=${AYES:-$PWD/build/release/ayes}
june=$PWD/scenarios/sebac-2011-june.toml
seed=${1:-1} votes=${2:-2000000} longest=${LONGEST:-3000} kills=${KILLS:-20} others=${OTHERS:-8}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# random_moments NUMBER: as many seconds, a line each.
random_moments() {
  awk -v seed="$seed" -v longest="$longest" -v number="$1" \
    'BEGIN { srand(seed); for (i = 0; i < number; ++i) print rand() * longest / 1000 }'
}

# check NAME KILLS SHARDS ARGUMENT...: the command named, killed so often, then cut into so many shards.
check() {
  name=$1 moments=$(random_moments "$2") shards=$(seq "$3")
  shift 3
  "$ayes" "$@" --quiet -o unbroken.json

  # The state is read back after each kill: it must be whole, whatever was going on.
  killed=0 ended=0
  for moment in $moments; do
    "$ayes" "$@" --resume "$name.state" --save-every 0.1s -o result.json --quiet &
    pid=$!
    sleep "$moment"
    kill -9 $pid 2>/dev/null || true  # also where it has ended: what it returns tells
    code=0
    wait $pid 2>/dev/null || code=$?
    case $code in
      0)
        ended=$((ended + 1))
        cmp result.json unbroken.json
        rm "$name.state"
        echo "$name ended before $moment s: it begins anew" ;;
      137)
        killed=$((killed + 1))
        if [ -e "$name.state" ]; then
          gunzip <"$name.state" >/dev/null
          echo "$name killed after $moment s: state of $(wc -c <"$name.state") bytes"
        fi ;;
      *)
        echo "$name failed with exit code $code, which is neither its end nor the kill's"
        exit 1 ;;
    esac
  done
  if [ $killed -le $ended ]; then
    echo "$name was killed $killed times and ended before $ended kills: it is too short to be killed. Give it more than" \
         "$votes VOTES, or set LONGEST below $longest milliseconds"
    exit 1
  fi
  "$ayes" "$@" --resume "$name.state" -o result.json --quiet
  cmp result.json unbroken.json
  echo "$name, $killed kills: equal bytes"
  leftovers=$(find . -name '*.part')
  [ -z "$leftovers" ] || { echo "left behind: $leftovers"; exit 1; }

  for i in $shards; do "$ayes" "$@" --shard "$i/${shards##*
}" -o "part-$i.state" --quiet; done
  for order in 1 2 3; do
    parts=$(for i in $shards; do echo "part-$i.state"; done | awk -v seed="$seed$order" 'BEGIN { srand(seed) } { print rand() "\t" $0 }' | sort | cut -f 2)
    # shellcheck disable=SC2086  # a list of names
    "$ayes" merge $parts -o merged.json --quiet
    cmp merged.json unbroken.json
    echo "$name in shards, merged as" $parts": equal bytes"
  done
  rm -f part-*.state
}

for what in ${WHAT:-run sweep compare}; do
  case $what in
    run) check run "$kills" 16 run "$june" -n "$votes" ;;
    sweep) check sweep "$others" 4 sweep "$june" --vary support.swing=0.1:0.5:0.1 -n $((votes / 4)) ;;
    compare) check compare "$others" 3 compare "$june" "${june%.toml}-two-questions.toml" -n $((votes / 2)) ;;
  esac
done
