#include "cli/merge.h"

#include "cli/long_run.h"
#include "cli/outcome.h"
#include "cli/output_file.h"
#include "cli/part_names.h"
#include "cli/program.h"
#include "cli/result_report.h"
#include "cli/sweep.h"
#include "io/result/number_text.h"
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

}  // namespace

CLI::App* add_merge(CLI::App& program, MergeOptions& options) {
  CLI::App* merge =
      program.add_subcommand("merge", "Put the parts of a run or sweep together (--shard)");
  merge
      ->add_option("PART", options.parts,
                   "Files that --shard or --resume of ayes run or sweep wrote")
      ->type_name("")
      ->required();
  add_output_options(*merge, options.output);
  merge->footer(
      R"(The result is that of the unbroken command, byte for byte, in whatever order
the parts are named. A part that is missing, named twice, not done, or of
another run or sweep is refused.

Example
  ayes run my.toml -n 1e9 --shard 1/2 -o part-1.json
  ayes run my.toml -n 1e9 --shard 2/2 -o part-2.json
  ayes merge part-*.json -o result.json)");
  return merge;
}

int carry_out(const MergeOptions& options, const Terminal& terminal) {
  check_formats(options.output);
  const std::string kind = kind_of_state(read_text_file(options.parts.front(), largest_state));
  return (kind == "sweep" ? merge_sweeps : merge_runs)(options, terminal);
}

}  // namespace ayes
