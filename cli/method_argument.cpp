#include "cli/method_argument.h"

#include "cli/count_argument.h"
#include "cli/outcome.h"
#include "sim/method.h"

namespace ayes {

Method method_argument(const std::string& text) {
  for (Method method : {Method::automatic, Method::sample, Method::conditional, Method::exact}) {
    if (text == name_of(method)) return method;
  }
  throw UsageError("--method " + text +
                   ": there is no such method; write auto, sample, conditional or exact");
}

std::int64_t points_argument(const std::string& text) {
  const std::uint64_t points = count_argument("--points", text, 256, std::uint64_t{1} << 30);
  if ((points & (points - 1)) == 0) return static_cast<std::int64_t>(points);
  std::uint64_t below = 256;
  while (below * 2 < points) below *= 2;
  throw UsageError("--points " + text +
                   ": this is no power of 2 (points fill space evenly by powers of 2); write " +
                   std::to_string(below) + " or " + std::to_string(2 * below));
}

}  // namespace ayes
