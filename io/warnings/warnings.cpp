#include "io/warnings/warnings.h"

#include "io/warnings/sections.h"

namespace ayes {

std::vector<Mistake> warnings_of(const Scenario& scenario, const Model& model) {
  warnings::Warnings all{scenario, model, ranges_of(model)};
  warn_of_voters(all);
  warn_of_numbers(all);
  warn_of_drivers(all);
  warn_of_rules(all);
  warn_of_outcomes(all);
  warn_of_layoffs(all);
  return std::move(all.found);
}

}  // namespace ayes
