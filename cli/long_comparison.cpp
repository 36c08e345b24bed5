#include "cli/long_comparison.h"

#include "cli/outcome.h"
#include "cli/terminal.h"
#include "io/result/number_text.h"

#include <functional>

namespace ayes {

std::vector<const Model*> ComparedModels::pointers() const {
  std::vector<const Model*> all;
  for (const Model& model : models) all.push_back(&model);
  return all;
}

LongComparison::LongComparison(const LongRunOptions& options, const ComparedModels& compared,
                               const Plan& plan, bool quiet)
    : compared_(compared), plan_(plan), part_(compared.pointers(), plan, shard_of(options)) {
  if (options.resume.empty()) return;
  file_.emplace(options.resume, seconds_between_states(options));
  if (const auto bytes = file_->read()) go_on_from({*bytes, file_->path()}, quiet);
  keep();  // tells at once if it can't be written
}

bool LongComparison::carry_on(const Execution& execution) {
  Execution kept = execution;
  std::function<void()> rest;
  if (file_) {
    kept.keep_due = [this] { return file_->due(); };
    rest = [this] {
      if (file_->due()) keep();
    };
  }
  try {
    ayes::carry_on(compared_.pointers(), plan_, kept, part_, rest);
  } catch (const Interrupted&) {
    if (!file_) throw;
    keep();
    say("interrupted; state saved in " + file_->path() + ", the same command goes on from it\n");
    return false;
  }
  if (file_) keep();
  return true;
}

void LongComparison::save(const OutputOptions& output, std::optional<OutputFile>& file) const {
  if (file) file->commit(state());
  if (output.quiet) return;
  say("saved " + (file ? output.out : file_->path()) + ": part " + name_of(part_.shard) + ", " +
      grouped(votes_counted(plan_, part_)) + " of " + grouped(plan_.replications) +
      " votes of each scenario; ayes merge puts the parts together\n");
}

void LongComparison::go_on_from(const SavedComparison& saved, bool quiet) {
  std::string differs = difference(compared_.scenarios, plan_, saved);
  if (differs.empty() && part_.shard != saved.shard())
    differs = "parts " + name_of(part_.shard) + " and " + name_of(saved.shard());
  if (!differs.empty()) refuse_state(file_->path(), "comparison", differs);
  part_ = saved.part(compared_.pointers());
  if (quiet) return;
  say("going on from " + file_->path() + ": " + grouped(votes_counted(plan_, part_)) +
      " votes of each scenario were counted\n");
}

std::string LongComparison::state() const { return write_state(compared_.scenarios, plan_, part_); }

void LongComparison::keep() {
  file_->write([this] { return state(); });
}

}  // namespace ayes
