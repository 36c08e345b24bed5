// Designs: sets of points that fill the unit cube, for sweeps over many quantities at once.
#pragma once

#include <cstdint>
#include <vector>

namespace ayes {

// Points, a coordinate in (0, 1) each.
using Design = std::vector<std::vector<double>>;

// Returns a Latin hypercube (McKay, Beckman and Conover 1979): of each coordinate, each of `points`
// equal intervals holds one point, at a random place. `points` and `coordinates` are 1 or more.
Design latin_hypercube(std::uint64_t seed, int points, int coordinates);

// Returns the first points of a scrambled Sobol sequence (sim/conditional/points.h). `points` is a
// power of two up to 2^20, `coordinates` from 1 to 1024.
Design sobol_points(std::uint64_t seed, int points, int coordinates);

}  // namespace ayes
