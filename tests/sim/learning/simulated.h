// Votes drawn from the mixed model itself, with a design's own gaps, and the ranks of simulation-
// based calibration (Talts et al. 2018): if the fit is right, the truth is as likely at any rank
// among its draws.
#pragma once

#include "models/kernels/kernels.h"
#include "models/numerics/elementary.h"
#include "models/numerics/tails.h"
#include "sim/learning/mixed_model.h"
#include "sim/learning/uniforms.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace ayes::tests {

// What a simulated table of votes came from.
struct Truth {
  learning::Parameters parameters;
  std::vector<double> s;
};

// The number of successes by adding up the mass of the binomial law from 0: slow and plain.
inline std::int64_t plain_binomial(std::int64_t trials, double chance, double uniform) {
  // From the smaller side, so that the first mass is not lost.
  if (chance > 0.5) return trials - plain_binomial(trials, 1 - chance, 1 - uniform);
  const double odds = chance / (1 - chance);
  double log_mass = static_cast<double>(trials) * std::log1p(-chance);
  double below = std::exp(log_mass);
  std::int64_t k = 0;
  while (below < uniform && k < trials) {
    log_mass += std::log(odds * static_cast<double>(trials - k) / static_cast<double>(k + 1));
    below += std::exp(log_mass);
    ++k;
  }
  return k;
}

// Draws the truth from the priors, each spread from a half-normal law.
inline Truth draw_truth(const learning::Design& design, const learning::Priors& priors,
                        learning::Uniforms& uniforms) {
  using namespace learning;
  Truth truth;
  for (int k = 0; k < spread::count; ++k) {
    const double scale = priors.spread[static_cast<std::size_t>(k)];
    const double sd = scale * std::fabs(uniforms.normal());
    truth.parameters.spread[static_cast<std::size_t>(k)] = scale == 0 ? 0 : std::max(sd, 1e-4);
  }
  for (std::size_t f = 0; f < fixed::columns + design.columns; ++f) {
    const auto [mean, sd] =
        f < fixed::columns ? priors.fixed[f] : Priors::Normal{0, priors.coefficient};
    truth.parameters.fixed.push_back(mean + sd * uniforms.normal());
  }
  const auto& spread = truth.parameters.spread;
  const auto& fixed = truth.parameters.fixed;
  truth.s.assign(design.rows.size(), 0.0);
  for (const Design::Ratification& each : design.ratifications) {
    std::vector<double> level = {fixed[fixed::mean] + spread[spread::swing] * uniforms.normal()};
    for (int k = 0; k < each.steps; ++k)
      level.push_back(fixed[fixed::again] + spread[spread::again] * uniforms.normal());
    for (std::size_t u = each.first; u < each.last; ++u) {
      const double union_effect = spread[spread::union_] * uniforms.normal();
      for (std::size_t i = design.unions[u].first; i < design.unions[u].last; ++i) {
        // Term by term, and not by the covariances of the fit.
        const double unit = spread[spread::unit] * uniforms.normal();
        const double split = spread[spread::split] * uniforms.normal();
        std::vector<double> steps[2];  // of package and contract
        for (auto& question : steps)
          for (int k = 0; k < each.steps; ++k)
            question.push_back(spread[spread::again_unit] * uniforms.normal());
        for (std::size_t row = design.units[i].first; row < design.units[i].last; ++row) {
          const Row& stated = design.rows[row];
          double s = mean_given(stated, truth.parameters, level, union_effect) + unit;
          if (stated.contract) s += split;
          for (int k = 0; k + 1 < stated.round; ++k)
            s += steps[stated.contract ? 1 : 0][static_cast<std::size_t>(k)];
          truth.s[row] = s;
        }
      }
    }
  }
  return truth;
}

// Puts reports drawn from the truth in the place of a design's: counts of as many ballots, shares
// rounded to intervals as wide, outcomes where there was an outcome.
inline learning::Design simulated(const learning::Design& design, const Truth& truth,
                                  learning::Uniforms& uniforms) {
  using namespace learning;
  Design drawn = design;
  for (std::size_t i = 0; i < design.rows.size(); ++i) {
    Report& report = drawn.rows[i].report;
    const double s = truth.s[i], uniform = uniforms.uniform();
    if (report.kind == Report::counts) {
      const std::int64_t n = report.yes + report.no;
      report.yes = plain_binomial(n, numerics::normal_cdf(s), uniform);
      report.no = n - report.yes;
    } else if (report.kind == Report::between) {
      const double low = numerics::normal_cdf(report.low), high = numerics::normal_cdf(report.high);
      if (high - low > 0.4) {  // an outcome
        report.low = s > 0 ? 0 : -INFINITY;
        report.high = s > 0 ? INFINITY : 0;
        continue;
      }
      // Rounded to 100, 1000, ... steps of the share: the nearest of them holds the truth.
      double step = 0.01;
      while (high - low < 0.55 * step) step /= 10;
      const double nearest = std::floor(numerics::normal_cdf(s) / step + 0.5) * step;
      report.low = numerics::normal_quantile(std::max(0.0, nearest - step / 2));
      report.high = numerics::normal_quantile(std::min(1.0, nearest + step / 2));
    }
  }
  return drawn;
}

// What a fit is asked for in every simulated set.
enum class Fault { none, plug_in_variances, data_ignored };

struct Ranks {
  std::vector<std::string> names;
  std::vector<int> ranks;  // 0 to `draws`
};

// Simulates set number `set`, fits it, and ranks the truth among `draws` draws for every fitted
// quantity, the log-likelihood of what was reported, and the log density of the opinions.
inline Ranks ranks_of_set(const learning::Design& design, const learning::Priors& priors,
                          std::uint64_t set, int draws, int thin, Fault fault = Fault::none) {
  using namespace learning;
  Uniforms uniforms(set, "simulated", "votes");
  const Truth truth = draw_truth(design, priors, uniforms);
  const Design drawn = simulated(design, truth, uniforms);
  Design fitted = drawn;
  if (fault == Fault::data_ignored) {
    for (Row& row : fitted.rows) row.report = {};
  }
  const auto likelihood = [&](const std::vector<double>& s) {
    double sum = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
      const double one = log_likelihood(drawn.rows[i].report, s[i]);
      sum += std::isfinite(one) ? one : -1e6;
    }
    return sum;
  };
  const auto quantities = [&](const Parameters& parameters, const std::vector<double>& s) {
    std::vector<double> all;
    for (int k = 0; k < spread::count; ++k) {
      if (priors.spread[static_cast<std::size_t>(k)] > 0)
        all.push_back(parameters.spread[static_cast<std::size_t>(k)]);
    }
    for (std::size_t f = 0; f < parameters.fixed.size(); ++f) {
      if (f >= fixed::columns || priors.fixed[f].sd > 0) all.push_back(parameters.fixed[f]);
    }
    all.push_back(likelihood(s));
    all.push_back(log_density(drawn, priors, parameters, s));
    return all;
  };
  std::vector<std::vector<double>> seen;
  Sampling sampling{.seed = set, .chains = 1, .warm_up = 150, .draws = draws, .thin = thin};
  sample_chain(fitted, priors, sampling, 0,
               [&](const State& state) { seen.push_back(quantities(state.parameters, state.s)); });
  if (fault == Fault::plug_in_variances) {
    for (std::size_t k = 0; k < spread::count; ++k) {
      double mean = 0;
      for (const auto& each : seen) mean += each[k] / static_cast<double>(seen.size());
      for (auto& each : seen) each[k] = mean;
    }
  }
  const std::vector<double> at_truth = quantities(truth.parameters, truth.s);
  Ranks result;
  const std::vector<std::string> spreads = {"swing", "union", "unit",
                                            "split", "again", "again, by unit"};
  const std::vector<std::string> fixed_names = {"mean", "contract", "mean again"};
  for (std::size_t k = 0; k < spreads.size(); ++k) {
    if (priors.spread[k] > 0) result.names.push_back(spreads[k]);
  }
  for (std::size_t f = 0; f < fixed::columns + design.columns; ++f) {
    if (f >= fixed::columns)
      result.names.push_back("coefficient");
    else if (priors.fixed[f].sd > 0)
      result.names.push_back(fixed_names[f]);
  }
  result.names.push_back("log-likelihood");
  result.names.push_back("log density of opinions");
  for (std::size_t q = 0; q < at_truth.size(); ++q) {
    int below = 0, ties = 0;
    for (const auto& each : seen) {
      below += each[q] < at_truth[q];
      ties += each[q] == at_truth[q];
    }
    result.ranks.push_back(below + static_cast<int>(uniforms.uniform() * (ties + 1)));
  }
  return result;
}

}  // namespace ayes::tests
