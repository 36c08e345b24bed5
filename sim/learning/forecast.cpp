#include "sim/learning/forecast.h"

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <compare>
#include <map>
#include <optional>

namespace ayes::learning {
namespace {

// What is known around a hidden vote. Two votes at one place have one law.
struct Place {
  std::optional<std::size_t> ratification, union_;  // in the design, where votes of it are known
  std::vector<std::size_t> rows;                    // known votes of the same unit
  int round = 1;
  bool contract = false;
  std::vector<double> columns;
  auto operator<=>(const Place&) const = default;
};

Place place_of(const Leaf& leaf, const Design& design, const std::vector<Leaf>& known) {
  Place place{.round = leaf.round, .contract = leaf.contract, .columns = leaf.columns};
  for (std::size_t r = 0; r < design.ratifications.size(); ++r) {
    if (design.ratifications[r].name != leaf.ratification) continue;
    place.ratification = r;
    for (std::size_t u = design.ratifications[r].first; u < design.ratifications[r].last; ++u) {
      const Design::Range& units = design.unions[u];
      const auto leaf_of_row = [&](std::size_t row) -> const Leaf& {
        return known[design.rows[row].leaf];
      };
      if (union_in_ratification(leaf_of_row(design.units[units.first].first)) !=
          union_in_ratification(leaf))
        continue;
      place.union_ = u;
      for (std::size_t i = units.first; i < units.last; ++i) {
        if (leaf_of_row(design.units[i].first).unit != leaf.unit) continue;
        for (std::size_t row = design.units[i].first; row < design.units[i].last; ++row)
          place.rows.push_back(row);
      }
    }
  }
  return place;
}

// The law of a hidden vote given one draw.
class GivenDraw {
 public:
  GivenDraw(const Design& design, const State& state) : design_(design), state_(state) {}

  NormalLaw law(const Place& place) const {
    const Parameters& parameters = state_.parameters;
    const Row row{.round = place.round, .contract = place.contract, .columns = place.columns};
    // Levels and union as the draw has them; where it has none, their mean and variance.
    std::vector<double> level;
    if (place.ratification) level = state_.level[*place.ratification];
    double variance = 0;
    for (std::size_t k = level.size(); k < static_cast<std::size_t>(place.round); ++k) {
      level.push_back(parameters.fixed[k == 0 ? fixed::mean : fixed::again]);
      variance += square(k == 0 ? spread::swing : spread::again);
    }
    if (!place.union_) variance += square(spread::union_);
    const double union_effect = place.union_ ? state_.union_effect[*place.union_] : 0;
    NormalLaw law{mean_given(row, parameters, level, union_effect), 0};
    double own = unit_covariance(row, row, parameters);
    if (!place.rows.empty()) condition(place, row, level, union_effect, law.mean, own);
    law.sd = std::sqrt(variance + own);
    return law;
  }

 private:
  double square(int k) const {
    const double sd = state_.parameters.spread[static_cast<std::size_t>(k)];
    return sd * sd;
  }

  // Conditions the unit's own part of a vote on its votes that are known, one after another.
  void condition(const Place& place, const Row& row, const std::vector<double>& level,
                 double union_effect, double& mean, double& variance) const {
    // Covariances of the hidden vote (first) and the known ones, each taken out in turn.
    const auto n = static_cast<Eigen::Index>(place.rows.size()) + 1;
    Eigen::MatrixXd covariance(n, n);
    Eigen::VectorXd away(n);
    const auto row_at = [&](Eigen::Index i) -> const Row& {
      return i == 0 ? row : design_.rows[place.rows[static_cast<std::size_t>(i - 1)]];
    };
    for (Eigen::Index i = 0; i < n; ++i) {
      for (Eigen::Index j = 0; j < n; ++j)
        covariance(i, j) = unit_covariance(row_at(i), row_at(j), state_.parameters);
      away(i) = i == 0 ? 0
                       : state_.s[place.rows[static_cast<std::size_t>(i - 1)]] -
                             mean_given(row_at(i), state_.parameters, level, union_effect);
    }
    double shift = 0;
    for (Eigen::Index k = n; k-- > 1;) {
      // Next to nothing is left of a vote that others tell, where spreads are small.
      const double pivot = std::max(covariance(k, k), least_pivot);
      shift += covariance(0, k) / pivot * away(k);
      for (Eigen::Index i = 1; i < k; ++i) away(i) -= covariance(i, k) / pivot * away(k);
      for (Eigen::Index i = 0; i < k; ++i) {
        for (Eigen::Index j = 0; j < k; ++j)
          covariance(i, j) -= covariance(i, k) / pivot * covariance(k, j);
      }
    }
    mean += shift;
    variance = std::max(covariance(0, 0), least_variance);
  }

  // Of a unit's own part: what is known of a share is at best good to a point in a hundred.
  static constexpr double least_variance = 0.02 * 0.02;
  static constexpr double least_pivot = 1e-12;  // as in the fit
  const Design& design_;
  const State& state_;
};

}  // namespace

Forecasts forecast(const std::vector<Leaf>& known, const std::vector<Leaf>& hidden,
                   const Priors& priors, const Sampling& sampling,
                   const std::function<void()>& swept) {
  const Design design = design_of(known);
  Forecasts forecasts;
  std::map<Place, std::size_t> places;
  std::vector<Place> distinct;
  for (const Leaf& leaf : hidden) {
    const Place place = place_of(leaf, design, known);
    const auto [found, fresh] = places.emplace(place, distinct.size());
    if (fresh) distinct.push_back(place);
    forecasts.law_of.push_back(found->second);
  }
  std::vector<std::vector<NormalLaw>> parts(distinct.size());
  for (int chain = 0; chain < sampling.chains; ++chain) {
    const auto seen = [&](const State& state) {
      const GivenDraw given(design, state);
      for (std::size_t p = 0; p < distinct.size(); ++p) parts[p].push_back(given.law(distinct[p]));
    };
    sample_chain(design, priors, sampling, chain, seen, swept);
  }
  for (std::vector<NormalLaw>& each : parts) forecasts.laws.emplace_back(std::move(each));
  return forecasts;
}

}  // namespace ayes::learning
