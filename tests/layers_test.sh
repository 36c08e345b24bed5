#!/bin/sh
# A folder includes itself and those above it, and only the libraries that are its own: models, sim, io, cli, python.
# That each header compiles alone is the test `headers`.
set -eu
cd "$(dirname "$0")/.."

# Prints the includes of a folder's files, as file:line:what, quoted paths and angle brackets alike.
includes() {
  find "$@" -name '*.h' -o -name '*.cpp' -o -name '*.inl' | sort |
    xargs grep -nE '^[[:space:]]*#[[:space:]]*include' /dev/null |
    sed -E 's/^([^:]+:[0-9]+:).*include[[:space:]]*["<]([^">]+)[">].*/\1\2/'
}

# Complains of the lines it reads, which should be none.
none() {
  offenders=$(cat)
  [ -z "$offenders" ] || printf '%s:\n%s\n\n' "$1" "$offenders"
}

# Of the lines it reads, keeps those whose include is neither listed here nor a header of the standard library.
standard='[a-z0-9_]+'
except() { grep -vE ":[0-9]+:($1|$standard)\$" || true; }

complaints() {
  intel='immintrin\.h|cpuid\.h'
  includes models | except "models/.*|(boost|Eigen)/.*|$intel" |
    none 'models/ may include models/, Boost and Eigen'
  includes sim | except '(models|sim)/.*|(boost|Eigen)/.*|(oneapi/)?tbb/.*' |
    none 'sim/ may include models/, sim/, Boost, Eigen and oneTBB'
  includes io | except '(models|sim|io)/.*|(boost|Eigen|fmt|nlohmann)/.*|toml\+\+/.*|zlib\.h' |
    none 'io/ may include models/, sim/, io/, Boost, Eigen, fmt, nlohmann JSON, toml++ and zlib'
  includes cli | except '(models|sim|io|cli)/.*|(boost|Eigen|fmt|CLI)/.*|unistd\.h|sys/.*' |
    none 'cli/ may include all four folders, Boost, Eigen, fmt and CLI11'
  includes python | except '(models|sim|io|cli|python)/.*|nanobind/.*' |
    none 'python/ may include all five folders and nanobind'

  # The library's calendar, which reads no clock, counts days in one file.
  includes models | grep -vE '^models/scenario/date\.cpp:[0-9]+:chrono$' |
    grep -E ':(thread|mutex|shared_mutex|atomic|future|condition_variable|fstream|filesystem|iostream|chrono|ctime|random)$' |
    none 'models/ has no threads, no files, no clock and no distributions of the standard library'

  if [ "$(includes sim | grep -E ':(oneapi/)?tbb/' | cut -d: -f1 | sort -u | wc -l)" -gt 1 ]; then
    includes sim | grep -E ':(oneapi/)?tbb/' | none 'one header of sim/ includes oneTBB'
  fi

  for folder in models sim io cli; do
    case $folder in
      models) own='models' ;;
      sim) own='models|sim' ;;
      io) own='models|sim|io' ;;
      cli) own='models|sim|io|cli' ;;
    esac
    [ ! -d "tests/$folder" ] || includes "tests/$folder" |
      grep -E ':(models|sim|io|cli|bench)/' | grep -vE ":($own)/" |
      none "tests/$folder tests $folder/ and what stands above it"
  done

  includes models sim io cli python tests | grep -E ':\.\.?/' | none 'includes are written from the root of the repository'
}

found=$(complaints)
[ -z "$found" ] || { printf '%s\n' "$found"; exit 1; }
