#include "cli/merge.h"

#include "cli/long_run.h"
#include "cli/outcome.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/result_report.h"
#include "io/result/number_text.h"
#include "io/state/saved_run.h"
#include "io/text_file.h"
#include "models/compile/compile.h"
#include "sim/part.h"

#include <CLI/CLI.hpp>

#include <map>
#include <optional>

namespace ayes {
namespace {

// The shards of a run that are gathered one by one.
class Gathering {
 public:
  void add(const std::string& name) {
    const SavedRun saved(read_text_file(name, largest_state), name);
    if (!first_) {
      file_ = saved.scenario();
      model_.emplace(compile(file_.scenario));
      whole_.emplace(*model_, saved.plan());
    } else {
      check_alike(saved);
    }
    const auto [place, is_new] = names_.emplace(saved.shard().number, name);
    if (!is_new) {
      throw UsageError(name + " and " + place->second + " are the same part of the run, " +
                       name_of(saved.shard()) + "; name it once");
    }
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
    check_complete();
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
    if (differs.empty()) return;
    throw UsageError(first_->first + " and " + saved.name() + " are of different runs (" + differs +
                     "); merge the parts of one run");
  }

  void check_complete() const {
    const std::int64_t of = first_->second.shard().of;
    const std::int64_t missing = of - static_cast<std::int64_t>(names_.size());
    if (missing == 0) return;
    std::string list;
    int listed = 0;
    for (std::int64_t number = 1; number <= of && listed < 10; ++number) {
      if (names_.contains(number)) continue;
      list += (list.empty() ? "" : ", ") + name_of({number, of});
      ++listed;
    }
    throw UsageError(std::to_string(missing) + (missing == 1 ? " part is" : " parts are") +
                     " missing: " + list + (missing > listed ? ", ..." : "") + "; run and name " +
                     (missing == 1 ? "it" : "them") + " too");
  }

  std::optional<std::pair<std::string, SavedRun>> first_;
  ScenarioFile file_;
  std::optional<Model> model_;
  std::optional<Part> whole_;
  std::map<std::int64_t, std::string> names_;  // of the files, by the number of their shard
};

}  // namespace

CLI::App* add_merge(CLI::App& program, MergeOptions& options) {
  CLI::App* merge =
      program.add_subcommand("merge", "Put the parts of a run together: ayes run --shard");
  merge->add_option("PART", options.parts, "Files that ayes run --shard or --resume wrote")
      ->type_name("")
      ->required();
  add_output_options(*merge, options.output);
  merge->footer(
      R"(The result is that of the unbroken run, byte for byte, in whatever order parts are named. A part
that is missing, named twice, not done, or of another run is refused.

Example
  ayes run my.toml -n 1e9 --shard 1/2 -o part-1.json
  ayes run my.toml -n 1e9 --shard 2/2 -o part-2.json
  ayes merge part-*.json -o result.json)");
  return merge;
}

int carry_out(const MergeOptions& options, const Terminal& terminal) {
  check_formats(options.output);
  Gathering gathering;
  for (const std::string& part : options.parts) gathering.add(part);
  const Result result = gathering.result();
  const ResultReport report{result, gathering.file(), {}, page_of(options.output, terminal)};
  std::optional<OutputFile> saved;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  deliver(options.output, saved, [&](std::string_view format) { return report.in(format); });
  return exit_code::done;
}

}  // namespace ayes
