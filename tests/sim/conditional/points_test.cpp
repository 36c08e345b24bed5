// The points of the conditional estimator: uniform, and more even than chance.
#include "sim/conditional/points.h"

#include "tests/statistics.h"

#include <doctest/doctest.h>

#include <array>
#include <set>
#include <vector>

namespace ayes::conditional {
namespace {

constexpr int log2_points = 8, n = 1 << log2_points;

std::vector<double> column(const Points& points, int scramble, int coordinate) {
  std::vector<double> values(n);
  points.fill(scramble, coordinate, 0, n, values.data());
  return values;
}

TEST_CASE("each coordinate of a scramble has one point in every 256th part of the unit interval") {
  const Points points(1, 40, log2_points, kernels::best());
  for (int scramble : {0, 7, 15}) {
    for (int coordinate = 0; coordinate < 40; ++coordinate) {
      std::set<int> parts;
      for (double u : column(points, scramble, coordinate)) {
        REQUIRE(u > 0);
        REQUIRE(u < 1);
        parts.insert(static_cast<int>(u * n));
      }
      CHECK(parts.size() == n);
    }
  }
}

TEST_CASE("the first two coordinates have one point in every cell of 256th parts, however shaped") {
  // A (0, 8, 2)-net in base 2 (Niederreiter 1992): the scrambles keep the sequence's.
  const Points points(5, 2, log2_points, kernels::best());
  for (int scramble = 0; scramble < scrambles; ++scramble) {
    const auto x = column(points, scramble, 0), y = column(points, scramble, 1);
    for (int wide = 0; wide <= log2_points; ++wide) {
      std::set<std::pair<int, int>> cells;
      for (std::size_t i = 0; i < n; ++i) {
        cells.emplace(static_cast<int>(x[i] * (1 << wide)),
                      static_cast<int>(y[i] * (1 << (log2_points - wide))));
      }
      CHECK(cells.size() == n);
    }
  }
}

TEST_CASE("one point of a scramble is uniform over the scrambles of many seeds") {
  for (int coordinate : {0, 3, 1500}) {  // the last is an independent draw
    std::vector<double> values;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
      const Points points(seed, 1501, 2, kernels::best());
      for (int scramble = 0; scramble < scrambles; ++scramble) {
        std::array<double, 4> four{};
        points.fill(scramble, coordinate, 0, 4, four.data());
        values.push_back(four[2]);
      }
    }
    CHECK(statistics::uniform_agrees(values));
  }
}

TEST_CASE("blocks of points are the points, and all kernels give the same") {
  for (const kernels::Kernels* set : kernels::all()) {
    const Points points(3, 1030, log2_points, *set);
    const Points others(3, 1030, log2_points, kernels::best());
    for (int coordinate : {0, 17, 1025}) {
      const auto whole = column(others, 4, coordinate);
      std::vector<double> part(32);
      for (int first = 0; first < n; first += 32) {
        points.fill(4, coordinate, first, 32, part.data());
        for (std::size_t i = 0; i < 32; ++i) {
          CHECK(part[i] == whole[static_cast<std::size_t>(first) + i]);
        }
      }
    }
  }
}

}  // namespace
}  // namespace ayes::conditional
