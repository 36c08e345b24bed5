#include "cli/long_sweep.h"

#include "cli/measure_argument.h"
#include "cli/outcome.h"
#include "io/result/number_text.h"
#include "io/result/text_report.h"
#include "sim/method.h"
#include "sim/point.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace ayes {
namespace {

// Keeps P(ratified) and the measures named; all if none is.
void keep_measures(const std::vector<std::string>& names, std::vector<Estimate>& estimates) {
  if (names.empty()) return;
  std::erase_if(estimates, [&](const Estimate& estimate) {
    return estimate.name != "ratified" &&
           std::find(names.begin(), names.end(), estimate.name) == names.end();
  });
}

bool only_ratified(const std::vector<std::string>& measures) {
  return !measures.empty() && std::all_of(measures.begin(), measures.end(),
                                          [](const auto& name) { return name == "ratified"; });
}

// Finds the mistakes of all points; throws what the first says if all have some.
void check_points(const Origin& origin, Sweep& sweep) {
  bool all_failed = true;
  for (SweepPoint& point : sweep.points) {
    try {
      const Loaded scenario = load_at(origin, sweep.paths, point.values);
      check_method(sweep.plan.method, scenario);
      point.sha256 = scenario.file.sha256;
      all_failed = false;
    } catch (const ScenarioError& error) {
      point.mistakes = error.mistakes();
    }
  }
  if (all_failed) throw ScenarioError(sweep.points.front().mistakes);
}

}  // namespace

SweepPart lay_out(const Origin& origin, SweepRequest request) {
  const Loaded base = load_with(origin, "--vary", {});
  for (const std::string& measure : request.measures)
    check_measure("--measure " + measure, base.model, measure);
  settle_whole_numbers(origin, request.axes);
  SweepPart part{.sweep = {.source = source_of(base.file),
                           .plan = request.plan,
                           .method = std::string(name_of(request.plan.method)),
                           .design = name_of(request.design),
                           .paths = paths_of(request.axes),
                           .ratified = wording_of(base.file).ratified},
                 .one_axis = request.axes.size() == 1,
                 .measures = std::move(request.measures),
                 .shard = request.shard};
  for (auto& values : points_of(request.axes, request.design, request.plan.seed))
    part.sweep.points.push_back({.values = std::move(values)});
  check_points(origin, part.sweep);
  return part;
}

std::vector<std::string> shown_of(const SweepPart& part) {
  return part.measures.empty() ? std::vector<std::string>{"layoffs", "saved"} : part.measures;
}

LongSweep::LongSweep(Origin origin, const LongRunOptions& options, SweepPart part, bool quiet)
    : origin_(std::move(origin)), part_(std::move(part)) {
  if (options.resume.empty()) return;
  file_.emplace(options.resume, seconds_between_states(options));
  if (const auto text = file_->read()) go_on_from(read_sweep(*text, file_->path()), quiet);
  keep();  // tells at once if it can't be written
}

bool LongSweep::carry_on(const Execution& execution) {
  const std::int64_t before = part_.done(), all = part_.all() - before;
  std::int64_t done = 0;
  const auto go_on = [&] { return !execution.progress || execution.progress(done, all); };
  Execution at_point = execution;
  at_point.progress = [&](std::int64_t, std::int64_t) { return go_on(); };
  const auto count_all = [&] {
    for (std::size_t p = 0; p < part_.sweep.points.size(); ++p) {
      if (!part_.sees_to(p) || part_.is_done(p)) continue;
      count(p, at_point);
      ++done;
      if (file_ && file_->due()) keep();
      if (!go_on()) throw Interrupted{};
    }
  };
  return counted_or_kept(file_, count_all, [this] { keep(); });
}

void LongSweep::save(const OutputOptions& output, std::optional<OutputFile>& file) const {
  if (file) file->commit(write_state(part_));
  if (output.quiet) return;
  const auto points = static_cast<std::int64_t>(part_.sweep.points.size());
  say_saved(file ? output.out : file_->path(), part_.shard,
            grouped(part_.all()) + " of " + grouped(points) + " points");
}

void LongSweep::go_on_from(SweepPart saved, bool quiet) {
  check_state(*file_, "sweep", difference(part_, saved), part_.shard, saved.shard);
  for (std::size_t p = 0; p < part_.sweep.points.size(); ++p)
    part_.sweep.points[p].estimates = std::move(saved.sweep.points[p].estimates);
  part_.begun = std::move(saved.begun);
  if (!quiet)
    say_going_on(*file_, grouped(part_.done()) + " of " + grouped(part_.all()) + " points");
}

void LongSweep::count(std::size_t p, const Execution& execution) {
  SweepPoint& point = part_.sweep.points[p];
  const Loaded scenario = load_at(origin_, part_.sweep.paths, point.values);
  const Wanted wanted = only_ratified(part_.measures) ? Wanted::ratified : Wanted::all;
  if (!part_.begun || part_.begun->point != p ||
      part_.begun->progress.tally.measures.size() != measures_counted(scenario.model, wanted)) {
    part_.begun = {.point = p};
  }
  const auto rest = [this] {
    if (file_->due()) keep();
  };
  point.estimates =
      estimate_point(scenario.model, part_.sweep.plan, wanted, execution, part_.begun->progress,
                     file_ ? std::function<void()>(rest) : nullptr);
  keep_measures(part_.measures, point.estimates);
  part_.begun.reset();
}

void LongSweep::keep() {
  file_->write([this] { return write_state(part_); });
}

}  // namespace ayes
