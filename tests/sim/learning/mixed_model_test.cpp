// The mixed model of past votes against dense matrices, one-dimensional integrals, and itself.
#include "sim/learning/mixed_model.h"

#include "tests/sim/learning/simulated.h"
#include "tests/statistics.h"

#include <doctest/doctest.h>

using namespace ayes;
using namespace ayes::learning;
using namespace ayes::tests;

namespace {

Leaf leaf(const std::string& ratification, const std::string& union_name, const std::string& unit,
          int round, bool contract, std::int64_t yes, std::int64_t no) {
  Leaf leaf;
  leaf.ratification = ratification;
  leaf.union_name = union_name;
  leaf.unit = unit;
  leaf.round = round;
  leaf.contract = contract;
  leaf.ballots = Ballots{yes, no};
  return leaf;
}

// Three ratifications with unions, second and third votes, contracts, and gaps.
std::vector<Leaf> small_table() {
  std::vector<Leaf> leaves = {
      leaf("a", "X", "a1", 1, false, 30, 20),  leaf("a", "X", "a1", 1, true, 25, 24),
      leaf("a", "X", "a1", 2, false, 40, 11),  leaf("a", "X", "a2", 1, false, 3, 9),
      leaf("a", "X", "a2", 3, true, 5, 7),     leaf("a", "Y", "a3", 1, false, 700, 600),
      leaf("a", "Y", "a4", 2, false, 1, 0),    leaf("a", "", "a5", 1, false, 200, 180),
      leaf("b", "X", "b1", 1, false, 60, 30),  leaf("b", "X", "b2", 1, false, 20, 30),
      leaf("b", "", "b3", 1, true, 44, 31),    leaf("b", "", "b4", 1, false, 4000, 3000),
      leaf("c", "", "c1", 1, false, 500, 700), leaf("c", "", "c1", 2, false, 650, 600),
      leaf("d", "Z", "d1", 1, false, 10, 2),   leaf("d", "Z", "d2", 1, false, 11, 9),
      leaf("d", "Z", "d3", 1, false, 17, 20),  leaf("d", "Z", "d4", 1, false, 5, 5)};
  leaves[7].ballots.reset();
  leaves[7].share = {0.525, 0.535};
  leaves[3].ballots.reset();
  leaves[3].share = {0, 0.5};
  return leaves;
}

// The log density of s, up to a constant, from the covariance of all rows written out term by term.
double dense(const Design& design, const Priors& priors, const Parameters& parameters,
             const std::vector<double>& s) {
  const std::size_t n = design.rows.size();
  std::vector<std::size_t> ratification(n), union_(n), unit(n);
  for (std::size_t r = 0; r < design.ratifications.size(); ++r)
    for (std::size_t u = design.ratifications[r].first; u < design.ratifications[r].last; ++u)
      for (std::size_t i = design.unions[u].first; i < design.unions[u].last; ++i)
        for (std::size_t row = design.units[i].first; row < design.units[i].last; ++row)
          ratification[row] = r, union_[row] = u, unit[row] = i;
  const auto square = [](double x) { return x * x; };
  std::vector<std::vector<double>> factor(n, std::vector<double>(n, 0.0));
  std::vector<double> news(n);
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const Row& one = design.rows[i];
    double away = s[i] - priors.fixed[fixed::mean].mean -
                  (one.contract ? priors.fixed[fixed::contract].mean : 0.0) -
                  (one.round - 1) * priors.fixed[fixed::again].mean;
    for (std::size_t j = 0; j <= i; ++j) {
      const Row& other = design.rows[j];
      const double later = std::min(one.round, other.round) - 1;
      const bool contracts = one.contract && other.contract;
      double covariance =
          square(priors.fixed[fixed::mean].sd) +
          square(priors.fixed[fixed::again].sd) * (one.round - 1) * (other.round - 1);
      if (contracts) covariance += square(priors.fixed[fixed::contract].sd);
      for (std::size_t c = 0; c < one.columns.size(); ++c)
        covariance += square(priors.coefficient) * one.columns[c] * other.columns[c];
      if (ratification[i] == ratification[j])
        covariance += square(parameters.spread[spread::swing]) +
                      square(parameters.spread[spread::again]) * later;
      if (union_[i] == union_[j]) covariance += square(parameters.spread[spread::union_]);
      if (unit[i] == unit[j]) {
        covariance += square(parameters.spread[spread::unit]);
        if (one.contract == other.contract)
          covariance += square(parameters.spread[spread::again_unit]) * later;
        if (contracts) covariance += square(parameters.spread[spread::split]);
      }
      for (std::size_t k = 0; k < j; ++k) covariance -= factor[i][k] * factor[j][k];
      factor[i][j] = i == j ? std::sqrt(covariance) : covariance / factor[j][j];
      if (j < i) away -= factor[i][j] * news[j];
    }
    news[i] = away / factor[i][i];
    sum -= 0.5 * news[i] * news[i] + std::log(factor[i][i]);
  }
  return sum;
}

}  // namespace

TEST_CASE("integrating effects out one by one gives the density of the dense normal law") {
  std::vector<Leaf> leaves = small_table();
  for (std::size_t i = 0; i < leaves.size(); ++i)
    leaves[i].columns = {0.1 * static_cast<double>(i) - 0.8, i % 3 == 0 ? 1.0 : -0.5};
  for (const bool turnout : {false, true}) {
    const Priors priors = turnout ? turnout_priors() : support_priors();
    if (turnout) std::erase_if(leaves, [](const Leaf& each) { return each.contract; });
    const Design design = design_of(leaves);
    Uniforms uniforms(5, "test", "density");
    double first = 0;
    for (int trial = 0; trial < 20; ++trial) {
      const Truth truth = draw_truth(design, priors, uniforms);
      std::vector<double> s = truth.s;
      for (double& each : s) each += 0.3 * uniforms.normal();
      const double difference = log_density(design, priors, truth.parameters, s) -
                                dense(design, priors, truth.parameters, s);
      if (trial == 0) first = difference;
      // Both are sums of some hundred rounded terms of size up to the density itself.
      const double size = std::fabs(dense(design, priors, truth.parameters, s)) + 1e3;
      CHECK(std::fabs(difference - first) < 1e-9 * size);
    }
  }
}

TEST_CASE("a single vote is learned as the integral says") {
  // One unit, 7 of 9 yes; mean and unit alone: s is normal with variance 0.5^2 + 0.4^2 when the
  // spread is integrated over its half-normal prior by quadrature.
  Priors priors;
  priors.spread[spread::unit] = 0.4;
  priors.fixed[fixed::mean] = {0.1, 0.5};
  const Design design = design_of({leaf("a", "", "a1", 1, false, 7, 2)});
  // By the trapezoidal rule, whose error on smooth functions that die away is negligible.
  double all = 0, s_mean = 0, sd_mean = 0;
  for (int i = 1; i < 2000; ++i) {
    const double sd = i * 0.001, v = 0.25 + sd * sd;
    for (int j = -600; j <= 600; ++j) {
      const double x = j * 0.01, phi = 0.5 * std::erfc(-x / std::sqrt(2.0));
      const double weight = std::exp(-0.5 * sd * sd / 0.16 - 0.5 * (x - 0.1) * (x - 0.1) / v) /
                            std::sqrt(v) * std::pow(phi, 7) * std::pow(1 - phi, 2);
      all += weight;
      s_mean += weight * x;
      sd_mean += weight * sd;
    }
  }
  Sampling sampling{.seed = 3, .warm_up = 100, .draws = 20'000, .thin = 5};
  double n = 0, s = 0, s2 = 0, sd = 0, sd2 = 0;
  sample_chain(design, priors, sampling, 0, [&](const State& state) {
    const double spread = state.parameters.spread[spread::unit];
    n += 1;
    s += state.s[0];
    s2 += state.s[0] * state.s[0];
    sd += spread;
    sd2 += spread * spread;
  });
  // Draws five sweeps apart: counted as one in four.
  const auto error = [&](double sum, double squares) {
    return std::sqrt((squares / n - sum / n * sum / n) / (n / 4));
  };
  CHECK(statistics::agrees(s / n, error(s, s2), s_mean / all));
  CHECK(statistics::agrees(sd / n, error(sd, sd2), sd_mean / all));
}

TEST_CASE("calibration by simulation: ranks are uniform, and planted faults are found") {
  const Design design = design_of(small_table());
  const Priors priors = support_priors();
  const auto uniform = [&](Fault fault, int sets) {
    std::vector<std::vector<std::int64_t>> counts;
    for (int set = 0; set < sets; ++set) {
      const Ranks ranks =
          ranks_of_set(design, priors, static_cast<std::uint64_t>(set), 19, 10, fault);
      counts.resize(ranks.ranks.size(), std::vector<std::int64_t>(10, 0));
      for (std::size_t q = 0; q < ranks.ranks.size(); ++q)
        ++counts[q][static_cast<std::size_t>(ranks.ranks[q] / 2)];
    }
    const std::vector<double> expected(10, sets / 10.0);
    return std::ranges::all_of(counts, [&](const std::vector<std::int64_t>& observed) {
      return statistics::chi_square_agrees(observed, expected);
    });
  };
  CHECK(uniform(Fault::none, 200));
  CHECK_FALSE(uniform(Fault::plug_in_variances, 100));
  CHECK_FALSE(uniform(Fault::data_ignored, 100));
}

TEST_CASE("a hidden row is drawn from the model and moves nothing else") {
  // A ratification of hidden rows alone must leave what is learned of the others as it was: its
  // mean swing is the prior's.
  std::vector<Leaf> leaves = small_table();
  Design design = design_of(leaves);
  leaves.push_back(leaf("e", "", "e1", 1, false, 1, 1));
  Design larger = design_of(leaves);
  larger.rows.back().report = {};
  const auto mean_unit = [](const Design& each, std::uint64_t seed) {
    double sum = 0, squares = 0, n = 0;
    Sampling sampling{.seed = seed, .warm_up = 100, .draws = 4000, .thin = 5};
    sample_chain(each, support_priors(), sampling, 0, [&](const State& state) {
      const double x = state.parameters.spread[spread::unit];
      sum += x, squares += x * x, n += 1;
    });
    const double mean = sum / n;
    return std::pair{mean, std::sqrt((squares / n - mean * mean) / (n / 4))};
  };
  const auto [one, one_error] = mean_unit(design, 1);
  const auto [other, other_error] = mean_unit(larger, 2);
  CHECK(statistics::agrees(one, one_error, other, other_error));
}
