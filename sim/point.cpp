#include "sim/point.h"

#include "models/numerics/elementary.h"
#include "sim/batches.h"
#include "sim/measures.h"
#include "sim/method.h"

#include <algorithm>

namespace ayes {
namespace {

Estimate counted(const std::string& name, const std::string& unit, double scale,
                 const PartedMoments& moments, double level) {
  Estimate result{.name = name, .unit = unit, .estimator = "sample"};
  result.mean = scale * mean(moments.all);
  result.se = scale * standard_error(moments.all);
  const double half = numerics::normal_quantile((1 + level) / 2) * result.se;
  result.interval = {result.mean - half, result.mean + half};
  for (std::size_t part = 0; part < moments.sum.size(); ++part) {
    if (moments.count[part] == 0) continue;
    const auto n = static_cast<double>(moments.count[part]);
    result.parts.push_back(scale * static_cast<double>(moments.sum[part]) / n);
    result.weights.push_back(n / static_cast<double>(moments.all.count));
  }
  return result;
}

Estimate counted_chance(const PartedMoments& flags, double level) {
  Estimate result = counted("ratified", "chance", 1, flags, level);
  const double p = result.mean;
  result.se = __builtin_sqrt(p * (1 - p) / static_cast<double>(flags.all.count));
  result.interval = wilson(static_cast<std::int64_t>(flags.all.sum), flags.all.count, level);
  return result;
}

void take(const Mean& mean, const std::vector<double>& parts, const std::string& estimator,
          double level, Estimate& into) {
  into.estimator = estimator;
  into.mean = mean.mean;
  into.se = mean.se;
  const double t = parts.empty() ? 0 : t_bound(parts.size(), level);
  into.interval = {mean.mean - t * mean.se, mean.mean + t * mean.se};
  into.parts = parts;
  into.weights.assign(parts.size(), 1 / static_cast<double>(parts.size()));
}

Estimate chance_of(const Refined& better, double level) {
  Estimate result{.name = "ratified", .unit = "chance"};
  const Chance& chance = better.findings.ratified;
  take({chance.probability, chance.se}, better.findings.ratified_parts, better.estimator, level,
       result);
  result.interval = chance.interval;
  result.bias = better.findings.ratified_bias;
  return result;
}

// Progress counts votes; what takes their place goes on before the first.
Execution without_count(const Plan& plan, const Execution& execution) {
  Execution silent = execution;
  if (execution.progress) {
    silent.progress = [progress = execution.progress, all = plan.replications](
                          std::int64_t, std::int64_t) { return progress(0, all); };
  }
  return silent;
}

}  // namespace

std::size_t measures_counted(const Model& model, Wanted wanted) {
  return wanted == Wanted::all ? measures_of(model).size() : 0;
}

std::int64_t votes_between_rests(const Execution& execution) {
  return std::int64_t{1 << 18} * execution.threads;
}

PointTally count_point(const Model& model, const Plan& plan, Range range, Wanted wanted,
                       const Execution& execution) {
  const std::size_t measures = measures_counted(model, wanted);
  return count_batches(
      {&model}, plan, range, execution, [=] { return PointTally(measures); },
      [=](const Model& each, Batch& batch) {
        wanted == Wanted::all ? simulate(each, batch) : simulate_decision(each, batch);
      },
      [&](PointTally& tally, const std::vector<Batch>& batches) {
        tally.add(model, batches.front());
      });
}

std::optional<Estimate> refined_chance(const Model& model, const Plan& plan,
                                       const conditional::PointTally& points) {
  const auto better = refined(model, plan, points);
  if (!better) return {};
  return chance_of(*better, plan.level);
}

std::vector<Estimate> estimate_point(const Model& model, const Plan& plan, Wanted wanted,
                                     const Execution& execution) {
  PointProgress progress;
  return estimate_point(model, plan, wanted, execution, progress, {});
}

std::vector<Estimate> estimate_point(const Model& model, const Plan& plan, Wanted wanted,
                                     const Execution& execution, PointProgress& progress,
                                     const std::function<void()>& rest) {
  const auto better = refined(model, plan, without_count(plan, execution));
  if (better && wanted == Wanted::ratified) return {chance_of(*better, plan.level)};
  if (progress.votes == 0) progress.tally = PointTally(measures_counted(model, wanted));
  const std::int64_t most = rest ? votes_between_rests(execution) : plan.replications;
  while (progress.votes < plan.replications) {
    const Range range{progress.votes, std::min(progress.votes + most, plan.replications)};
    progress.tally.merge(count_point(model, plan, range, wanted, execution));
    progress.votes = range.last;
    if (rest) rest();
  }
  const PointTally& tally = progress.tally;
  std::vector<Estimate> estimates = {better ? chance_of(*better, plan.level)
                                            : counted_chance(tally.ratified, plan.level)};
  if (wanted == Wanted::ratified) return estimates;
  const std::vector<Measure> measures = measures_of(model);
  for (std::size_t m = 0; m < measures.size(); ++m) {
    estimates.push_back(counted(measures[m].name, measures[m].unit, measures[m].scale,
                                tally.measures[m], plan.level));
    if (!better) continue;
    const conditional::Findings& found = better->findings;
    if (measures[m].name == "unions_yes") {
      take(found.unions_yes, found.unions_yes_parts, better->estimator, plan.level,
           estimates.back());
    } else if (measures[m].name == "members_of_yes_unions") {
      take(found.members_of_yes_unions, found.members_parts, better->estimator, plan.level,
           estimates.back());
    }
  }
  return estimates;
}

}  // namespace ayes
