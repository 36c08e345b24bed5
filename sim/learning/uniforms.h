// A sequence of uniforms under one name, for chains that walk: number i is draw 0 of the name at
// replication i.
#pragma once

#include "models/kernels/kernels.h"
#include "models/numerics/elementary.h"
#include "models/stream.h"

#include <array>

namespace ayes::learning {

class Uniforms {
 public:
  Uniforms(std::uint64_t seed, std::string_view term, std::string_view name)
      : seed_(seed), stream_(stream_name("first", "learning", term, name)) {}

  // In (0, 1).
  double uniform() {
    if (at_ == size) {
      kernels::best().uniforms(seed_, stream_, next_, 0, size, values_.data());
      next_ += size;
      at_ = 0;
    }
    return values_[static_cast<std::size_t>(at_++)];
  }
  double normal() { return numerics::normal_quantile(uniform()); }

 private:
  static constexpr int size = 256;
  std::uint64_t seed_, stream_;
  std::int64_t next_ = 0;
  int at_ = size;
  std::array<double, size> values_{};
};

}  // namespace ayes::learning
