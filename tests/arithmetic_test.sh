#!/bin/sh
# The same numbers on every machine: what the compiler was told, and what the libraries call. Takes the build folder.
set -eu
build=$1
commands=$build/compile_commands.json
ours='"command".* -c .*/(models|sim|io|cli)/[^ ]*\.cpp'

complaints() {
  grep -E "$ours" "$commands" | grep -v -e ' -ffp-contract=off ' || true
  grep -E "$ours" "$commands" |
    grep -E -e ' -(ffast-math|Ofast|march=|mtune=|funsafe-math|fassociative-math|ffinite-math|mfma|flto)' || true
}
found=$(complaints)
[ -z "$found" ] || { printf 'compiled with flags that change numbers:\n%s\n' "$found"; exit 1; }

# Functions of the mathematical library that are not exact: each library, and each processor, has its own last digit.
inexact='sincos|a?(sin|cos|tan)h?|atan2|exp(2|10|m1)?|log(2|10|1p|b)?|pow|cbrt|hypot|erfc?|[lt]gamma(_r)?|fmaf?|j[01n]|y[01n]'
library=$build/models/libayes_models.a
[ -e "$library" ] || { echo "$library is not built"; exit 1; }
called=$(nm -A -u "$library" | grep -v 'no symbols' |
  grep -E " U (__)?($inexact)[fl]?(_finite)?(@.*)?\$" || true)
[ -z "$called" ] || { printf 'models/ calls the mathematical library:\n%s\n' "$called"; exit 1; }
