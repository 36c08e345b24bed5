#include "cli/long_comparison.h"

#include "cli/outcome.h"
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
  return counted_or_kept(
      file_, [&] { ayes::carry_on(compared_.pointers(), plan_, kept, part_, rest); },
      [this] { keep(); });
}

void LongComparison::save(const OutputOptions& output, std::optional<OutputFile>& file) const {
  if (file) file->commit(state());
  if (output.quiet) return;
  say_saved(file ? output.out : file_->path(), part_.shard,
            grouped(votes_counted(plan_, part_)) + " of " + grouped(plan_.replications) +
                " votes of each scenario");
}

void LongComparison::go_on_from(const SavedComparison& saved, bool quiet) {
  check_state(*file_, "comparison", difference(compared_.scenarios, plan_, saved), part_.shard,
              saved.shard());
  part_ = saved.part(compared_.pointers());
  if (!quiet)
    say_going_on(*file_, grouped(votes_counted(plan_, part_)) + " votes of each scenario");
}

std::string LongComparison::state() const { return write_state(compared_.scenarios, plan_, part_); }

void LongComparison::keep() {
  file_->write([this] { return state(); });
}

}  // namespace ayes
