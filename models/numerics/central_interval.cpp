#include "models/numerics/central_interval.h"

#include "models/numerics/elementary.h"
#include "models/numerics/impossible.h"

namespace ayes::numerics {

void check(const CentralInterval& interval) {
  if (!(interval.low < interval.high)) {
    impossible("the interval from " + in_words(interval.low) + " to " + in_words(interval.high) +
               " has no width");
  }
  if (!(interval.level > 0.0 && interval.level < 1.0)) {
    impossible("a level of " + in_words(interval.level) + " is not between 0 and 1");
  }
}

double tail_of(const CentralInterval& interval) { return 0.5 * (1.0 - interval.level); }

double half_width_in_sds(const CentralInterval& interval) {
  return -normal_quantile(tail_of(interval));
}

}  // namespace ayes::numerics
