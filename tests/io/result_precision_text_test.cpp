#include "io/result/precision_text.h"
#include "tests/io/small_result.h"

#include <doctest/doctest.h>

namespace ayes {
namespace {

PrecisionResult precision(const std::string& measure, const std::string& unit, double half_width,
                          Bounds interval) {
  return {.measure = measure,
          .unit = unit,
          .wanted = half_width,
          .half_width = half_width,
          .reached = true,
          .interval = interval,
          .interval_kind = "asymptotic",
          .looks = 4};
}

TEST_CASE("a half-width has two digits, is never told as less than it is, and has its unit") {
  const auto told = [](const std::string& unit, double half_width) {
    return plus_minus(precision("m", unit, half_width, {}), half_width);
  };
  CHECK(told("chance", 0.005) == "±0.5 in 100");
  CHECK(told("chance", 0.0003) == "±0.03 in 100");
  CHECK(told("chance", 0.00493) == "±0.5 in 100");
  CHECK(told("chance", 0.00481) == "±0.49 in 100");
  CHECK(told("chance", 0.001001) == "±0.11 in 100");
  CHECK(told("share", 0.02) == "±2%");
  CHECK(told("jobs", 15) == "±15 jobs");
  CHECK(told("jobs", 14.2) == "±15 jobs");
  CHECK(told("jobs", 100) == "±100 jobs");
  CHECK(told("dollars", 3e6) == "±$3,000,000");
  CHECK(told("chance", 1e-9) == "±0.0000001 in 100");
}

TEST_CASE("an interval is rounded by its width") {
  CHECK(interval_text(precision("ratified", "chance", 0.005, {0.28012, 0.29012})) ==
        "28.01 to 29.01 in 100");
  CHECK(interval_text(precision("layoffs", "jobs", 15, {1620.4, 1650.4})) == "1,620 to 1,650 jobs");
  CHECK(interval_text(precision("saved", "dollars", 1e6, {-1e6, 1e6})) ==
        "−$1,000,000 to $1,000,000");
}

TEST_CASE("the report says what was asked for and what became of it, and nothing if nothing was") {
  Result result = tests::small_result();
  CHECK(text_report(result, {}).find("PRECISION") == std::string::npos);
  result.precision = precision("layoffs", "jobs", 2, {49, 53});
  result.precision->reached = false;
  result.precision->half_width = 3;
  const std::string text = text_report(result, {});
  CHECK(
      text.find("PRECISION    the mean of layoffs to ±2 jobs: not reached, ±3 jobs at look 4\n"
                "             49.0 to 53.0 jobs (95 in 100, valid at every look; asymptotic)\n") !=
      std::string::npos);
}

}  // namespace
}  // namespace ayes
