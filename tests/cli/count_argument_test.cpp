#include "cli/count_argument.h"

#include "cli/outcome.h"

#include <doctest/doctest.h>

namespace ayes {
namespace {

constexpr std::uint64_t most = UINT64_MAX;

std::uint64_t read(const std::string& text) { return count_argument("-n", text, 0, most); }

TEST_CASE("a million may be written in several ways") {
  for (const char* text :
       {"1000000", "1_000_000", "1e6", "1E6", "1e+6", "10e5", "1.0e6", "1000000.0", "0.1e7"}) {
    CHECK_MESSAGE(read(text) == 1'000'000, text);
  }
}

TEST_CASE("numbers reach to 64 bits exactly") {
  CHECK(read("18446744073709551615") == UINT64_MAX);
  CHECK(read("9007199254740993") == 9007199254740993);  // 2^53 + 1
  CHECK(read("0") == 0);
  CHECK(read("0e99") == 0);
  CHECK_THROWS_AS(read("18446744073709551616"), UsageError);
  CHECK_THROWS_AS(read("1e20"), UsageError);
  CHECK_THROWS_AS(read("1e999"), UsageError);
}

TEST_CASE("what is no whole number is refused") {
  for (const char* text : {"", "x", "-1", "1.5", "1__0", "_1", "1_", "1e", "e6", "1e-2", "1,000",
                           "0x10", " 1", "1 ", "1.2.3", "+1", "nan", "inf", "1e6000"}) {
    CHECK_THROWS_AS_MESSAGE(read(text), UsageError, text);
  }
}

TEST_CASE("bounds are kept, and the message says which option, what is wrong, and what to write") {
  CHECK(count_argument("-n", "1", 1, 10) == 1);
  CHECK(count_argument("-n", "10", 1, 10) == 10);
  CHECK_THROWS_WITH_AS(count_argument("--threads", "0", 1, 1024),
                       "--threads 0: this is too small; write a whole number from 1 to 1024",
                       UsageError);
  CHECK_THROWS_AS(count_argument("-n", "11", 1, 10), UsageError);
}

}  // namespace
}  // namespace ayes
