#include "python/calls.h"

#include "cli/compare.h"
#include "cli/draws_file.h"
#include "cli/gathering.h"
#include "cli/long_comparison.h"
#include "cli/outcome.h"
#include "cli/result_report.h"
#include "cli/solve.h"
#include "cli/stopwatch.h"
#include "cli/updating.h"
#include "cli/verify.h"
#include "cli/votes_argument.h"
#include "io/compare/sides.h"
#include "io/describe/describe.h"
#include "io/explain/report.h"
#include "io/result/json.h"
#include "io/result/text_report.h"
#include "io/story/story.h"
#include "io/update/results_file.h"
#include "io/warnings/warnings.h"
#include "python/arguments.h"
#include "sim/explain/explain.h"
#include "sim/method.h"
#include "sim/replay.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace ayes {
namespace {

// The report of a value that has to_json, to_csv and text_report.
template <typename Value>
Report report_of(Value value) {
  return {[value = std::make_shared<const Value>(std::move(value))](std::string_view format,
                                                                    const Page& page) {
    if (format == "json") return to_json(*value);
    return format == "csv" ? to_csv(*value) : text_report(*value, page);
  }};
}

Report report_of(Result result, Held scenario, std::optional<Provenance> run = {}) {
  return {[result = std::make_shared<const Result>(std::move(result)),
           scenario = std::move(scenario),
           run = std::move(run)](std::string_view format, const Page& page) {
    return ResultReport{*result, scenario->file, run, page}.in(format);
  }};
}

Report report_of(SweepPart whole) {
  if (whole.one_axis) find_peak(whole.sweep);
  return {[whole = std::make_shared<const SweepPart>(std::move(whole))](std::string_view format,
                                                                        const Page& page) {
    if (format == "json") return to_json(whole->sweep);
    return format == "csv" ? to_csv(whole->sweep)
                           : text_report(whole->sweep, shown_of(*whole), page);
  }};
}

ResultsFile read(const KnownResults& results, const Model& model) {
  return results.text ? read_results(*results.text, results.path, model)
                      : read_results(results.path, model);
}

ComparedModels compared_of(const std::vector<Held>& scenarios,
                           const std::vector<std::string>& labels, const Plan& plan) {
  ComparedModels compared;
  for (std::size_t k = 0; k < scenarios.size(); ++k) {
    check_method(plan.method, *scenarios[k]);
    compared.scenarios.push_back({labels[k], scenarios[k]->file});
    compared.models.push_back(scenarios[k]->model);
  }
  return compared;
}

// Draws that are kept in memory, column by column.
class DrawsKept {
 public:
  DrawsKept(const Model& model, const Plan& plan, const std::vector<std::string>& names)
      : draws_{watched_of(model, names),
               [this](const std::vector<std::int64_t>& values) { take(values); }},
        columns_(draws_.columns.size()) {
    for (const Watched& column : draws_.columns) units_.push_back(units_in_one(column));
    if (plan.precision) return;  // nobody knows how many
    for (std::vector<double>& column : columns_)
      column.reserve(static_cast<std::size_t>(plan.replications));
  }
  DrawsKept(const DrawsKept&) = delete;
  DrawsKept& operator=(const DrawsKept&) = delete;

  const Draws& draws() const { return draws_; }
  DrawnColumns columns() && { return std::move(columns_); }

 private:
  void take(const std::vector<std::int64_t>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::size_t column = i % units_.size();
      columns_[column].push_back(values[i] == no_value
                                     ? std::numeric_limits<double>::quiet_NaN()
                                     : static_cast<double>(values[i]) / units_[column]);
    }
  }

  Draws draws_;
  DrawnColumns columns_;
  std::vector<double> units_;
};

}  // namespace

Origin origin_of(const Loaded& scenario) {
  return {.path = scenario.file.path, .merged = write_scenario(scenario.file.scenario)};
}

RunOutcome run(const Held& scenario, const RunRequest& request, const Execution& execution) {
  const Stopwatch watch;
  const Plan& plan = request.plan;
  check_method(plan.method, *scenario);
  if (!request.draws.empty() && !request.long_run.resume.empty()) {
    refuse("draws with resume",
           "single votes are kept by an unbroken run only (a state holds counts); leave one out");
  }
  LongRun long_run(request.long_run, *scenario, plan, true);
  std::optional<DrawsFile> file;
  std::optional<DrawsKept> kept;
  Execution drawing = execution;
  if (!request.draws_file.empty()) {
    file.emplace(request.draws_file, scenario->model, request.draws);
    drawing.draws = &file->draws();
  } else if (!request.draws.empty()) {
    kept.emplace(scenario->model, plan, request.draws);
    drawing.draws = &kept->draws();
  }
  if (!long_run.carry_on(drawing)) throw Interrupted{};
  Result result = finish(scenario->model, plan, long_run.part());
  if (file) file->commit();
  std::optional<Provenance> provenance;
  if (request.provenance) provenance = watch.provenance(execution);
  return {report_of(std::move(result), scenario, std::move(provenance)),
          kept ? std::move(*kept).columns() : DrawnColumns{}};
}

std::string run_part(const Held& scenario, const Plan& plan, Shard shard,
                     const Execution& execution) {
  check_method(plan.method, *scenario);
  Part part(scenario->model, plan, shard);
  carry_on(scenario->model, plan, execution, part);
  return write_state(scenario->file, plan, part);
}

Report sweep(const Held& scenario, SweepRequest request, const LongRunOptions& options,
             const Execution& execution) {
  const Origin origin = origin_of(*scenario);
  LongSweep long_sweep(origin, options, lay_out(origin, std::move(request)), true);
  if (!long_sweep.carry_on(execution)) throw Interrupted{};
  return report_of(long_sweep.part());
}

std::vector<std::string> sweep_parts(const Held& scenario, SweepRequest request,
                                     std::int64_t parts) {
  SweepPart part = lay_out(origin_of(*scenario), std::move(request));
  parts = std::min(parts, static_cast<std::int64_t>(part.sweep.points.size()));
  std::vector<std::string> states;
  for (std::int64_t number = 1; number <= parts; ++number) {
    part.shard = {number, parts};
    states.push_back(write_state(part));
  }
  return states;
}

std::string carry_on_sweep(const Held& scenario, const std::string& state,
                           const Execution& execution) {
  LongSweep long_sweep(origin_of(*scenario), {}, read_sweep(state, "the state of a sweep"), true);
  long_sweep.carry_on(execution);
  return write_state(long_sweep.part());
}

Merged merge(const std::vector<std::string>& states, const std::vector<std::string>& names) {
  if (states.empty()) refuse("parts", "there is nothing to merge; name one part or more");
  if (kind_of_state(states.front()) == "sweep") {
    SweepGathering gathering;
    for (std::size_t k = 0; k < states.size(); ++k) gathering.add(states[k], names[k]);
    return {"sweep", report_of(gathering.whole())};
  }
  if (kind_of_state(states.front()) == "compare") {
    ComparisonGathering gathering;
    for (std::size_t k = 0; k < states.size(); ++k) gathering.add(states[k], names[k]);
    ComparisonReport report = report_on(gathering.compared(), gathering.plan(), gathering.whole());
    return {"compare", report_of(std::move(report))};
  }
  RunGathering gathering;
  for (std::size_t k = 0; k < states.size(); ++k) gathering.add(states[k], names[k]);
  Result result = gathering.result();
  const auto report = [result = std::make_shared<const Result>(std::move(result)),
                       file = std::make_shared<const ScenarioFile>(gathering.file())](
                          std::string_view format, const Page& page) {
    return ResultReport{*result, *file, {}, page}.in(format);
  };
  return {"run", {report}};
}

Report compare(const std::vector<Held>& scenarios, const std::vector<std::string>& labels,
               const Plan& plan, const LongRunOptions& options, const Execution& execution) {
  const ComparedModels compared = compared_of(scenarios, labels, plan);
  LongComparison comparison(options, compared, plan, true);
  if (!comparison.carry_on(execution)) throw Interrupted{};
  return report_of(report_on(compared, plan, comparison.part()));
}

std::string compare_part(const std::vector<Held>& scenarios, const std::vector<std::string>& labels,
                         const Plan& plan, Shard shard, const Execution& execution) {
  const ComparedModels compared = compared_of(scenarios, labels, plan);
  LongComparison comparison({.shard = name_of(shard)}, compared, plan, true);
  comparison.carry_on(execution);
  return comparison.state();
}

Report compare(const std::vector<std::string>& results, const std::vector<std::string>& files,
               const std::vector<std::string>& labels, const Plan& plan) {
  std::vector<SavedResult> saved;
  for (std::size_t k = 0; k < results.size(); ++k)
    saved.push_back(read_saved(results[k], files[k]));
  ComparisonReport report = compare_saved(saved, plan);
  report.method = std::string(name_of(plan.method));
  for (std::size_t k = 0; k < labels.size(); ++k) report.sides[k].label = labels[k];
  label_apart(report.sides);
  return report_of(std::move(report));
}

Report explain(const Held& scenario, const Plan& plan, const Execution& execution) {
  check_method(plan.method, *scenario);
  return {
      [explanation = std::make_shared<const Explanation>(explain(scenario->model, plan, execution)),
       scenario](std::string_view format, const Page& page) {
        if (format == "text")
          return explanation_text(*explanation, wording_of(scenario->file), page);
        std::string json = explanation_json(*explanation, source_of(scenario->file));
        return format == "csv" ? explanation_csv(json) : json;
      }};
}

Report solve(const Held& scenario, const std::string& vary, const std::string& until,
             const Plan& plan, const Execution& execution) {
  return report_of(solve(
      origin_of(*scenario),
      {.vary = vary, .until = until, .target = target_argument(until), .plan = plan}, execution));
}

Report update(const Held& scenario, const KnownResults& results, const std::optional<Date>& until,
              const Plan& plan, const Execution& execution) {
  const ResultsFile file = read(results, scenario->model);
  return report_of(update(*scenario, file, until, plan, execution), scenario);
}

Report update_by_date(const Held& scenario, const KnownResults& results, const Plan& plan,
                      const Execution& execution) {
  const ResultsFile file = read(results, scenario->model);
  return report_of(update_by_date(*scenario, file, plan, execution));
}

Report calibrate(const std::vector<TableSource>& tables, const std::vector<std::string>& columns,
                 const std::vector<std::string>& without, const learning::Sampling& sampling,
                 const Execution& execution) {
  if (tables.empty()) refuse("votes", "there is nothing to learn from; name one table or more");
  VotesTable table = read_tables(tables, columns_argument(columns));
  auto calibrated = std::make_shared<const Calibrated>(calibrate(
      std::move(table), columns, without, sampling, execution.threads, execution.progress));
  return {[calibrated = std::move(calibrated)](std::string_view format, const Page& page) {
    const CalibrationReport report = calibrated->report();
    if (format == "text") return calibration_page(report, page);
    return format == "toml" ? calibration_fragment(report) : calibration_json(report);
  }};
}

Report backtest(const std::vector<TableSource>& tables, const std::vector<std::string>& columns,
                const std::vector<std::string>& without, const learning::BacktestPlan& plan,
                const Execution& execution) {
  if (tables.empty()) refuse("votes", "there is nothing to forecast; name one table or more");
  VotesTable table = read_tables(tables, columns_argument(columns));
  auto backtested = std::make_shared<const Backtested>(
      backtest(std::move(table), columns, without, plan, execution.threads, execution.progress));
  return {[backtested = std::move(backtested)](std::string_view format, const Page& page) {
    const BacktestReport report = backtested->report();
    if (format == "text") return backtest_page(report, page);
    return format == "csv" ? backtest_csv(report) : backtest_json(report);
  }};
}

std::string verify(const std::string& result, const std::string& name, const Held& scenario,
                   const Execution& execution) {
  return difference(claim_of(result, name), name, *scenario, execution);
}

std::string scenario_of_result(const std::string& result, const std::string& name) {
  return find_scenario(claim_of(result, name), name);
}

std::vector<Mistake> warnings_of(const Loaded& scenario) {
  std::vector<Mistake> warnings = warnings_of(scenario.file.scenario, scenario.model);
  locate(warnings, scenario.file.places);
  sort_by_place(warnings, scenario.file.places);
  return warnings;
}

std::string describe(const Loaded& scenario, int width, const Execution& execution) {
  const Model& model = scenario.model;
  const Result result =
      conclude(model, described_votes, count_votes(model, described_votes, execution));
  return describe(scenario.file.scenario, model, result, {.width = width, .bold = false});
}

std::string story(const Loaded& scenario, std::int64_t replication, std::uint64_t seed, int width) {
  if (replication < 0 || replication >= (std::int64_t{1} << 48))
    refuse("replication=" + std::to_string(replication), "write 0 to 2**48 - 1");
  const Story told = replay(scenario.model, seed, replication);
  if (width == 0) return to_json(told);
  return tell(told, scenario.model, scenario.file.scenario.words, {.width = width, .bold = false});
}

}  // namespace ayes
