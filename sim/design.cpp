#include "sim/design.h"

#include "models/stream.h"
#include "sim/conditional/points.h"

#include <algorithm>
#include <numeric>
#include <string>

namespace ayes {

Design latin_hypercube(std::uint64_t seed, int points, int coordinates) {
  const auto n = static_cast<std::size_t>(points);
  Design design(n, std::vector<double>(static_cast<std::size_t>(coordinates)));
  std::vector<double> order(n), place(n);
  std::vector<std::size_t> interval(n);
  for (int c = 0; c < coordinates; ++c) {
    const std::uint64_t stream =
        stream_name("first", "design", "latin hypercube", std::to_string(c));
    kernels::best().uniforms(seed, stream, 0, 0, points, order.data());
    kernels::best().uniforms(seed, stream, 0, 1, points, place.data());
    std::iota(interval.begin(), interval.end(), std::size_t{0});
    std::sort(interval.begin(), interval.end(), [&](std::size_t a, std::size_t b) {
      return order[a] != order[b] ? order[a] < order[b] : a < b;
    });
    for (std::size_t i = 0; i < n; ++i) {
      design[i][static_cast<std::size_t>(c)] =
          (static_cast<double>(interval[i]) + place[i]) / static_cast<double>(points);
    }
  }
  return design;
}

Design sobol_points(std::uint64_t seed, int points, int coordinates) {
  int log2_points = 0;
  while ((1 << log2_points) < points) ++log2_points;
  const conditional::Points sequence(seed, coordinates, log2_points, kernels::best());
  Design design(static_cast<std::size_t>(points),
                std::vector<double>(static_cast<std::size_t>(coordinates)));
  const int at_once = std::min(points, conditional::most_points);
  std::vector<double> values(static_cast<std::size_t>(at_once));
  for (int c = 0; c < coordinates; ++c) {
    for (int first = 0; first < points; first += at_once) {
      sequence.fill(0, c, first, at_once, values.data());
      for (int i = 0; i < at_once; ++i) {
        design[static_cast<std::size_t>(first + i)][static_cast<std::size_t>(c)] =
            values[static_cast<std::size_t>(i)];
      }
    }
  }
  return design;
}

}  // namespace ayes
