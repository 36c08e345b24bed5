#include "io/result/values_json.inl"

#include "io/result/number_text.h"

namespace ayes {

Json bounds_json(const Bounds& bounds) { return {bounds.low, bounds.high}; }

Json chance_json(const Chance& chance) {
  if (of_nothing(chance)) return nullptr;
  return {{"probability", chance.probability},
          {"se", chance.se},
          {"interval", bounds_json(chance.interval)}};
}

Json mean_json(const Mean& mean) { return {{"mean", mean.mean}, {"se", mean.se}}; }

Json difference_json(const Difference& difference, const char* value) {
  return {{value, difference.value},
          {"se", difference.se},
          {"interval", bounds_json(difference.interval)},
          {"paired", difference.paired}};
}

}  // namespace ayes
