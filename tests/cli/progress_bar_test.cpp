#include "cli/progress_bar.h"

#include <doctest/doctest.h>

namespace ayes {
namespace {

TEST_CASE("the line says how far, how fast and how long") {
  // 400,000 votes in 2 seconds are 200,000 a second; 600,000 are left, which take 3 seconds.
  CHECK(progress_line(400'000, 1'000'000, 2) ==
        "  40%  ████████              400,000 of 1,000,000 votes · 200,000 a second · 0:03 left");
}

TEST_CASE("long waits are told in hours") {
  CHECK(progress_line(1'000'000'000, 10'000'000'000, 500)
            .ends_with("2.0 million a second · 1:15:00 left"));
}

TEST_CASE("before the first block there is no speed") {
  CHECK(progress_line(0, 1000, 0) == "   0%                        0 of 1,000 votes");
}

TEST_CASE("100% is said when all is done and not before") {
  CHECK(progress_line(999, 1000, 1).starts_with("  99%"));
  CHECK(progress_line(1000, 1000, 1).starts_with(" 100%"));
}

}  // namespace
}  // namespace ayes
