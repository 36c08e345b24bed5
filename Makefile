# The same few commands for those who have make. The build itself is CMake's.
PREFIX ?= /usr/local
sources = $(shell git ls-files '*.h' '*.cpp' '*.inl')

help:
	@echo 'make run           build what is needed and run scenarios/sebac-2011-june.toml'
	@echo 'make test          build and run the tests          (PRESET=dev: with sanitizers)'
	@echo 'make bench         build and run the benchmarks'
	@echo 'make screens       write the first screens that tests compare with anew'
	@echo 'make schema        write the JSON Schema of scenario files anew'
	@echo 'make priors        learn scenarios/priors/ anew from the tables of votes'
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

votes = scenarios/data/ratification-votes.csv scenarios/data/sebac-votes.csv
of_scenarios = sebac_2009 sebac_2011 ny_2011 rail_2022 iatse_2021 uaw_gm_2015 ups_2013 ups_2013_philadelphia ups_2018
learn = build/release/ayes calibrate $(votes) --draws 4000 -o scenarios/priors/
priors:
	@tools/build release ayes
	$(learn)past-votes.toml > /dev/null
	$(learn)past-votes-without-sebac-2011.toml --without sebac_2011 > /dev/null
	$(learn)past-votes-of-others.toml $(of_scenarios:%=--without %) > /dev/null
	@git diff --stat -- scenarios/priors
	@echo 'June keeps its numbers beside its prior: copy them to scenarios/sebac-2011-june-past-votes.toml'

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

.PHONY: help run test bench screens schema priors install format check-format clean
