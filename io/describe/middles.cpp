#include "io/describe/middles.h"

#include "models/numerics/elementary.h"

namespace ayes::described {
namespace {

double value(const Model& model, const Ranges& ranges, SharedColumn column) {
  const auto input_value = [&](SharedColumn input) {
    const Input& found = model.inputs[static_cast<std::size_t>(input)];
    const double middle = middle_of(found.path, ranges);
    return found.probit ? numerics::normal_quantile(middle) : middle;
  };
  if (column < static_cast<int>(model.inputs.size())) return input_value(column);
  for (const GrowingDriver& driver : model.shared.growing) {
    if (driver.product != column) continue;
    return input_value(driver.coefficient) * input_value(driver.quantity) / driver.at;
  }
  return 0;  // a term of chance
}

double value(const Model& model, const Ranges& ranges, const LinearForm& form) {
  double sum = form.constant;
  for (const auto& [column, weight] : form.terms) sum += weight * value(model, ranges, column);
  return sum;
}

double median(const OwnNoise& noise) {
  const auto* law = std::get_if<LawNoise>(&noise);
  if (!law) return 0;
  if (const auto* normal = std::get_if<input::Normal>(&law->quantile)) return normal->mean;
  return std::get<numerics::QuantileCurve>(law->quantile).evaluate(0);
}

}  // namespace

Middle middle_of_unit(const Model& model, const Ranges& ranges, const Unit& unit) {
  const double package = value(model, ranges, unit.package) + median(unit.package_noise);
  Middle middle{numerics::normal_cdf(package), {}, 0};
  middle.turnout =
      numerics::normal_cdf(value(model, ranges, unit.turnout) + median(unit.turnout_noise));
  if (!unit.votes_on_contract()) return middle;
  double contract = value(model, ranges, unit.contract) + median(unit.contract_noise);
  if (!unit.contract_has_own_law) contract += median(unit.package_noise);
  middle.contract = numerics::normal_cdf(contract);
  return middle;
}

}  // namespace ayes::described
