// The files that ayes merge is given: each part once, and all of them.
#pragma once

#include "sim/part.h"

#include <cstdint>
#include <map>
#include <string>

namespace ayes {

class PartNames {
 public:
  // Throws UsageError when the part was named before; `what` the parts are of, a run, say.
  void add(Shard shard, const std::string& name, const std::string& what);
  // Throws UsageError when a part is missing.
  void check_complete() const;

 private:
  std::int64_t of_ = 1;
  std::map<std::int64_t, std::string> names_;  // of the files, by the number of their shard
};

// Throws the UsageError of two files that are not of one run, sweep or comparison (`what`).
[[noreturn]] void refuse_mix(const std::string& first, const std::string& second,
                             const std::string& what, const std::string& differs);

}  // namespace ayes
