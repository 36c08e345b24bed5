// Plain forecasts, against what they come to when every share is as good as known.
#include "sim/learning/baselines.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace ayes::learning;

namespace {

double phi(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

Leaf vote(const std::string& ratification, const std::string& unit, double opinion,
          std::int64_t ballots) {
  Leaf leaf;
  leaf.ratification = ratification;
  leaf.unit = unit;
  const auto yes =
      static_cast<std::int64_t>(std::lround(phi(opinion) * static_cast<double>(ballots)));
  leaf.ballots = Ballots{yes, ballots - yes};
  return leaf;
}

Leaf rounded(const std::string& ratification, const std::string& unit, double low, double high) {
  Leaf leaf;
  leaf.ratification = ratification;
  leaf.unit = unit;
  leaf.share = {low, high};
  return leaf;
}

}  // namespace

TEST_CASE("the pooled share is of ballots, or of shares where ballots are not known") {
  std::vector<Leaf> votes = {vote("a", "1", 0, 300), rounded("a", "2", 0.5, 1)};
  votes.push_back(votes[0]);
  votes[2].ballots = Ballots{90, 10};
  CHECK(std::fabs(pooled_share(votes) - 240.0 / 400) < 1e-15);
  votes.push_back(rounded("a", "3", 0.295, 0.305));
  CHECK(std::fabs(pooled_share(votes) - (0.5 + 0.9 + 0.3) / 3) < 1e-15);
  CHECK(pooled_share({}) == 0.5);
  CHECK(pooled_share({rounded("a", "1", 0, 0.004)}) == 0.005);
}

TEST_CASE("the dispersion about the pooled share is that of greatest likelihood") {
  // Pairs of votes so large that their opinions are known: each lies from the other by a distance
  // d, with variance dispersion^2 (1 + 1/1), so dispersion^2 is the mean of d^2 / 2.
  const std::int64_t many = 900'000;
  std::vector<Leaf> known;
  double sum = 0;
  int pair = 0;
  for (const double d : {0.1, 0.35, 0.2, 0.6, 0.05, 0.4}) {
    const std::string name = std::to_string(++pair);
    known.push_back(vote(name, "1", 0.3 - d / 2, many));
    known.push_back(vote(name, "2", 0.3 + d / 2, many));
    sum += d * d / 2 / 6;
  }
  const std::vector<Leaf> of_it = {vote("new", "1", 0.5, many), vote("new", "2", 0.5, many),
                                   vote("new", "3", 0.5, many)};
  // The votes of the new one are alike: three more distances of 0, with variance 1 + 1/2.
  const double dispersion = std::sqrt(sum * 12 / 15);
  known.insert(known.end(), of_it.begin(), of_it.end());
  const NormalLaw law = pooled_share_so_far(known, of_it);
  CHECK(std::fabs(law.mean - 0.5) < 1e-5);
  // Found to a thousandth; binomial scatter adds variance of less than 1e-5.
  CHECK(std::fabs(law.sd / (dispersion * std::sqrt(1 + 1.0 / 3)) - 1) < 1.5e-3);
}

TEST_CASE("with nothing known of a ratification its pooled share is that of all") {
  const std::int64_t many = 900'000;
  const std::vector<Leaf> known = {vote("a", "1", -0.4, many), vote("b", "1", 0.4, many)};
  const NormalLaw law = pooled_share_so_far(known, {});
  CHECK(std::fabs(law.mean) < 1e-5);
  CHECK(std::fabs(law.sd / 0.4 - 1) < 1.5e-3);
}

TEST_CASE("a plain vote tells its ratification and its report, and is alone in its unit") {
  Leaf second = vote("a", "1", 0.2, 100);
  second.round = 2;
  second.union_name = "X";
  second.columns = {1};
  Leaf contract = second;
  contract.contract = true;
  const std::vector<Leaf> leaves = plain({vote("a", "1", 0, 100), second, contract});
  const Design design = design_of(leaves);
  CHECK(design.units.size() == 3);
  CHECK(design.unions.size() == 3);
  CHECK(design.ratifications.size() == 1);
  CHECK(design.columns == 0);
  for (const Row& row : design.rows) {
    CHECK(row.round == 1);
    CHECK_FALSE(row.contract);
  }
}
