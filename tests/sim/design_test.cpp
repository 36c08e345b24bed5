#include "sim/design.h"

#include "tests/statistics.h"

#include <doctest/doctest.h>

#include <cmath>
#include <set>

namespace ayes {
namespace {

// How many points lie in each of `parts` equal intervals of a coordinate.
std::vector<int> in_intervals(const Design& design, std::size_t coordinate, int parts) {
  std::vector<int> counts(static_cast<std::size_t>(parts));
  for (const auto& point : design) {
    CHECK(point[coordinate] > 0);
    CHECK(point[coordinate] < 1);
    ++counts[static_cast<std::size_t>(point[coordinate] * parts)];
  }
  return counts;
}

TEST_CASE("a Latin hypercube has one point in each interval of each coordinate") {
  for (int points : {1, 2, 7, 100}) {
    const Design design = latin_hypercube(1, points, 5);
    REQUIRE(design.size() == static_cast<std::size_t>(points));
    for (std::size_t c = 0; c < 5; ++c) {
      for (int count : in_intervals(design, c, points)) CHECK(count == 1);
    }
  }
}

TEST_CASE("a point of a Latin hypercube is uniform, whatever its number") {
  std::vector<double> first, fifth;
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    const Design design = latin_hypercube(seed, 8, 2);
    first.push_back(design[0][0]);
    fifth.push_back(design[5][1]);
  }
  CHECK(statistics::uniform_agrees(first));
  CHECK(statistics::uniform_agrees(fifth));
}

TEST_CASE("the coordinates of a Latin hypercube are shuffled apart, and by the seed") {
  const Design design = latin_hypercube(1, 50, 2), other = latin_hypercube(2, 50, 2);
  std::set<int> distances;
  for (const auto& point : design)
    distances.insert(static_cast<int>(point[0] * 50) - static_cast<int>(point[1] * 50));
  CHECK(distances.size() > 10);
  CHECK(design != other);
  CHECK(design == latin_hypercube(1, 50, 2));
}

TEST_CASE("scrambled Sobol points keep one point in each interval of each coordinate") {
  const Design design = sobol_points(3, 1024, 6);
  REQUIRE(design.size() == 1024);
  for (std::size_t c = 0; c < 6; ++c) {
    for (int count : in_intervals(design, c, 1024)) CHECK(count == 1);
  }
}

TEST_CASE(
    "the first two coordinates are a net: every elementary box of area 1/64 holds one of 64") {
  for (std::uint64_t seed : {1u, 2u, 99u}) {
    const Design design = sobol_points(seed, 64, 2);
    for (int a = 0; a <= 6; ++a) {
      const int columns = 1 << a, rows = 64 / columns;
      std::set<int> boxes;
      for (const auto& point : design)
        boxes.insert(static_cast<int>(point[0] * columns) * rows +
                     static_cast<int>(point[1] * rows));
      CHECK(boxes.size() == 64);
    }
  }
}

TEST_CASE("a scrambled point is uniform over the seeds") {
  std::vector<double> values;
  for (std::uint64_t seed = 1; seed <= 2000; ++seed)
    values.push_back(sobol_points(seed, 4, 2)[2][1]);
  CHECK(statistics::uniform_agrees(values));
}

}  // namespace
}  // namespace ayes
