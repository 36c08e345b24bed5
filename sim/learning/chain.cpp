// Draws of the mixed model, one after another.
#include "models/numerics/elementary.h"
#include "sim/learning/marginal.h"
#include "sim/learning/mixed_model.h"
#include "sim/learning/slice.h"

#include <algorithm>
#include <cmath>

namespace ayes::learning {
namespace {

using numerics::log;
using numerics::normal_quantile;

constexpr double least_spread = 1e-4, greatest_spread = 10;

// Widths for the slices of the spreads' logarithms: some standard deviations of the logarithm of a
// spread seen in as many effects as the design has, 1 / sqrt(2 n).
std::array<double, spread::count> steps_of(const Design& design) {
  std::array<double, spread::count> effects{};
  effects[spread::swing] = static_cast<double>(design.ratifications.size());
  effects[spread::union_] = static_cast<double>(design.unions.size());
  effects[spread::unit] = static_cast<double>(design.units.size());
  for (const Design::Ratification& each : design.ratifications)
    effects[spread::again] += each.steps;
  for (const Row& row : design.rows) {
    effects[spread::split] += row.contract;
    effects[spread::again_unit] += row.round > 1;
  }
  std::array<double, spread::count> steps{};
  for (std::size_t k = 0; k < effects.size(); ++k)
    steps[k] = std::min(1.0, 4 / std::sqrt(2 * effects[k] + 1));
  return steps;
}

class Chain {
 public:
  Chain(const Design& design, const Priors& priors, std::uint64_t seed, int number)
      : design_(design),
        priors_(priors),
        marginal_(design, priors),
        uniforms_(seed, "chain", std::to_string(number)) {
    start();
  }

  void sweep() {
    draw_spreads();
    draw_effects();
    draw_opinions();
    move_effects();
    for (const int k : {spread::unit, spread::split, spread::again_unit}) draw_scale(k);
  }

  const State& state() {
    state_.log_likelihood = 0;
    for (std::size_t i = 0; i < design_.rows.size(); ++i)
      state_.log_likelihood += log_likelihood(design_.rows[i].report, state_.s[i]);
    return state_;
  }

 private:
  // Opinions at what was reported, spreads at a scatter about the medians of their priors.
  void start() {
    for (int k = 0; k < spread::count; ++k) {
      const double scale = priors_.spread[static_cast<std::size_t>(k)];
      state_.parameters.spread[static_cast<std::size_t>(k)] =
          scale == 0 ? 0 : scale * (0.3 + 0.8 * uniforms_.uniform());
    }
    step_ = steps_of(design_);
    state_.parameters.fixed.assign(fixed::columns + design_.columns, 0.0);
    for (const Row& row : design_.rows) {
      const Report& report = row.report;
      double s = 0;
      if (report.kind == Report::counts) {
        s = normal_quantile((static_cast<double>(report.yes) + 0.5) /
                            (static_cast<double>(report.yes + report.no) + 1));
        const auto n = static_cast<double>(report.yes + report.no);
        width_.push_back(3 * std::sqrt(1 / (0.6 * n + 4)));
        reach_.push_back(width_.back());
      } else {
        if (report.kind == Report::between) {
          const double low = std::max(report.low, -4.0), high = std::min(report.high, 4.0);
          s = report.low == -INFINITY && report.high < -4 ? report.high - 0.1
              : report.high == INFINITY && report.low > 4 ? report.low + 0.1
              : high - low > 1                            ? (low == -4 ? high - 0.3 : low + 0.3)
                                                          : (low + high) / 2;
        }
        width_.push_back(1);
        reach_.push_back(
            std::max(report.kind == Report::between ? report.high - report.low : 1.0, 1e-9));
      }
      state_.s.push_back(s);
    }
    for (const Design::Ratification& each : design_.ratifications)
      state_.level.emplace_back(static_cast<std::size_t>(1 + each.steps), 0.0);
    state_.union_effect.assign(design_.unions.size(), 0.0);
  }

  void draw_spreads() {
    marginal_.look_at(state_.s);
    for (int k = 0; k < spread::count; ++k) {
      const double scale = priors_.spread[static_cast<std::size_t>(k)];
      if (scale == 0) continue;
      double& value = state_.parameters.spread[static_cast<std::size_t>(k)];
      Parameters trial = state_.parameters;
      const double drawn =
          slice(log(value), step_[static_cast<std::size_t>(k)], log(least_spread),
                log(greatest_spread), uniforms_, [&](double x) {
                  const double sd = numerics::exp(x);
                  trial.spread[static_cast<std::size_t>(k)] = sd;
                  return marginal_.log_density(trial) - 0.5 * sd * sd / (scale * scale) + x;
                });
      value = numerics::exp(drawn);
    }
  }

  double draw(const Eliminated& each, const std::vector<double>& x) {
    const double mean = each.mean(x);
    return mean + uniforms_.normal() / std::sqrt(each.precision);
  }

  void draw_effects() {
    marginal_.log_density(state_.parameters, &kept_);
    const int fixed_count = static_cast<int>(state_.parameters.fixed.size());
    std::vector<double> x(static_cast<std::size_t>(fixed_count) + 1, 0.0);
    x.back() = 1;
    for (int f = fixed_count; f-- > 0;) {
      const auto place = static_cast<std::size_t>(f);
      const bool off = f < fixed::columns && priors_.fixed[place].sd == 0;
      x[place] = off ? priors_.fixed[place].mean : draw(kept_.fixed[place], x);
      state_.parameters.fixed[place] = x[place];
    }
    for (std::size_t r = 0; r < design_.ratifications.size(); ++r) {
      std::vector<double>& level = state_.level[r];
      std::vector<double> all(level.size(), 0.0);
      all.insert(all.end(), x.begin(), x.end());
      for (std::size_t k = level.size(); k-- > 0;) {
        const bool off = state_.parameters.spread[k == 0 ? spread::swing : spread::again] == 0;
        const double centre = state_.parameters.fixed[k == 0 ? fixed::mean : fixed::again];
        all[k] = off ? centre : draw(kept_.levels[r][k], all);
        level[k] = all[k];
      }
      if (state_.parameters.spread[spread::union_] == 0) continue;
      const Design::Ratification& each = design_.ratifications[r];
      for (std::size_t u = each.first; u < each.last; ++u)
        state_.union_effect[u] = draw(kept_.unions[u], all);
    }
  }

  void draw_opinions() {
    for (std::size_t r = 0; r < design_.ratifications.size(); ++r) {
      const Design::Ratification& each = design_.ratifications[r];
      for (std::size_t u = each.first; u < each.last; ++u) {
        for (std::size_t i = design_.unions[u].first; i < design_.unions[u].last; ++i)
          draw_unit(design_.units[i], state_.level[r], state_.union_effect[u]);
      }
    }
  }

  void draw_unit(const Design::Range& unit, const std::vector<double>& level, double union_effect) {
    if (unit.last - unit.first == 1) {
      const Row& row = design_.rows[unit.first];
      draw_opinion(unit.first, mean_given(row, state_.parameters, level, union_effect),
                   std::sqrt(unit_covariance(row, row, state_.parameters)));
      return;
    }
    fill_covariance(design_, unit, state_.parameters, covariance_);
    factor(covariance_);
    invert_factored();
    const int n = covariance_.n;
    std::vector<double> away(static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i) {
      const std::size_t row = unit.first + static_cast<std::size_t>(i);
      away[static_cast<std::size_t>(i)] =
          mean_given(design_.rows[row], state_.parameters, level, union_effect);
    }
    const std::vector<double> mean = away;
    for (int i = 0; i < n; ++i) {
      const std::size_t row = unit.first + static_cast<std::size_t>(i);
      double others = 0;
      for (int j = 0; j < n; ++j) {
        if (j != i)
          others += precision_.at(i, j) * (state_.s[unit.first + static_cast<std::size_t>(j)] -
                                           mean[static_cast<std::size_t>(j)]);
      }
      draw_opinion(row, mean[static_cast<std::size_t>(i)] - others / precision_.at(i, i),
                   1 / std::sqrt(precision_.at(i, i)));
    }
    move_together(unit, mean);
  }

  // Rows that a small spread ties to each other can move but together: draws the normals z of
  // s = mean + factor z, one after another (the last moves one row alone, which has moved).
  void move_together(const Design::Range& unit, const std::vector<double>& mean) {
    const int n = covariance_.n;
    std::vector<double> z(static_cast<std::size_t>(n)), from(static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i) {
      const auto place = static_cast<std::size_t>(i);
      double sum = state_.s[unit.first + place] - mean[place];
      for (int k = 0; k < i; ++k) sum -= covariance_.at(i, k) * z[static_cast<std::size_t>(k)];
      z[place] = sum / covariance_.at(i, i);
    }
    for (int j = 0; j + 1 < n; ++j) {
      double& value = z[static_cast<std::size_t>(j)];
      double width = 1;
      for (int i = j; i < n; ++i) {
        const std::size_t row = unit.first + static_cast<std::size_t>(i);
        from[static_cast<std::size_t>(i)] = state_.s[row];
        const double factor = std::fabs(covariance_.at(i, j));
        if (factor * width > reach_[row]) width = reach_[row] / factor;
      }
      const auto moved = [&](int i, double x) {
        return from[static_cast<std::size_t>(i)] + (x - value) * covariance_.at(i, j);
      };
      const double drawn = slice(value, width, -1e6, 1e6, uniforms_, [&](double x) {
        double sum = -0.5 * x * x;
        for (int i = j; i < n && sum > -INFINITY; ++i)
          sum += log_likelihood(design_.rows[unit.first + static_cast<std::size_t>(i)].report,
                                moved(i, x));
        return sum;
      });
      for (int i = j; i < n; ++i)
        state_.s[unit.first + static_cast<std::size_t>(i)] = moved(i, drawn);
      value = drawn;
    }
  }

  // Where units differ little, an effect that is common to rows is held by opinions that it holds
  // itself. Draws each once more together with the opinions of its rows, all differences held.
  void move_effects() {
    const auto& spreads = state_.parameters.spread;
    for (std::size_t r = 0; r < design_.ratifications.size(); ++r) {
      const Design::Ratification& each = design_.ratifications[r];
      std::vector<double>& level = state_.level[r];
      for (std::size_t k = 0; k < level.size(); ++k) {
        const double sd = spreads[k == 0 ? spread::swing : spread::again];
        rows_.clear();
        for (std::size_t u = each.first; u < each.last; ++u)
          add_rows(u, [&](const Row& row) { return static_cast<std::size_t>(row.round) > k; });
        move_effect(level[k], state_.parameters.fixed[k == 0 ? fixed::mean : fixed::again], sd);
      }
      for (std::size_t u = each.first; u < each.last; ++u) {
        rows_.clear();
        add_rows(u, [](const Row&) { return true; });
        move_effect(state_.union_effect[u], 0, spreads[spread::union_]);
      }
    }
  }

  template <typename Wanted>
  void add_rows(std::size_t union_, Wanted wanted) {
    const Design::Range& units = design_.unions[union_];
    for (std::size_t row = design_.units[units.first].first;
         row < design_.units[units.last - 1].last; ++row) {
      if (wanted(design_.rows[row])) rows_.push_back(row);
    }
  }

  // Moves an effect of the given law with the opinions of rows_.
  void move_effect(double& effect, double mean, double sd) {
    if (sd == 0) return;
    double width = 3 * sd;
    for (const std::size_t row : rows_) width = std::min(width, reach_[row]);
    const double before = effect;
    effect = slice(before, width, -1e3, 1e3, uniforms_, [&](double x) {
      const double z = (x - mean) / sd;
      double sum = -0.5 * z * z;
      for (std::size_t i = 0; i < rows_.size() && sum > -INFINITY; ++i)
        sum += log_likelihood(design_.rows[rows_[i]].report, state_.s[rows_[i]] + (x - before));
      return sum;
    });
    for (const std::size_t row : rows_) state_.s[row] += effect - before;
  }

  // A spread too small for the reports to show is held by opinions that it holds itself. Draws it
  // once more with its effects in units of it held instead, so that they and the opinions move with
  // it (interweaving, Yu and Meng 2011).
  void draw_scale(int k) {
    const double scale = priors_.spread[static_cast<std::size_t>(k)];
    if (scale == 0) return;
    draw_parts(k);
    double& spread = state_.parameters.spread[static_cast<std::size_t>(k)];
    const double before = spread;
    const auto moved = [&](const Part& part, double by) {
      return state_.s[part.row] + (by - 1) * part.effect;
    };
    const double drawn =
        slice(log(before), step_[static_cast<std::size_t>(k)], log(least_spread),
              log(greatest_spread), uniforms_, [&](double x) {
                const double sd = numerics::exp(x), by = sd / before;
                double sum = x - 0.5 * sd * sd / (scale * scale);
                for (const Part& part : parts_) {
                  sum += log_likelihood(design_.rows[part.row].report, moved(part, by));
                  if (sum == -INFINITY) break;
                }
                return sum;
              });
    spread = numerics::exp(drawn);
    for (const Part& part : parts_) state_.s[part.row] = moved(part, spread / before);
  }

  // Draws what the effects of spread k within units are to each row, given s and all else: effects
  // from their prior, corrected by what is left of s (Matheron's rule).
  void draw_parts(int k) {
    parts_.clear();
    for (std::size_t r = 0; r < design_.ratifications.size(); ++r) {
      const Design::Ratification& each = design_.ratifications[r];
      for (std::size_t u = each.first; u < each.last; ++u) {
        for (std::size_t i = design_.unions[u].first; i < design_.unions[u].last; ++i)
          draw_parts_of(design_.units[i], state_.level[r], state_.union_effect[u], k);
      }
    }
  }

  void draw_parts_of(const Design::Range& unit, const std::vector<double>& level,
                     double union_effect, int k) {
    const auto concerns = [&](const Row& row) {
      return k == spread::unit || (k == spread::split ? row.contract : row.round > 1);
    };
    bool any = false;
    int steps = 0;
    for (std::size_t row = unit.first; row < unit.last; ++row) {
      any = any || concerns(design_.rows[row]);
      steps = std::max(steps, design_.rows[row].round - 1);
    }
    if (!any) return;
    const auto& spreads = state_.parameters.spread;
    const double own = spreads[spread::unit] * uniforms_.normal();
    const double split = spreads[spread::split] * uniforms_.normal();
    // After that many steps, of package and contract.
    std::array<std::vector<double>, 2> again;
    for (std::vector<double>& question : again) {
      question.assign(static_cast<std::size_t>(steps) + 1, 0.0);
      for (std::size_t step = 1; step < question.size(); ++step)
        question[step] = question[step - 1] + spreads[spread::again_unit] * uniforms_.normal();
    }
    const auto again_of = [&](const Row& row) {
      return again[row.contract ? 1 : 0][static_cast<std::size_t>(row.round - 1)];
    };
    fill_covariance(design_, unit, state_.parameters, covariance_);
    factor(covariance_);
    const int n = covariance_.n;
    std::vector<double> left(static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i) {  // of s, whitened
      const std::size_t place = static_cast<std::size_t>(i), row = unit.first + place;
      const Row& stated = design_.rows[row];
      double sum = state_.s[row] - mean_given(stated, state_.parameters, level, union_effect) -
                   own - (stated.contract ? split : 0.0) - again_of(stated);
      for (int j = 0; j < i; ++j) sum -= covariance_.at(i, j) * left[static_cast<std::size_t>(j)];
      left[place] = sum / covariance_.at(i, i);
    }
    for (int i = n; i-- > 0;) {  // by the inverse of the covariance
      double sum = left[static_cast<std::size_t>(i)];
      for (int j = i + 1; j < n; ++j)
        sum -= covariance_.at(j, i) * left[static_cast<std::size_t>(j)];
      left[static_cast<std::size_t>(i)] = sum / covariance_.at(i, i);
    }
    const double variance =
        spreads[static_cast<std::size_t>(k)] * spreads[static_cast<std::size_t>(k)];
    for (std::size_t row = unit.first; row < unit.last; ++row) {
      const Row& stated = design_.rows[row];
      if (!concerns(stated)) continue;
      double effect = k == spread::unit ? own : k == spread::split ? split : again_of(stated);
      for (int j = 0; j < n; ++j) {
        const Row& other = design_.rows[unit.first + static_cast<std::size_t>(j)];
        const double shared = k == spread::unit    ? 1
                              : k == spread::split ? other.contract
                              : stated.contract == other.contract
                                  ? std::min(stated.round, other.round) - 1
                                  : 0;
        effect += variance * shared * left[static_cast<std::size_t>(j)];
      }
      parts_.push_back({row, effect});
    }
  }

  // Fills precision_ with the inverse of the matrix whose factor covariance_ holds.
  void invert_factored() {
    const int n = covariance_.n;
    precision_.n = n;
    precision_.a.assign(static_cast<std::size_t>(n * n), 0.0);
    SmallMatrix inverse{n, std::vector<double>(static_cast<std::size_t>(n * n), 0.0)};
    for (int j = 0; j < n; ++j) {
      for (int i = j; i < n; ++i) {
        double sum = i == j ? 1 : 0;
        for (int k = j; k < i; ++k) sum -= covariance_.at(i, k) * inverse.at(k, j);
        inverse.at(i, j) = sum / covariance_.at(i, i);
      }
    }
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < n; ++j) {
        for (int k = std::max(i, j); k < n; ++k)
          precision_.at(i, j) += inverse.at(k, i) * inverse.at(k, j);
      }
    }
  }

  void draw_opinion(std::size_t row, double mean, double sd) {
    const Report& report = design_.rows[row].report;
    double& s = state_.s[row];
    switch (report.kind) {
      case Report::nothing:
        s = mean + sd * uniforms_.normal();
        return;
      case Report::between:
        s = cut_normal(mean, sd, report.low, report.high, s, uniforms_);
        return;
      case Report::counts:
        s = slice(s, std::min(width_[row], 3 * sd), -30, 30, uniforms_, [&](double x) {
          const double z = (x - mean) / sd;
          return log_likelihood(report, x) - 0.5 * z * z;
        });
    }
  }

  const Design& design_;
  const Priors& priors_;
  Marginal marginal_;
  Uniforms uniforms_;
  State state_;
  Kept kept_;
  SmallMatrix covariance_, precision_;
  std::array<double, spread::count> step_{};  // width of the slice of a spread's logarithm
  std::vector<double> width_;                 // of that of a row's opinion
  std::vector<double> reach_;                 // about how far a row's report lets it move
  struct Part {
    std::size_t row;
    double effect;
  };
  std::vector<std::size_t> rows_;  // that move_effect moves
  std::vector<Part> parts_;        // of the effects that draw_scale moves
};

}  // namespace

void sample_chain(const Design& design, const Priors& priors, const Sampling& sampling, int number,
                  const std::function<void(const State&)>& seen,
                  const std::function<void()>& swept) {
  Chain chain(design, priors, sampling.seed, number);
  const auto sweep = [&] {
    chain.sweep();
    if (swept) swept();
  };
  for (int i = 0; i < sampling.warm_up; ++i) sweep();
  for (int i = 0; i < sampling.draws; ++i) {
    for (int j = 0; j < sampling.thin; ++j) sweep();
    seen(chain.state());
  }
}

}  // namespace ayes::learning
