// When a run began and how long it took, for those who ask.
#pragma once

#include "io/result/source.h"
#include "sim/run.h"

#include <chrono>

namespace ayes {

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }
  // What went into a run that began when the watch did, and is over.
  Provenance provenance(const Execution& execution) const;

 private:
  std::chrono::system_clock::time_point started_ = std::chrono::system_clock::now();
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace ayes
