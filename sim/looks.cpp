#include "sim/looks.h"

#include <algorithm>

namespace ayes {
namespace {

constexpr std::int64_t step = 64;

}  // namespace

std::int64_t look_from(std::int64_t least) {
  std::int64_t count = step;
  while (count < least) count += std::max(step, (count / 20 + step - 1) / step * step);
  return count;
}

}  // namespace ayes
