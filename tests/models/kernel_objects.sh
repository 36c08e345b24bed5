#!/bin/sh
# The kernel objects stand alone: no weak symbol, which the linker might let serve code for lesser processors,
# and nothing called but the copying and clearing of memory. Takes the build folder.
set -eu
build=$1
instruments='__(asan|odr_asan|ubsan|tsan|msan|sanitizer|gcov|llvm|sanitizer_cov|start|stop|stack_chk)[A-Za-z0-9_.]*|_GLOBAL_OFFSET_TABLE_|DW\.ref\..*'

objects=$(find "$build" -path '*kernels/*' \( -name base.cpp.o -o -name avx2.cpp.o -o -name avx512.cpp.o \))
[ -n "$objects" ] || { echo "no kernel objects in $build"; exit 1; }

for object in $objects; do
  weak=$(nm "$object" | grep -E ' [WwVvu] ' | grep -v -E " ($instruments)\$" || true)
  [ -z "$weak" ] || { printf '%s holds weak symbols:\n%s\n' "$object" "$weak"; exit 1; }
  called=$(nm -u "$object" | grep -v -E " U (memcpy|memset|memmove|$instruments)\$" || true)
  [ -z "$called" ] || { printf '%s calls:\n%s\n' "$object" "$called"; exit 1; }
done
