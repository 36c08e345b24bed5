#include "models/expected_value.h"

#include "models/numerics/elementary.h"

namespace ayes {
namespace {

constexpr int steps = 4096;

double mean_of_curve(const numerics::QuantileCurve& curve) {
  double sum = 0;
  for (int i = 0; i < steps; ++i)
    sum += curve.evaluate(numerics::normal_quantile((i + 0.5) / steps));
  return sum / steps;
}

double mean_of_values(const input::Discrete& law) {
  double sum = 0;
  for (int i = 0; i < steps; ++i) {
    std::size_t k = 0;
    while ((i + 0.5) / steps > law.cumulative[k]) ++k;
    sum += law.values[k];
  }
  return sum / steps;
}

}  // namespace

double expected_value(const input::Source& source) {
  if (const auto* constant = std::get_if<input::Constant>(&source)) return constant->value;
  if (const auto* normal = std::get_if<input::Normal>(&source)) return normal->mean;
  if (const auto* law = std::get_if<input::LogNormal>(&source))
    return numerics::exp(law->mean + law->sd * law->sd / 2);
  if (const auto* table = std::get_if<input::Tabulated>(&source))
    return mean_of_curve(table->curve);
  return mean_of_values(std::get<input::Discrete>(source));
}

double expected_value(const OwnNoise& noise) {
  const auto* law = std::get_if<LawNoise>(&noise);
  if (!law) return 0;
  if (const auto* normal = std::get_if<input::Normal>(&law->quantile)) return normal->mean;
  return mean_of_curve(std::get<numerics::QuantileCurve>(law->quantile));
}

}  // namespace ayes
