// Numbers as people read them. Chances are "23" in 100, shares of ballots "49%": the two never
// share a sign. Nothing here depends on the locale.
#pragma once

#include "sim/result.h"

#include <cstdint>
#include <string>

namespace ayes {

// Returns the shortest text that reads back as the same number: 0.1, 1e-09, 4600.
std::string shortest(double value);

// Returns a whole number with commas: 50,319.
std::string grouped(std::int64_t value);

// Returns a number rounded to `decimals` places, with commas; never "-0".
std::string fixed(double value, int decimals);

// Returns how many decimal places (0 to 6) are worth printing when a number is known to ±
// half_width: the last place is at least a fifth of it.
int decimals_worth(double half_width);

// A number and its error, rounded alike: {"23.3", "0.3"}.
struct WithError {
  std::string value, error;
};

// Returns a chance in 100 and half the width of its interval, rounded to what the error lets one
// say.
WithError in_100_with_error(const Chance& chance);

// Returns a chance in 100, whole: "48", "<1", ">99"; "~48" when its interval is wider than 10
// either way; "–" when there was nothing to take it of.
std::string in_100(const Chance& chance);

// Returns a share of votes in 100, whole: "<1" and ">99" where rounding would say never or always.
std::string in_100(double share);

// Returns whether a chance was taken of nothing (a union that never said so).
bool of_nothing(const Chance& chance);

// Returns a chance that is not above `bound` in words: "fewer than 1 in 26,000", "fewer than 28 in
// 100".
std::string fewer_than(double bound);

// Returns a share of ballots: "49%", "<1%", ">99%".
std::string percent(double share);

// Returns the middle and where 8 in 10 lie: "4,600 (2,400–6,400)", rounded by their spread; a
// number that never varies stands alone.
std::string middle_of_counts(const Summary& summary);
// "49% (27–72%)"
std::string middle_of_shares(const Summary& summary);
// "$1.6 bn (1.1–1.9)", in billions when `greatest` is some: sums that stand in one row share a
// unit.
std::string middle_of_dollars(const Summary& summary, double greatest);

// Returns dollars rounded to `unit`: "$337,000".
std::string dollars(double value, double unit);

// Returns a large sum: "$1.6 bn", "$840 m", "$12,000".
std::string sum_of_money(double value);

}  // namespace ayes
