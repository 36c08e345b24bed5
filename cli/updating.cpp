#include "cli/updating.h"

#include "cli/outcome.h"
#include "io/result/number_text.h"
#include "io/result/text_report.h"
#include "io/scenario/report.h"
#include "sim/update.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace ayes {
namespace {

// How to condition on lines; mistakes are placed in the file.
Conditioning condition_on(const std::vector<ResultLine>& lines, const ResultsFile& file,
                          const Model& model) {
  std::vector<Evidence> evidence;
  for (const ResultLine& line : lines) evidence.push_back(line.evidence);
  try {
    return condition(model, std::move(evidence));
  } catch (const ScenarioError& error) {
    std::vector<Mistake> mistakes = error.mistakes();
    for (Mistake& mistake : mistakes) {
      mistake.file = file.path;
      for (const ResultLine& line : lines) {
        if (line.evidence.line == mistake.line) mistake.column = line.column;
      }
    }
    throw ScenarioError(std::move(mistakes));
  }
}

// The line that is farthest from what was expected, in words.
std::string farthest(const Conditioning& conditioning) {
  std::size_t far = 0;
  for (std::size_t e = 0; e < conditioning.evidence.size(); ++e) {
    if (std::abs(conditioning.surprise[e]) > std::abs(conditioning.surprise[far])) far = e;
  }
  const double off = conditioning.surprise[far];
  if (off == 0) return "";
  const Evidence& evidence = conditioning.evidence[far];
  return " Farthest from what the scenario expects is line " + std::to_string(evidence.line) +
         " (" + evidence.body + "), " + fixed(std::abs(off), 1) + " standard deviations " +
         (off < 0 ? "below" : "above") + " it.";
}

// Says why there is no result.
[[noreturn]] void refuse(const WeightedTally& tally, const Conditioning& conditioning,
                         const Plan& plan, const ResultsFile& file) {
  const std::string votes = grouped(plan.replications);
  std::string text = "no result: ";
  if (tally.sum == 0) {
    text += "none of " + votes + " votes agrees with " + file.path +
            " (the scenario holds these results for all but impossible)";
  } else {
    text += "of " + votes + " votes too few carry the weight (they say as much as " +
            fixed(tally.effective(), tally.effective() < 10 ? 1 : 0) + " votes of equal weight, " +
            fixed(fewest_effective, 0) + " are needed; the heaviest has " +
            fixed(100 * tally.share_of_largest(), 1) + "% of all weight, " +
            fixed(100 * largest_share, 0) + "% is the most)";
  }
  text += "." + farthest(conditioning);
  const double factor = std::max(fewest_effective / std::max(tally.effective(), 1e-9),
                                 tally.share_of_largest() / largest_share);
  const double more = 2 * factor * static_cast<double>(plan.replications);
  if (tally.sum != 0 && more <= static_cast<double>(most_weighted)) {
    const double step = std::pow(10, std::floor(std::log10(more)));
    text += " About " + grouped(static_cast<std::int64_t>(std::ceil(more / step) * step)) +
            " replications may be enough; so may";
  } else {
    text += " What may help:";
  }
  throw NoResult(text +
                     " a coarser line (a range for its share in place of a count), wider estimates "
                     "in the scenario, or leaving out a line that is not of this vote.",
                 tally.effective(), tally.share_of_largest());
}

void describe_lines(const std::vector<ResultLine>& lines, const Conditioning& conditioning,
                    UpdateResult& update) {
  for (const ResultLine& line : lines) {
    KnownLine known{line.evidence.line, line.evidence.body,
                    line.evidence.question == Question::package ? "package" : "contract", line.says,
                    line.date};
    for (std::size_t e = 0; e < conditioning.evidence.size(); ++e) {
      if (conditioning.evidence[e].line == known.line) known.surprise = conditioning.surprise[e];
    }
    update.lines.push_back(std::move(known));
  }
}

// Tells the progress of several simulations, one after the other, as that of one.
class Passes {
 public:
  Passes(const Execution& execution, std::int64_t passes) : whole_(execution), passes_(passes) {}

  // How to carry out the next.
  Execution next() {
    Execution execution = whole_;
    if (whole_.progress) {
      execution.progress = [this, before = begun_](std::int64_t done, std::int64_t wanted) {
        return whole_.progress(before * wanted + done, passes_ * wanted);
      };
    }
    ++begun_;
    return execution;
  }

 private:
  const Execution& whole_;
  const std::int64_t passes_;
  std::int64_t begun_ = 0;
};

}  // namespace

Result update(const Loaded& scenario, const ResultsFile& file, const std::optional<Date>& until,
              const Plan& plan, const Execution& execution) {
  const std::vector<ResultLine> lines = known_on(file, until);
  if (lines.empty()) {
    throw UsageError("--until " + reading::date_text(*until) + ": no result of " + file.path +
                     " was known then; ayes run gives the forecast without any");
  }
  const Conditioning conditioning = condition_on(lines, file, scenario.model);
  Passes passes(execution, 2);
  const WeightedTally tally = count_weighted(scenario.model, conditioning, plan, passes.next());
  if (!is_enough(tally)) refuse(tally, conditioning, plan, file);
  Result given = conclude(scenario.model, plan, tally);
  compare_with(conclude(scenario.model, plan, count_votes(scenario.model, plan, passes.next())),
               given);
  given.update->file = file.name;
  given.update->sha256 = file.sha256;
  given.update->until = until;
  describe_lines(lines, conditioning, *given.update);
  return given;
}

ByDate update_by_date(const Loaded& scenario, const ResultsFile& file, const Plan& plan,
                      const Execution& execution) {
  std::set<std::optional<Date>> days;  // none first: lines without a date are always known
  for (const ResultLine& line : file.lines) days.insert(line.date);
  if (days == std::set<std::optional<Date>>{std::nullopt}) {
    throw UsageError("--by-date: no line of " + file.path +
                     " has a date; add a column date, such as 2011-06-24");
  }
  std::vector<std::vector<ResultLine>> known;
  std::vector<Conditioning> conditionings;  // all before any simulation: mistakes are told at once
  for (const std::optional<Date>& day : days) {
    known.push_back({});
    for (const ResultLine& line : file.lines) {
      if (line.date <= day) known.back().push_back(line);
    }
    conditionings.push_back(condition_on(known.back(), file, scenario.model));
  }

  ByDate by_date{source_of(scenario.file),           plan, file.name, file.sha256,
                 wording_of(scenario.file).ratified, {}};
  Passes passes(execution, static_cast<std::int64_t>(days.size()) + 1);
  by_date.days.push_back(
      told(conclude(scenario.model, plan, count_votes(scenario.model, plan, passes.next()))));
  by_date.days.back().effective = static_cast<double>(plan.replications);
  std::size_t k = 0;
  for (const std::optional<Date>& day : days) {
    const WeightedTally tally =
        count_weighted(scenario.model, conditionings[k], plan, passes.next());
    DayOfUpdate today;
    if (is_enough(tally)) today = told(conclude(scenario.model, plan, tally));
    today.date = day;
    today.known = static_cast<int>(known[k].size());
    today.effective = tally.effective();
    for (const ResultLine& line : known[k]) {
      if (line.date != day) continue;
      const bool contract = line.evidence.question == Question::contract;
      today.news.push_back(line.evidence.body + (contract ? " (contract)" : ""));
    }
    by_date.days.push_back(std::move(today));
    ++k;
  }
  return by_date;
}

}  // namespace ayes
