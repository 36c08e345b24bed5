#include "sim/root.h"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <map>

namespace ayes {
namespace {

// Every value is worked out once.
class Curve {
 public:
  Curve(const RootSearch& search, const EstimateAt& estimate)
      : search_(search), estimate_(estimate) {}

  const Estimate& at(double value) {
    const auto known = known_.find(value);
    if (known != known_.end()) return known->second;
    return known_.emplace(value, estimate_(value)).first->second;
  }
  double above(double value) { return at(value).mean - search_.target; }
  std::int64_t evaluations() const { return static_cast<std::int64_t>(known_.size()); }

 private:
  const RootSearch& search_;
  const EstimateAt& estimate_;
  std::map<double, Estimate> known_;
};

double half_width(const Estimate& estimate) {
  return (estimate.interval.high - estimate.interval.low) / 2;
}

// Values from low to high, both included.
std::vector<double> scanned(const RootSearch& search) {
  std::vector<double> values;
  for (int k = 0; k < search.scanned; ++k) {
    double value = search.low + (search.high - search.low) * k / (search.scanned - 1);
    if (k == search.scanned - 1) value = search.high;
    if (search.whole) value = std::floor(value + 0.5);
    if (values.empty() || value > values.back()) values.push_back(value);
  }
  return values;
}

// Closes in on the change of side between low and high; returns the two sides.
std::pair<double, double> close_in(Curve& curve, const RootSearch& search, double low,
                                   double high) {
  if (curve.above(low) == 0) return {low, low};
  if (search.whole) {
    const bool below = curve.above(low) < 0;
    while (high - low > 1) {
      const double middle = std::floor((low + high) / 2);
      ((curve.above(middle) < 0) == below ? low : high) = middle;
    }
    return {low, high};
  }
  const double range = search.high - search.low;
  const double slope = std::abs(curve.above(high) - curve.above(low)) / (high - low);
  const double error = slope > 0 ? half_width(curve.at(low)) / slope : 0;
  const double enough = std::max(error / 20, 1e-9 * range);
  std::uintmax_t most = 60;
  return boost::math::tools::toms748_solve(
      [&](double value) { return curve.above(value); }, low, high, curve.above(low),
      curve.above(high), [=](double a, double b) { return b - a <= enough; }, most);
}

Root root_between(Curve& curve, const RootSearch& search, double low, double high) {
  const double before = curve.above(low), after = curve.above(high);
  Root root;
  root.rising = before < after;
  const auto [a, b] = close_in(curve, search, low, high);
  root.value = search.whole ? b : std::abs(curve.above(a)) <= std::abs(curve.above(b)) ? a : b;
  root.at = curve.at(root.value);

  // The slope is taken over twice the error that the scan's own slope foretells.
  const double range = search.high - search.low;
  const double rough = std::abs(after - before) / (high - low);
  double step = std::clamp(2 * half_width(root.at) / rough, range / 1000, range / 16);
  if (search.whole) step = std::max(1.0, std::floor(step + 0.5));
  const double left = std::max(search.low, root.value - step),
               right = std::min(search.high, root.value + step);
  const Difference change = difference(curve.at(left), curve.at(right), search.level);
  const double run = right - left;
  root.slope = {change.value / run,
                change.se / run,
                {change.interval.low / run, change.interval.high / run},
                change.paired};
  if (root.slope.interval.low * root.slope.interval.high > 0) {
    const double centre = root.value - curve.above(root.value) / root.slope.value;
    const double half = half_width(root.at) / std::abs(root.slope.value);
    root.interval =
        Bounds{std::max(search.low, centre - half), std::min(search.high, centre + half)};
    if (search.whole)
      root.interval = Bounds{std::floor(root.interval->low), std::ceil(root.interval->high)};
  }
  return root;
}

}  // namespace

RootFindings find_roots(const RootSearch& search, const EstimateAt& estimate) {
  Curve curve(search, estimate);
  RootFindings found;
  found.values = scanned(search);
  for (double value : found.values) found.scan.push_back(curve.at(value));
  for (std::size_t k = 0; k < found.values.size(); ++k) {
    if (std::abs(curve.above(found.values[k])) < std::abs(curve.above(found.values[found.nearest])))
      found.nearest = k;
  }
  for (std::size_t k = 0; k + 1 < found.values.size(); ++k) {
    const double low = found.values[k], high = found.values[k + 1];
    const double before = curve.above(low), after = curve.above(high);
    // A value that hits the target is the end of the step before it, or the start of the first.
    const bool crosses = (before < 0) != (after < 0) && before != 0;
    const bool starts = before == 0 && after != 0 && k == 0;
    const bool ends = after == 0 && before != 0;
    if (!crosses && !starts && !ends) continue;
    Root root = root_between(curve, search, low, high);
    const bool again = !found.roots.empty() && root.interval && found.roots.back().interval &&
                       root.interval->low <= found.roots.back().interval->high;
    if (again) {
      found.roots.back().interval->high =
          std::max(found.roots.back().interval->high, root.interval->high);
      continue;
    }
    found.roots.push_back(std::move(root));
  }
  found.evaluations = curve.evaluations();
  return found;
}

}  // namespace ayes
