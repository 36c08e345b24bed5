#include "sim/calendar_tally.h"

namespace ayes {
namespace {

void add_all(std::vector<std::int64_t>& into, const std::vector<std::int64_t>& from) {
  for (std::size_t k = 0; k < into.size(); ++k) into[k] += from[k];
}

}  // namespace

CalendarTally::CalendarTally(const Model& model) {
  if (!model.calendar) return;
  dead_before.assign(model.calendar->days.size(), 0);
  safe_before = dead_before;
  missed.assign(model.units.size(), 0);
}

void CalendarTally::add(const Batch& batch) {
  if (!batch.calendar) return;
  for (std::size_t day = 0; day < dead_before.size(); ++day) {
    const auto fate = batch.calendar->fate.col(static_cast<Eigen::Index>(day)).head(batch.size);
    dead_before[day] += (fate == static_cast<std::int32_t>(Fate::dead)).count();
    safe_before[day] += (fate == static_cast<std::int32_t>(Fate::safe)).count();
  }
  if (!batch.votes.absence) return;
  for (std::size_t unit = 0; unit < missed.size(); ++unit) {
    const auto absent = batch.votes.absence->unit_absent.col(static_cast<Eigen::Index>(unit));
    missed[unit] += absent.head(batch.size).cast<std::int64_t>().sum();
  }
}

void CalendarTally::merge(const CalendarTally& other) {
  add_all(dead_before, other.dead_before);
  add_all(safe_before, other.safe_before);
  add_all(missed, other.missed);
}

}  // namespace ayes
