#include "cli/merge.h"

#include "cli/compare.h"
#include "cli/long_run.h"
#include "cli/outcome.h"
#include "cli/output_file.h"
#include "cli/part_names.h"
#include "cli/program.h"
#include "cli/result_report.h"
#include "cli/sweep.h"
#include "io/result/number_text.h"
#include "io/state/saved_comparison.h"
#include "io/state/saved_run.h"
#include "io/state/saved_sweep.h"
#include "io/text_file.h"
#include "models/compile/compile.h"
#include "sim/part.h"

#include <CLI/CLI.hpp>

#include <optional>

namespace ayes {
namespace {

// The shards of a run that are gathered one by one.
class Gathering {
 public:
  void add(const std::string& text, const std::string& name) {
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
      throw UsageError(name + " is not done (" + grouped(part.votes.first - all.first) +
                       " of its " + grouped(all.last - all.first) +
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

  // Works out the result; throws UsageError if a part is missing.
  Result result() const {
    names_.check_complete();
    return finish(*model_, first_->second.plan(), *whole_);
  }

  const ScenarioFile& file() const { return file_; }

 private:
  void check_alike(const SavedRun& saved) const {
    const SavedRun& first = first_->second;
    std::string differs = difference(first.sha256(), first.plan(), saved);
    if (differs.empty() && first.shard().of != saved.shard().of) {
      differs = "parts " + name_of(first.shard()) + " and " + name_of(saved.shard());
    }
    if (!differs.empty()) refuse_mix(first_->first, saved.name(), "run", differs);
  }

  std::optional<std::pair<std::string, SavedRun>> first_;
  ScenarioFile file_;
  std::optional<Model> model_;
  std::optional<Part> whole_;
  PartNames names_;
};

// The parts of a sweep, put together.
class SweepGathering {
 public:
  void add(const std::string& text, const std::string& name) {
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

  // Returns the whole; throws UsageError if a part is missing.
  const SweepPart& whole() const {
    names_.check_complete();
    return *whole_;
  }

 private:
  void check_alike(const SweepPart& part, const std::string& name) const {
    std::string differs = difference(*whole_, part);
    if (differs.empty() && whole_->shard.of != part.shard.of)
      differs = "parts " + name_of(whole_->shard) + " and " + name_of(part.shard);
    if (!differs.empty()) refuse_mix(first_, name, "sweep", differs);
  }

  std::string first_;
  std::optional<SweepPart> whole_;
  PartNames names_;
};

// The parts of a comparison, put together.
class ComparisonGathering {
 public:
  void add(const std::string& bytes, const std::string& name) {
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
      throw UsageError(name + " is not done (" + grouped(part.votes.first - all.first) +
                       " of its " + grouped(all.last - all.first) +
                       " votes are counted); go on with it: ayes compare ... --resume " + name);
    }
    gather(compared_.pointers(), plan_, *whole_, part);
  }

  // Returns the whole; throws UsageError if a part is missing.
  const ComparisonPart& whole() const {
    names_.check_complete();
    return *whole_;
  }

  const ComparedModels& compared() const { return compared_; }
  const Plan& plan() const { return plan_; }

 private:
  void check_alike(const SavedComparison& saved) const {
    std::string differs = difference(compared_.scenarios, plan_, saved);
    if (differs.empty() && shard_.of != saved.shard().of)
      differs = "parts " + name_of(shard_) + " and " + name_of(saved.shard());
    if (!differs.empty()) refuse_mix(first_, saved.name(), "comparison", differs);
  }

  std::string first_;
  Shard shard_;  // of the first
  Plan plan_{};
  ComparedModels compared_;
  std::optional<ComparisonPart> whole_;
  PartNames names_;
};

int merge_runs(const MergeOptions& options, const Terminal& terminal) {
  Gathering gathering;
  for (const std::string& part : options.parts)
    gathering.add(read_text_file(part, largest_state), part);
  const Result result = gathering.result();
  const ResultReport report{result, gathering.file(), {}, page_of(options.output, terminal)};
  std::optional<OutputFile> saved;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  deliver(options.output, saved, [&](std::string_view format) { return report.in(format); });
  return exit_code::done;
}

int merge_sweeps(const MergeOptions& options, const Terminal& terminal) {
  SweepGathering gathering;
  for (const std::string& part : options.parts)
    gathering.add(read_text_file(part, largest_state), part);
  const SweepPart& whole = gathering.whole();
  std::optional<OutputFile> saved;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  return report(whole, options.output, saved, terminal);
}

int merge_comparisons(const MergeOptions& options, const Terminal& terminal) {
  ComparisonGathering gathering;
  for (const std::string& part : options.parts)
    gathering.add(read_text_file(part, largest_state), part);
  const ComparisonPart& whole = gathering.whole();
  std::optional<OutputFile> saved;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  report(gathering.compared(), gathering.plan(), whole, options.output, saved, terminal);
  return exit_code::done;
}

}  // namespace

CLI::App* add_merge(CLI::App& program, MergeOptions& options) {
  CLI::App* merge =
      program.add_subcommand("merge", "Put the parts of a long run together (--shard)");
  merge
      ->add_option("PART", options.parts,
                   "Files that --shard or --resume of ayes run, sweep or\ncompare wrote")
      ->type_name("")
      ->required();
  add_output_options(*merge, options.output);
  merge->footer(
      R"(The result is that of the unbroken command, byte for byte, in whatever order
the parts are named. A part that is missing, named twice, not done, or of
something else is refused.

Example
  ayes run my.toml -n 1e9 --shard 1/2 -o part-1.state
  ayes run my.toml -n 1e9 --shard 2/2 -o part-2.state
  ayes merge part-*.state -o result.json)");
  return merge;
}

int carry_out(const MergeOptions& options, const Terminal& terminal) {
  check_formats(options.output);
  const std::string kind = kind_of_state(read_text_file(options.parts.front(), largest_state));
  if (kind == "sweep") return merge_sweeps(options, terminal);
  if (kind == "compare") return merge_comparisons(options, terminal);
  return merge_runs(options, terminal);
}

}  // namespace ayes
