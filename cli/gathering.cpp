#include "cli/gathering.h"

#include "cli/long_run.h"
#include "cli/outcome.h"
#include "io/result/number_text.h"
#include "models/compile/compile.h"

namespace ayes {

void RunGathering::add(const std::string& text, const std::string& name) {
  const SavedRun saved(text, name);
  if (!first_) {
    file_ = saved.scenario();
    model_.emplace(compile(file_.scenario));
    whole_.emplace(*model_, saved.plan());
  } else {
    check_alike(saved);
  }
  names_.add(saved.shard(), name, "run");
  const Part part = saved.part(*model_);
  if (!is_done(*model_, saved.plan(), part)) {
    const Range all = votes_of(saved.plan(), part.shard);
    throw UsageError(name + " is not done (" + grouped(part.votes.first - all.first) + " of its " +
                     grouped(all.last - all.first) +
                     " votes are counted); go on with it: ayes run ... --resume " + name);
  }
  if (saved.shard().number == 1) file_.path = saved.scenario_path();
  if (saved.shard().whole()) {
    whole_ = part;
  } else {
    gather(*model_, saved.plan(), *whole_, part);
  }
  if (!first_) first_.emplace(saved.name(), saved);
}

Result RunGathering::result() const {
  names_.check_complete();
  return finish(*model_, first_->second.plan(), *whole_);
}

void RunGathering::check_alike(const SavedRun& saved) const {
  const SavedRun& first = first_->second;
  std::string differs = difference(first.sha256(), first.plan(), saved);
  if (differs.empty() && first.shard().of != saved.shard().of) {
    differs = "parts " + name_of(first.shard()) + " and " + name_of(saved.shard());
  }
  if (!differs.empty()) refuse_mix(first_->first, saved.name(), "run", differs);
}

void SweepGathering::add(const std::string& text, const std::string& name) {
  SweepPart part = read_sweep(text, name);
  if (whole_) check_alike(part, name);
  names_.add(part.shard, name, "sweep");
  if (part.done() < part.all()) {
    throw UsageError(name + " is not done (" + grouped(part.done()) + " of its " +
                     grouped(part.all()) +
                     " points are counted); go on with it: ayes sweep ... --resume " + name);
  }
  if (!whole_) {
    first_ = name;
    whole_ = std::move(part);
    return;
  }
  if (part.shard.number == 1) std::swap(*whole_, part);  // says where the scenario is
  for (std::size_t p = 0; p < part.sweep.points.size(); ++p) {
    if (!part.sweep.points[p].estimates.empty())
      whole_->sweep.points[p].estimates = std::move(part.sweep.points[p].estimates);
  }
}

const SweepPart& SweepGathering::whole() const {
  names_.check_complete();
  return *whole_;
}

void SweepGathering::check_alike(const SweepPart& part, const std::string& name) const {
  std::string differs = difference(*whole_, part);
  if (differs.empty() && whole_->shard.of != part.shard.of)
    differs = "parts " + name_of(whole_->shard) + " and " + name_of(part.shard);
  if (!differs.empty()) refuse_mix(first_, name, "sweep", differs);
}

void ComparisonGathering::add(const std::string& bytes, const std::string& name) {
  const SavedComparison saved(bytes, name);
  if (whole_) {
    check_alike(saved);
  } else {
    first_ = name;
    shard_ = saved.shard();
    plan_ = saved.plan();
    for (const ComparedScenario& each : saved.sides())
      compared_.models.push_back(compile(each.file.scenario));
  }
  // Names and paths are those that the first part was given.
  if (!whole_ || saved.shard().number == 1) compared_.scenarios = saved.sides();
  if (!whole_) whole_.emplace(compared_.pointers(), plan_);
  names_.add(saved.shard(), name, "comparison");
  const ComparisonPart part = saved.part(compared_.pointers());
  if (!is_done(part)) {
    const Range all = votes_of(plan_, part.shard);
    throw UsageError(name + " is not done (" + grouped(part.votes.first - all.first) + " of its " +
                     grouped(all.last - all.first) +
                     " votes are counted); go on with it: ayes compare ... --resume " + name);
  }
  gather(compared_.pointers(), plan_, *whole_, part);
}

const ComparisonPart& ComparisonGathering::whole() const {
  names_.check_complete();
  return *whole_;
}

void ComparisonGathering::check_alike(const SavedComparison& saved) const {
  std::string differs = difference(compared_.scenarios, plan_, saved);
  if (differs.empty() && shard_.of != saved.shard().of)
    differs = "parts " + name_of(shard_) + " and " + name_of(saved.shard());
  if (!differs.empty()) refuse_mix(first_, saved.name(), "comparison", differs);
}

}  // namespace ayes
