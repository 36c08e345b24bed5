# The same few commands for those who have make. The build itself is CMake's.
PREFIX ?= /usr/local
sources = $(shell git ls-files '*.h' '*.cpp' '*.inl')

help:
	@echo 'make run           build what is needed and run scenarios/sebac-2011-june.toml'
	@echo 'make test          build and run the tests          (PRESET=dev: with sanitizers)'
	@echo 'make bench         build and run the benchmarks'
	@echo 'make screens       write the first screens that tests compare with anew'
	@echo 'make schema        write the JSON Schema of scenario files anew'
	@echo 'make install       install below PREFIX, $(PREFIX) unless told otherwise'
	@echo 'make format        lay out the C++ files as .clang-format says'
	@echo 'make check-format  say which files are laid out otherwise'
	@echo 'make clean         remove build/'

run:
	@tools/ayes run scenarios/sebac-2011-june.toml

test:
	@tools/test

bench:
	@tools/build release ayes_bench
	build/release/bench/ayes_bench

screens:
	@tools/build release tests_io
	AYES_WRITE_SCREENS=1 build/release/tests/tests_io --source-file='*first_screen*'
	@git diff --stat -- tests/io/first_screen

schema:
	@tools/build release ayes
	build/release/ayes schema > scenarios/scenario.schema.json
	@git diff --stat -- scenarios/scenario.schema.json

install:
	@tools/build release
	cmake --install build/release --prefix $(PREFIX)

format:
	@tools/install-packages clang-format
	clang-format -i $(sources)

check-format:
	@tools/install-packages clang-format
	clang-format --dry-run --Werror $(sources)

clean:
	rm -rf build

.PHONY: help run test bench screens schema install format check-format clean
