#include "cli/merge.h"

#include "cli/compare.h"
#include "cli/gathering.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/result_report.h"
#include "cli/sweep.h"
#include "io/state/saved_run.h"
#include "io/text_file.h"

#include <CLI/CLI.hpp>

#include <optional>

namespace ayes {
namespace {

int merge_runs(const MergeOptions& options, const Terminal& terminal) {
  RunGathering gathering;
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
