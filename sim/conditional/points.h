// Points of a scrambled Sobol sequence: uniform numbers that fill the unit cube more evenly than
// independent ones, so that an average over them is nearer to its integral. Each of 16 scrambles is
// a sample of its own; their spread is the error.
#pragma once

#include "models/kernels/kernels.h"

#include <cstdint>
#include <vector>

namespace ayes::conditional {

inline constexpr int scrambles = 16;
// Coordinates beyond this are independent draws; what moves the vote most comes first.
inline constexpr int most_even_coordinates = 1024;

// Points that are filled at once, at most.
inline constexpr int most_points = 256;

// The sequence of Joe and Kuo (2008), its digits scrambled by a random lower triangular matrix and
// shifted (Matousek 1998), a matrix and a shift a coordinate and scramble: every point is uniform
// in the cube, and the points of a scramble keep the evenness of the sequence.
class Points {
 public:
  // Prepares 2^log2_points points a scramble with the given number of coordinates.
  Points(std::uint64_t seed, int coordinates, int log2_points, const kernels::Kernels& kernels);

  // Fills out[i] with one coordinate, in (0, 1), of points first + i of a scramble (0 to 15). n is
  // a power of two up to most_points and `first` a multiple of it.
  void fill(int scramble, int coordinate, std::int64_t first, int n, double* out) const;

  // Numbers a point through all scrambles, as the independent draws of its name count it.
  std::int64_t replication(int scramble, std::int64_t point) const {
    return (std::int64_t{scramble} << log2_points_) + point;
  }

 private:
  std::uint64_t seed_;
  int even_, log2_points_;
  const kernels::Kernels* kernels_;
  std::vector<std::uint64_t> shift_;      // [scramble][coordinate], 52 bits
  std::vector<std::uint64_t> direction_;  // [scramble][coordinate][bit of the point's number]
};

}  // namespace ayes::conditional
