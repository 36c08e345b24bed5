#include "io/result/number_text.h"

#include <doctest/doctest.h>

#include <clocale>
#include <locale>

namespace ayes {
namespace {

// A chance of `part` of `whole` votes.
Chance chance(std::int64_t part, std::int64_t whole) {
  const double p = static_cast<double>(part) / static_cast<double>(whole);
  return {p, __builtin_sqrt(p * (1 - p) / static_cast<double>(whole)), wilson(part, whole, 0.95)};
}

Summary summary(double low, double middle, double high) {
  Summary summary;
  summary.replications = 1000;
  summary.quantiles = {{0.1, low}, {0.5, middle}, {0.9, high}};
  return summary;
}

TEST_CASE("a number is written in the fewest digits that read back the same") {
  CHECK(shortest(0.1) == "0.1");
  CHECK(shortest(0.1 + 0.2) == "0.30000000000000004");
  CHECK(shortest(4600) == "4600");
  CHECK(shortest(1e-9) == "1e-09");
  CHECK(shortest(-2.5) == "-2.5");
}

TEST_CASE("commas stand between thousands and nowhere else") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(50319) == "50,319");
  CHECK(grouped(-1234567) == "-1,234,567");
  CHECK(fixed(1234567.25, 1) == "1,234,567.2");  // a tie goes to the even digit
  CHECK(fixed(-0.04, 1) == "0.0");
  CHECK(fixed(0.96, 1) == "1.0");
}

TEST_CASE("a number known to 0.1 has one decimal, one known to 3 has none") {
  CHECK(decimals_worth(3) == 0);
  CHECK(decimals_worth(0.83) == 0);
  CHECK(decimals_worth(0.5) == 1);
  CHECK(decimals_worth(0.1) == 1);
  CHECK(decimals_worth(0.083) == 1);
  CHECK(decimals_worth(0.05) == 2);
  CHECK(decimals_worth(0) == 6);
}

TEST_CASE("the error of 23,300 of 100,000 votes is 0.3 in 100, and of 233,000 of a million 0.1") {
  // 1.96 sqrt(0.233 * 0.767 / n) is 0.0026 and 0.00083.
  CHECK(in_100_with_error(chance(23'314, 100'000)).value == "23.3");
  CHECK(in_100_with_error(chance(23'314, 100'000)).error == "0.3");
  CHECK(in_100_with_error(chance(233'140, 1'000'000)).value == "23.3");
  CHECK(in_100_with_error(chance(233'140, 1'000'000)).error == "0.1");
  CHECK(in_100_with_error(chance(30, 100)).value == "30");
  CHECK(in_100_with_error(chance(30, 100)).error == "9");
}

TEST_CASE("a chance that is seldom but not never is not written 0, nor one that is often 100") {
  CHECK(in_100(chance(48'400, 100'000)) == "48");
  CHECK(in_100(chance(12, 100'000)) == "<1");
  CHECK(in_100(chance(99'988, 100'000)) == ">99");
  CHECK(in_100(chance(0, 100'000)) == "0");
  CHECK(in_100(chance(100'000, 100'000)) == "100");
  CHECK(percent(0.4949) == "49%");
  CHECK(percent(0.001) == "<1%");
}

TEST_CASE("a chance from few votes is marked as rough, and a chance of nothing is a dash") {
  CHECK(in_100(chance(24, 50)) == "~48");
  CHECK(in_100(Chance{}) == "–");
}

TEST_CASE("what never happened in n votes is bounded by Wilson's interval, z^2 / (n + z^2)") {
  // 3.8415 / 100003.84 is 1 in 26,032; of a million 1 in 260,315; of ten 0.278.
  CHECK(fewer_than(wilson(0, 100'000, 0.95).high) == "fewer than 1 in 26,000");
  CHECK(fewer_than(wilson(0, 1'000'000, 0.95).high) == "fewer than 1 in 260,000");
  CHECK(fewer_than(wilson(0, 10, 0.95).high) == "fewer than 28 in 100");
}

TEST_CASE("counts are rounded by their spread, and small ones are not rounded") {
  CHECK(middle_of_counts(summary(2431, 4612, 6388)) == "4,600 (2,400–6,400)");
  CHECK(middle_of_counts(summary(0, 16, 187)) == "16 (0–190)");
  CHECK(middle_of_counts(summary(7000, 7000, 7000)) == "7,000");
  CHECK(middle_of_counts(summary(4612, 4612, 4612)) == "4,612");
  CHECK(middle_of_counts(summary(4608, 4612, 4615)) == "4,612 (4,608–4,615)");
  CHECK(middle_of_counts(Summary{}) == "–");
}

TEST_CASE("shares of ballots have the sign that chances never have") {
  CHECK(middle_of_shares(summary(0.272, 0.493, 0.718)) == "49% (27–72%)");
  CHECK(middle_of_shares(summary(1, 1, 1)) == "100%");
}

TEST_CASE("money is told in one unit a line") {
  CHECK(middle_of_dollars(summary(0.41e9, 0.8e9, 1.12e9), 1.12e9) == "$0.8 bn (0.4–1.1)");
  CHECK(middle_of_dollars(summary(12.2e6, 30e6, 55e6), 55e6) == "$30 m (12–55)");
  CHECK(middle_of_dollars(summary(120e6, 311e6, 583e6), 1.4e9) == "$0.3 bn (0.1–0.6)");
  CHECK(middle_of_dollars(summary(0, 0, 0), 0) == "$0");
  // A wide range of few units keeps a decimal, so that it says something.
  CHECK(middle_of_dollars(summary(0.1e9, 0.98e9, 1.44e9), 1.44e9) == "$1.0 bn (0.1–1.4)");
  CHECK(dollars(337'412, 1000) == "$337,000");
  CHECK(dollars(-337'412, 100) == "−$337,400");
  CHECK(sum_of_money(1'601'900'000) == "$1.6 bn");
  CHECK(sum_of_money(840'000'000) == "$840 m");
  CHECK(sum_of_money(12'000) == "$12,000");
}

struct DecimalComma : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

TEST_CASE("a locale with a decimal comma changes no number") {
  const std::locale before =
      std::locale::global(std::locale(std::locale::classic(), new DecimalComma));
  CHECK(shortest(0.5) == "0.5");
  CHECK(fixed(1234.5, 1) == "1,234.5");
  CHECK(grouped(50319) == "50,319");
  std::locale::global(before);
}

}  // namespace
}  // namespace ayes
