#include "sim/method.h"

#include "sim/conditional/exact.h"

#include <algorithm>

namespace ayes {
namespace {

// `automatic` leaves large rosters to the simulated votes: tables and rules grow with unions.
constexpr std::size_t most_units = 500;

// The smallest number of unions that a share `level` of votes doesn't exceed.
double quantile(const std::vector<Mean>& count, double level) {
  double sum = 0;
  for (std::size_t k = 0; k + 1 < count.size(); ++k) {
    sum += count[k].mean;
    if (sum >= level) return static_cast<double>(k);
  }
  return static_cast<double>(count.size() - 1);
}

void replace(const conditional::Findings& findings, const std::string& estimator, Result& result) {
  // Simulated votes still say how those that were rejected, or ratified, fell out.
  const double p = findings.ratified.probability, sampled = result.ratified.probability;
  result.rejected_despite_majority *= sampled < 1 ? (1 - p) / (1 - sampled) : 0;
  result.ratified_without_majority *= sampled > 0 ? p / sampled : 0;
  result.ratified = findings.ratified;
  result.estimator = estimator;
  result.drawn_unions = findings.drawn_unions;
  for (std::size_t u = 0; u < result.unions.size(); ++u) result.unions[u].yes = findings.unions[u];
  for (MeasureResult& measure : result.measures) {
    const bool unions = measure.name == "unions_yes";
    if (!unions && measure.name != "members_of_yes_unions") continue;
    const Mean& mean = unions ? findings.unions_yes : findings.members_of_yes_unions;
    measure.estimator = estimator;
    measure.all.mean = mean.mean;
    measure.all.se = mean.se;
    measure.all.sd = unions ? findings.unions_yes_sd : findings.members_of_yes_unions_sd;
    if (!unions || findings.count.empty()) continue;
    measure.chances = findings.count;
    for (auto& [level, value] : measure.all.quantiles) value = quantile(findings.count, level);
  }
}

}  // namespace

std::string_view name_of(Method method) {
  switch (method) {
    case Method::automatic:
      return "auto";
    case Method::sample:
      return "sample";
    case Method::conditional:
      return "conditional";
    case Method::exact:
      return "exact";
  }
  return "";
}

std::optional<Mistake> why_not(const Model& model, Method method) {
  if (method == Method::conditional) return conditional::why_not(model);
  if (method == Method::exact) return conditional::why_not_exact(model);
  return {};
}

Method worked_out_by(const Model& model, Method method) {
  if (method == Method::sample) return Method::sample;
  const bool automatic = method == Method::automatic;
  if (automatic && model.units.size() > most_units) return Method::sample;
  if (!automatic) {
    if (const auto mistake = why_not(model, method)) throw ScenarioError({*mistake});
    return method;
  }
  if (!conditional::why_not_exact(model)) return Method::exact;
  return conditional::why_not(model) ? Method::sample : Method::conditional;
}

std::optional<Refined> refined(const Model& model, const Plan& plan,
                               const conditional::PointTally& points) {
  const Method by = worked_out_by(model, plan.method);
  if (by == Method::exact) return Refined{conditional::exact(model), "exact"};
  if (by != Method::conditional) return {};
  const conditional::Findings findings = conditional::conclude(model, plan, points);
  const double p = findings.ratified.probability;
  const double sampled = __builtin_sqrt(p * (1 - p) / static_cast<double>(plan.replications));
  if (plan.method == Method::automatic && !(findings.ratified.se < sampled)) return {};
  return Refined{findings, "conditional"};
}

namespace {

// The tally of all points, if the model is worked out by them.
conditional::PointTally points_of(const Model& model, const Plan& plan,
                                  const Execution& execution) {
  if (worked_out_by(model, plan.method) != Method::conditional) return {};
  return conditional::tally_points(model, plan, execution);
}

}  // namespace

std::optional<Refined> refined(const Model& model, const Plan& plan, const Execution& execution) {
  return refined(model, plan, points_of(model, plan, execution));
}

void refine(const Model& model, const Plan& plan, const conditional::PointTally& points,
            Result& result) {
  result.method = name_of(plan.method);
  if (const auto better = refined(model, plan, points))
    replace(better->findings, better->estimator, result);
}

void refine(const Model& model, const Plan& plan, const Execution& execution, Result& result) {
  refine(model, plan, points_of(model, plan, execution), result);
}

}  // namespace ayes
