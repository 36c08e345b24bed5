#include "cli/part_names.h"

#include "cli/long_run.h"
#include "cli/outcome.h"

namespace ayes {

void PartNames::add(Shard shard, const std::string& name, const std::string& what) {
  of_ = shard.of;
  const auto [place, is_new] = names_.emplace(shard.number, name);
  if (is_new) return;
  throw UsageError(name + " and " + place->second + " are the same part of the " + what + ", " +
                   name_of(shard) + "; name it once");
}

void PartNames::check_complete() const {
  const std::int64_t missing = of_ - static_cast<std::int64_t>(names_.size());
  if (missing == 0) return;
  std::string list;
  int listed = 0;
  for (std::int64_t number = 1; number <= of_ && listed < 10; ++number) {
    if (names_.contains(number)) continue;
    list += (list.empty() ? "" : ", ") + name_of({number, of_});
    ++listed;
  }
  throw UsageError(std::to_string(missing) + (missing == 1 ? " part is" : " parts are") +
                   " missing: " + list + (missing > listed ? ", ..." : "") + "; run and name " +
                   (missing == 1 ? "it" : "them") + " too");
}

void refuse_mix(const std::string& first, const std::string& second, const std::string& what,
                const std::string& differs) {
  throw UsageError(first + " and " + second + " are of different " + what + "s (" + differs +
                   "); merge the parts of one " + what);
}

}  // namespace ayes
