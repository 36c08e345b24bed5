#include "io/sweep/sweep.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace ayes {
namespace {

// The number a value begins with: 40 of "40%".
std::optional<double> number_of(const std::string& value) {
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const std::string rest(end, value.data() + value.size());
  if (error != std::errc() || !(rest.empty() || rest == "%" || rest.ends_with("points"))) return {};
  return number;
}

}  // namespace

const Estimate* find_estimate(const SweepPoint& point, const std::string& name) {
  const auto found = std::find_if(point.estimates.begin(), point.estimates.end(),
                                  [&](const Estimate& estimate) { return estimate.name == name; });
  return found == point.estimates.end() ? nullptr : &*found;
}

void find_peak(Sweep& sweep) {
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t p = 0; p < sweep.points.size(); ++p) {
    if (!sweep.points[p].mistakes.empty()) continue;
    const auto number = number_of(sweep.points[p].values.front());
    if (!number) return;
    order.emplace_back(*number, p);
  }
  if (order.size() < 3) return;
  std::sort(order.begin(), order.end());
  Sweep::OfPoints found;
  std::vector<const Estimate*> curve;
  for (const auto& [number, p] : order) {
    found.points.push_back(p);
    curve.push_back(&sweep.points[p].estimates.front());
  }
  found.peak = find_peak(curve, sweep.plan.level);
  sweep.peak = std::move(found);
}

}  // namespace ayes
