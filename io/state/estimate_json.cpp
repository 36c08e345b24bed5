#include "io/state/estimate_json.inl"

#include <cmath>
#include <limits>

namespace ayes::state {
namespace {

constexpr std::size_t most_parts = 1 << 16;

// JSON knows neither infinity nor NaN. The shortest digits that mean a number bring it back.
Json write_number(double value) {
  if (std::isfinite(value)) return value;
  return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

double read_number(const Json& json) {
  if (json.is_number()) return json.get<double>();
  if (json == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (json == "inf") return std::numeric_limits<double>::infinity();
  if (json == "-inf") return -std::numeric_limits<double>::infinity();
  throw Unsound("an estimate has something else than a number");
}

Json write_numbers(const std::vector<double>& values) {
  Json list = Json::array();
  for (double value : values) list.push_back(write_number(value));
  return list;
}

std::vector<double> read_numbers(const Json& json, const char* name) {
  const Json& list = member(json, name, &Json::is_array);
  if (list.size() > most_parts) throw Unsound("an estimate has too many parts");
  std::vector<double> values;
  for (const Json& each : list) values.push_back(read_number(each));
  return values;
}

}  // namespace

Json write_estimates(const std::vector<Estimate>& estimates) {
  Json list = Json::array();
  for (const Estimate& each : estimates) {
    list.push_back({{"name", each.name},
                    {"unit", each.unit},
                    {"estimator", each.estimator},
                    {"numbers", write_numbers({each.mean, each.se, each.interval.low,
                                               each.interval.high, each.bias})},
                    {"parts", write_numbers(each.parts)},
                    {"weights", write_numbers(each.weights)}});
  }
  return list;
}

std::vector<Estimate> read_estimates(const Json& json) {
  if (!json.is_array()) throw Unsound("estimates are no list");
  std::vector<Estimate> estimates;
  for (const Json& each : json) {
    Estimate estimate{.name = text(each, "name"),
                      .unit = text(each, "unit"),
                      .estimator = text(each, "estimator")};
    const std::vector<double> numbers = read_numbers(each, "numbers");
    if (numbers.size() != 5) throw Unsound("an estimate has not five numbers");
    estimate.mean = numbers[0];
    estimate.se = numbers[1];
    estimate.interval = {numbers[2], numbers[3]};
    estimate.bias = numbers[4];
    estimate.parts = read_numbers(each, "parts");
    estimate.weights = read_numbers(each, "weights");
    if (estimate.parts.size() != estimate.weights.size())
      throw Unsound("an estimate's parts have not as many weights");
    estimates.push_back(std::move(estimate));
  }
  return estimates;
}

}  // namespace ayes::state
