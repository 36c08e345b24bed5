#include "sim/conditional/points.h"

#include "models/stream.h"

#include <boost/random/sobol.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <string>

namespace ayes::conditional {
namespace {

constexpr int bits = 52;

std::uint64_t coordinate_stream(int coordinate) {
  return stream_name("first", "conditional", "coordinate", std::to_string(coordinate));
}

// The 52 bits behind a uniform number.
std::uint64_t bits_of(double uniform) { return static_cast<std::uint64_t>(uniform * 0x1p52 - 0.5); }

// The sequence's direction numbers, 64 bits from the binary point on: [bit of the number]
// [coordinate]. The engine stands at the point whose Gray code is the bit alone.
std::vector<std::vector<std::uint64_t>> directions(int coordinates, int log2_points) {
  std::vector<std::vector<std::uint64_t>> result;
  boost::random::sobol engine(static_cast<std::size_t>(coordinates));
  for (int bit = 0; bit < log2_points; ++bit) {
    engine.seed((std::uint64_t{2} << bit) - 2);
    std::vector<std::uint64_t>& row = result.emplace_back();
    for (int c = 0; c < coordinates; ++c) row.push_back(engine());
  }
  return result;
}

}  // namespace

Points::Points(std::uint64_t seed, int coordinates, int log2_points,
               const kernels::Kernels& kernels)
    : seed_(seed),
      even_(std::min(coordinates, most_even_coordinates)),
      log2_points_(log2_points),
      kernels_(&kernels) {
  if (even_ == 0) return;
  const auto plain = directions(even_, log2_points);
  const auto each = static_cast<std::size_t>(log2_points);
  shift_.resize(static_cast<std::size_t>(scrambles * even_));
  direction_.resize(shift_.size() * each);
  for (int c = 0; c < even_; ++c) {
    const std::uint64_t stream = coordinate_stream(c);
    std::array<double, scrambles> uniform{};
    const auto place = [&](int scramble) { return static_cast<std::size_t>(scramble * even_ + c); };
    kernels.uniforms(seed, stream, 0, 0, scrambles, uniform.data());
    for (int s = 0; s < scrambles; ++s) shift_[place(s)] = bits_of(uniform[s]);
    for (int column = 0; column < log2_points; ++column) {
      // A column of the matrix: nothing above the diagonal, one on it, anything below.
      kernels.uniforms(seed, stream, 0, 1 + column, scrambles, uniform.data());
      const std::uint64_t diagonal = std::uint64_t{1} << (bits - 1 - column);
      for (int s = 0; s < scrambles; ++s) {
        const std::uint64_t matrix = diagonal | (bits_of(uniform[s]) & (diagonal - 1));
        for (std::size_t bit = 0; bit < each; ++bit) {
          const bool set = plain[bit][static_cast<std::size_t>(c)] >> (63 - column) & 1;
          if (set) direction_[place(s) * each + bit] ^= matrix;
        }
      }
    }
  }
}

void Points::fill(int scramble, int coordinate, std::int64_t first, int n, double* out) const {
  assert(n <= most_points && (n & (n - 1)) == 0 && first % n == 0);
  if (coordinate >= even_) {
    kernels_->uniforms(seed_, coordinate_stream(coordinate), replication(scramble, first), 0, n,
                       out);
    return;
  }
  const auto place = static_cast<std::size_t>(scramble * even_ + coordinate);
  const std::uint64_t* direction = &direction_[place * static_cast<std::size_t>(log2_points_)];
  std::uint64_t start = shift_[place];
  int low = 0;  // bits of the number that vary inside the block
  while ((1 << low) < n) ++low;
  for (int bit = low; bit < log2_points_; ++bit) {
    if (first >> bit & 1) start ^= direction[bit];
  }

  // Each further bit doubles the points: the same ones, moved by its direction.
  std::array<std::uint64_t, most_points> word;
  word[0] = start;
  for (int bit = 0; bit < low; ++bit) {
    const int size = 1 << bit;
    for (int i = 0; i < size; ++i) word[i + size] = word[i] ^ direction[bit];
  }
  // (m + 1/2) / 2^52: the bits m are the fraction of a number in [1, 2).
  for (int i = 0; i < n; ++i) {
    out[i] = __builtin_bit_cast(double, word[i] | 0x3ff0000000000000) - (1.0 - 0x1p-53);
  }
}

}  // namespace ayes::conditional
