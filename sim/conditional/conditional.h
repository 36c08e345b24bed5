// The conditional estimator: P(ratified) as an average over the chance that all unions share, of
// what is worked out exactly, or without bias, for each union alone (docs/model.md, "Estimators").
#pragma once

#include "models/mistake.h"
#include "models/model.h"
#include "sim/result.h"
#include "sim/run.h"

#include <optional>
#include <vector>

namespace ayes::conditional {

// The most by which a tabulated union's chance is off; standard errors allow for it.
inline constexpr double table_error = 1e-6;

// What the estimator finds out; everything else is for simulated votes to say.
struct Findings {
  Chance ratified;
  std::vector<Chance> unions;  // a union says yes
  std::vector<Mean> count;     // chance of 0, 1, ... unions saying yes; empty for very many
  Mean unions_yes, members_of_yes_unions;
  double unions_yes_sd = 0, members_of_yes_unions_sd = 0;
  // Means of the scrambles, for differences between models on the same points; empty when exact.
  std::vector<double> ratified_parts, unions_yes_parts, members_parts;
  double ratified_bias = 0;  // P(ratified) may be off by so much in all scrambles alike
  int drawn_unions = 0;  // those whose chance is an unbiased draw and not a number
};

// Says why the estimator doesn't apply to a model; none when it does.
std::optional<Mistake> why_not(const Model& model);

// Estimates from plan.points points. The model is one to which the estimator applies.
Findings estimate(const Model& model, const Plan& plan, const Execution& execution);

}  // namespace ayes::conditional
