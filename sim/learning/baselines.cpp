#include "sim/learning/baselines.h"

#include "models/numerics/elementary.h"
#include "sim/learning/scores.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace ayes::learning {
namespace {

constexpr double least_share = 0.005, least_dispersion = 0.01, greatest_dispersion = 3;

// The pool of votes of a ratification, to which votes are added and from which one is taken.
struct Pool {
  double yes = 0, ballots = 0, shares = 0;
  int votes = 0, without_ballots = 0;

  void add(const Leaf& leaf, int sign) {
    if (!states_share(leaf)) return;
    votes += sign;
    if (!leaf.ballots) {
      shares += sign * (leaf.share.low + leaf.share.high) / 2;
      without_ballots += sign;
      return;
    }
    const auto of_yes = static_cast<double>(leaf.ballots->yes),
               all = of_yes + static_cast<double>(leaf.ballots->no);
    yes += sign * of_yes;
    ballots += sign * all;
    shares += sign * of_yes / all;
  }
  double share() const {
    if (votes == 0) return 0.5;
    const double all = without_ballots > 0 ? shares / votes : yes / ballots;
    return std::clamp(all, least_share, 1 - least_share);
  }
};

// A vote, and what the pool says of it before its dispersion.
struct Pooled {
  const Leaf* leaf;
  double centre, factor;  // variance: dispersion^2 factor
};

double log_likelihood(const std::vector<Pooled>& votes, double dispersion) {
  double sum = 0;
  for (const Pooled& each : votes) {
    const OpinionLaw law({{each.centre, dispersion * std::sqrt(each.factor)}});
    const Report report = report_of(*each.leaf);
    sum += numerics::log(each.leaf->ballots ? CountLaw(law, report.yes + report.no).mass(report.yes)
                                            : law.mass(report.low, report.high));
  }
  return sum;
}

// The dispersion of greatest likelihood, by golden section on its logarithm, to a thousandth.
double fitted_dispersion(const std::vector<Pooled>& votes) {
  const double golden = (std::sqrt(5.0) - 1) / 2;
  double low = numerics::log(least_dispersion), high = numerics::log(greatest_dispersion);
  const auto at = [&](double x) { return log_likelihood(votes, numerics::exp(x)); };
  double left = high - golden * (high - low), right = low + golden * (high - low);
  double at_left = at(left), at_right = at(right);
  while (high - low > 1e-3) {
    if (at_left < at_right) {
      low = left;
      left = right;
      at_left = at_right;
      right = low + golden * (high - low);
      at_right = at(right);
    } else {
      high = right;
      right = left;
      at_right = at_left;
      left = high - golden * (high - low);
      at_left = at(left);
    }
  }
  return numerics::exp((low + high) / 2);
}

double centre_of(const Pool& pool) { return numerics::normal_quantile(pool.share()); }

// Each vote that states a share, beside the others of its ratification.
std::vector<Pooled> beside_others(const std::vector<Leaf>& known) {
  std::map<std::string, Pool> pools;
  for (const Leaf& leaf : known) pools[leaf.ratification].add(leaf, 1);
  std::vector<Pooled> votes;
  for (const Leaf& leaf : known) {
    if (!states_share(leaf)) continue;
    Pool others = pools.at(leaf.ratification);
    others.add(leaf, -1);
    if (others.votes > 0) votes.push_back({&leaf, centre_of(others), 1 + 1.0 / others.votes});
  }
  return votes;
}

}  // namespace

std::vector<Leaf> plain(const std::vector<Leaf>& leaves) {
  std::vector<Leaf> all;
  for (const Leaf& leaf : leaves) {
    Leaf each{.ratification = leaf.ratification, .ballots = leaf.ballots, .share = leaf.share};
    // A name that no other vote has.
    each.unit = leaf.union_name + '\x1f' + leaf.unit + '\x1f' + std::to_string(leaf.round) +
                (leaf.contract ? "\x1f" : "");
    all.push_back(std::move(each));
  }
  return all;
}

Priors independent_priors() {
  const Priors model = support_priors();
  Priors priors;
  priors.fixed[fixed::mean] = model.fixed[fixed::mean];
  double squares = 0;
  for (const int k : {spread::swing, spread::union_, spread::unit}) {
    const double scale = model.spread[static_cast<std::size_t>(k)];
    squares += scale * scale;
  }
  priors.spread[spread::unit] = std::sqrt(squares);
  return priors;
}

Priors common_swing_priors() {
  const Priors model = support_priors();
  Priors priors;
  priors.fixed[fixed::mean] = model.fixed[fixed::mean];
  priors.spread[spread::swing] = model.spread[spread::swing];
  const double union_ = model.spread[spread::union_], unit = model.spread[spread::unit];
  priors.spread[spread::unit] = std::sqrt(union_ * union_ + unit * unit);
  return priors;
}

double pooled_share(const std::vector<Leaf>& leaves) {
  Pool pool;
  for (const Leaf& leaf : leaves) pool.add(leaf, 1);
  return pool.share();
}

NormalLaw pooled_share_so_far(const std::vector<Leaf>& known, const std::vector<Leaf>& of_it) {
  Pool pool, all;
  for (const Leaf& leaf : of_it) pool.add(leaf, 1);
  for (const Leaf& leaf : known) all.add(leaf, 1);
  std::vector<Pooled> votes = beside_others(known);
  if (pool.votes > 0 && !votes.empty()) {
    const double factor = 1 + 1.0 / pool.votes;
    return {centre_of(pool), fitted_dispersion(votes) * std::sqrt(factor)};
  }
  const double centre = centre_of(pool.votes > 0 ? pool : all);
  votes.clear();
  for (const Leaf& leaf : known) {
    if (states_share(leaf)) votes.push_back({&leaf, centre_of(all), 1});
  }
  return {centre, votes.empty() ? 1 : fitted_dispersion(votes)};
}

}  // namespace ayes::learning
