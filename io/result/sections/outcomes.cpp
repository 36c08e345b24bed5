#include "io/result/bars.h"
#include "io/result/number_text.h"
#include "io/result/sections/sections.h"

#include <algorithm>
#include <cmath>

namespace ayes::sections {
namespace {

constexpr int bar_width = 33;     // of 100 votes
constexpr int right_column = 50;  // where "why" begins
constexpr int most_reasons = 4;
constexpr int longest_label = 22;  // of a condition in "why"

struct Outcome {
  std::string words;
  double share;
};

// Whole numbers that sum to 100 (the largest remainders are rounded up).
std::vector<int> of_100(const std::vector<double>& shares) {
  std::vector<int> whole;
  std::vector<std::size_t> order;
  int left = 100;
  for (double share : shares) {
    order.push_back(whole.size());
    whole.push_back(static_cast<int>(std::floor(100 * share + 1e-9)));
    left -= whole.back();
  }
  const auto remainder = [&](std::size_t i) { return 100 * shares[i] - whole[i]; };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainder(a) > remainder(b); });
  for (std::size_t i = 0; i < order.size() && left > 0; ++i, --left) ++whole[order[i]];
  return whole;
}

std::vector<Outcome> outcomes_of(const Result& result, const Wording& wording) {
  const double ratified = result.ratified.probability, despite = result.rejected_despite_majority;
  const double without = result.ratified_without_majority;
  const double rejected = std::max(0.0, 1 - ratified - despite);
  if (despite == 0 && without == 0)
    return {{wording.ratified, ratified}, {wording.rejected, rejected}};
  std::vector<Outcome> outcomes = {{wording.ratified, ratified - without}};
  if (without > 0)
    outcomes.push_back({wording.ratified + " although most ballots say no", without});
  outcomes.push_back({wording.rejected + " although most ballots say yes", despite});
  outcomes.push_back({wording.rejected + ", most ballots say no", rejected});
  return outcomes;
}

Lines bars_of(const Result& result, const Wording& wording) {
  const std::vector<Outcome> outcomes = outcomes_of(result, wording);
  std::vector<double> shares;
  for (const Outcome& outcome : outcomes) shares.push_back(outcome.share);
  const std::vector<int> whole = of_100(shares);
  Lines lines = {"Of 100 simulated votes"};
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const bool rare = whole[i] == 0 && shares[i] > 0;
    lines.push_back(padded_left(rare ? "<1" : std::to_string(whole[i]), 4) + "  " +
                    outcomes[i].words);
    lines.push_back("      " + bar(shares[i], bar_width));
  }
  return lines;
}

// What the report calls a condition that failed: its name, or its number in THE RULE.
std::string label(const Result& result, int condition) {
  const std::string& name = result.conditions[static_cast<std::size_t>(condition)].name;
  return text_width(name) <= longest_label ? name : "test " + std::to_string(condition + 1);
}

std::string failed_in_words(const Result& result, const Failure& failure) {
  std::string words;
  for (std::size_t i = 0; i < failure.conditions.size(); ++i) {
    words += (i == 0                              ? ""
              : i + 1 < failure.conditions.size() ? ", "
                                                  : " and ") +
             label(result, failure.conditions[i]);
  }
  if (failure.conditions.size() == 1) return words + " alone";
  return failure.conditions.size() == 2 ? words + ", both" : words;
}

// Reasons, when the rule has more than one condition.
Lines reasons(const Result& result, const Wording& wording) {
  const std::string share = in_100(1 - result.ratified.probability);
  Lines lines = {"Why " + wording.rejected + ": tests not met, of 100 " + wording.rejected};
  double told = 0;
  int rows = 0;
  for (const Failure& failure : result.failures) {
    if (rows == most_reasons || failure.conditions.empty()) continue;
    lines.push_back(padded_left(in_100(failure.share), 4) + "  " +
                    failed_in_words(result, failure));
    told += failure.share;
    ++rows;
  }
  if (told < 0.995 && rows > 0)
    lines.push_back(padded_left(in_100(1 - told), 4) + "  other combinations");
  return lines;
}

// "1–5 39 · 6–10 34 · 11–15 27": the number of unions against, in up to three groups.
Lines unions_against(const Summary& unions_yes, int unions, const std::string& when) {
  std::vector<double> votes(static_cast<std::size_t>(unions) + 1, 0);
  double total = 0;
  for (std::size_t b = 0; b < unions_yes.counts.size(); ++b) {
    const int yes = static_cast<int>(unions_yes.edges[b] + 0.5);
    votes[static_cast<std::size_t>(std::clamp(unions - yes, 0, unions))] +=
        static_cast<double>(unions_yes.counts[b]);
    total += static_cast<double>(unions_yes.counts[b]);
  }
  if (total == 0) return {};
  int first = 0;
  while (votes[static_cast<std::size_t>(first)] == 0) ++first;
  const int span = unions - first + 1, groups = span <= 4 ? span : 3;
  std::string text;
  for (int g = 0; g < groups; ++g) {
    const int from = first + span * g / groups, to = first + span * (g + 1) / groups - 1;
    double share = 0;
    for (int k = from; k <= to; ++k) share += votes[static_cast<std::size_t>(k)] / total;
    text += (g ? " · " : "") + std::to_string(from) + (to > from ? "–" + std::to_string(to) : "") +
            ": " + in_100(share);
  }
  return {"Unions against, of 100 " + when, "      " + text};
}

Lines ballots_outline(const Result& result) {
  const MeasureResult* share = result.measure("yes_ballots_share");
  if (!share || share->all.replications == 0) return {};
  return {"Yes among all ballots: " + middle_of_shares(share->all),
          "      0% " + outline(share->all, 0, 1, 25) + " 100%"};
}

}  // namespace

Section outcomes(const Result& result, const Wording& wording, const Page& page) {
  const bool some_rejected = result.ratified.probability < 1;
  Lines right;
  if (some_rejected && result.conditions.size() > 1) right = reasons(result, wording);
  const auto unions = static_cast<int>(result.unions.size());
  const MeasureResult* yes = result.measure("unions_yes");
  if (yes && unions > 1 && unions <= 40) {
    const bool why = !right.empty();
    const Lines against =
        unions_against(why ? yes->if_rejected : yes->all, unions, why ? wording.rejected : "votes");
    right.insert(right.end(), against.begin(), against.end());
  }
  if (right.size() < 5) {
    const Lines ballots = ballots_outline(result);
    right.insert(right.end(), ballots.begin(), ballots.end());
  }
  return {"Of 100 simulated votes",
          beside(bars_of(result, wording), right, right_column, page.width)};
}

Section rule(const Result& result, const Wording& wording, const Page& page) {
  if (result.each_union || result.conditions.empty()) return {};
  Section section{"THE RULE", {}};
  Table table({Align::left, Align::right, Align::right});
  table.add({section.title, "met, in 100", "failed alone"});
  for (std::size_t c = 0; c < result.conditions.size(); ++c) {
    const ConditionResult& condition = result.conditions[c];
    const auto words = wording.conditions.find(condition.name);
    std::string text = condition.name;
    if (words != wording.conditions.end() && words->second != text) text += ": " + words->second;
    if (text_width(condition.name) > longest_label && result.conditions.size() > 1) {
      text = std::to_string(c + 1) + " " + text;
    }
    table.add({text, in_100(condition.met), in_100(condition.failed_alone)});
  }
  section.lines = table.lines(page.width);
  return section;
}

}  // namespace ayes::sections
