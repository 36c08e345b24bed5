#include "io/result/bars.h"
#include "io/result/number_text.h"
#include "io/result/sections/sections.h"

#include <algorithm>
#include <cmath>

namespace ayes::sections {
namespace {

constexpr int outcome_bar_width = 33;  // of 100 votes
constexpr int right_column = 50;       // where "why" begins
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

Lines bars_of(const std::vector<Outcome>& outcomes) {
  std::vector<double> shares;
  for (const Outcome& outcome : outcomes) shares.push_back(outcome.share);
  const std::vector<int> whole = of_100(shares);
  Lines lines = {"Of 100 simulated votes"};
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const bool rare = whole[i] == 0 && shares[i] > 0;
    lines.push_back(padded_left(rare ? "<1" : std::to_string(whole[i]), 4) + "  " +
                    outcomes[i].words);
    const std::string drawn = bar(shares[i], outcome_bar_width);
    if (!drawn.empty()) lines.push_back("      " + drawn);
  }
  return lines;
}

// Votes by the number of unions that say no, from 0 to all.
std::vector<double> votes_by_unions_against(const Summary& unions_yes, int unions) {
  std::vector<double> shares(static_cast<std::size_t>(unions) + 1, 0);
  for (std::size_t b = 0; b < unions_yes.counts.size(); ++b) {
    const int against = unions - static_cast<int>(unions_yes.edges[b] + 0.5);
    shares[static_cast<std::size_t>(std::clamp(against, 0, unions))] +=
        static_cast<double>(unions_yes.counts[b]) / static_cast<double>(unions_yes.replications);
  }
  return shares;
}

// A range of numbers of unions, and the share of votes that fall in it.
struct Group {
  int from, to;
  double share;
};

// Numbers from `first` to `last` in up to `most` ranges of about equal width.
std::vector<Group> groups_of(const std::vector<double>& shares, int first, int last, int most) {
  const int span = last - first + 1, groups = std::min(span, most);
  std::vector<Group> result;
  for (int g = 0; g < groups; ++g) {
    Group group{first + span * g / groups, first + span * (g + 1) / groups - 1, 0};
    for (int k = group.from; k <= group.to; ++k) group.share += shares[static_cast<std::size_t>(k)];
    result.push_back(group);
  }
  return result;
}

std::string range_text(const Group& group) {
  return std::to_string(group.from) + (group.to > group.from ? "–" + std::to_string(group.to) : "");
}

// Votes by the number of unions that say yes: as the headline's estimator has them, else counted.
std::vector<double> votes_by_unions_for(const MeasureResult& unions_yes, int unions) {
  std::vector<double> shares;
  for (const Mean& chance : unions_yes.chances) shares.push_back(chance.mean);
  if (shares.size() == static_cast<std::size_t>(unions) + 1) return shares;
  shares = votes_by_unions_against(unions_yes.all, unions);
  std::reverse(shares.begin(), shares.end());
  return shares;
}

// Without a coalition: how many unions say yes.
std::vector<Outcome> outcomes_of_unions(const MeasureResult& unions_yes, int unions) {
  const std::vector<double> shares = votes_by_unions_for(unions_yes, unions);
  std::vector<Outcome> outcomes = {{"none says yes", shares.front()}};
  for (const Group& group : groups_of(shares, 1, unions - 1, 4)) {
    outcomes.push_back(
        {range_text(group) + (group.to == 1 ? " says yes" : " say yes"), group.share});
  }
  outcomes.push_back({(unions == 2 ? "both" : "all " + std::to_string(unions)) + " unions say yes",
                      shares.back()});
  std::reverse(outcomes.begin(), outcomes.end());
  return outcomes;
}

bool is_long(const ConditionResult& condition) {
  return text_width(condition.name) > longest_label;
}

// What the report calls a condition that failed: its name, or its number in THE RULE.
std::string label(const Result& result, int condition) {
  const ConditionResult& found = result.conditions[static_cast<std::size_t>(condition)];
  return is_long(found) ? "test " + std::to_string(condition + 1) : found.name;
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

// "1–5: 39 · 6–10: 34 · 11–15: 27": how many unions are against.
Lines unions_against(const Summary& unions_yes, int unions, const std::string& when) {
  if (unions_yes.replications == 0) return {};
  const std::vector<double> shares = votes_by_unions_against(unions_yes, unions);
  int fewest = 0;
  while (shares[static_cast<std::size_t>(fewest)] == 0) ++fewest;
  std::string text;
  for (const Group& group : groups_of(shares, fewest, unions, unions <= 4 ? 5 : 3)) {
    text += (text.empty() ? "" : " · ") + range_text(group) + ": " + in_100(group.share);
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
  const std::string title = "Of 100 simulated votes";
  const auto unions = static_cast<int>(result.unions.size());
  const MeasureResult* yes = result.measure("unions_yes");
  const bool countable = yes && unions > 1 && unions <= 40;  // a bin of its histogram is one union
  if (result.each_union && countable) {
    const std::vector<Outcome> outcomes = outcomes_of_unions(*yes, unions);
    return {title, beside(bars_of(outcomes), ballots_outline(result), right_column, page.width)};
  }
  Lines right;
  const bool why =
      result.ratified.probability < 1 && result.conditions.size() > 1 && wording.all_must_hold;
  if (why) right = reasons(result, wording);
  if (countable) {
    const Lines against =
        unions_against(why ? yes->if_rejected : yes->all, unions, why ? wording.rejected : "votes");
    right.insert(right.end(), against.begin(), against.end());
  }
  if (right.size() < 5) {
    const Lines ballots = ballots_outline(result);
    right.insert(right.end(), ballots.begin(), ballots.end());
  }
  return {title, beside(bars_of(outcomes_of(result, wording)), right, right_column, page.width)};
}

Section rule(const Result& result, const Wording& wording, const Page& page) {
  const auto& conditions = result.conditions;
  if (result.each_union || conditions.empty() || result.units.size() < 2) return {};
  const auto words_of = [&](const ConditionResult& condition) {
    const auto words = wording.conditions.find(condition.name);
    const bool more = words != wording.conditions.end() && words->second != condition.name;
    return condition.name + (more ? ": " + words->second : "");
  };
  if (conditions.size() == 1) {
    return {"THE RULE", wrapped("THE RULE: " + words_of(conditions.front()), page.width, 2)};
  }
  Section section{"THE RULE", {}};
  section.lines = {
      wording.all_must_hold
          ? "THE RULE: how often each test is met, and how often it alone fails, in 100"
          : "THE RULE: how often each test holds, in 100"};
  const bool numbered = std::any_of(conditions.begin(), conditions.end(), is_long);
  for (std::size_t c = 0; c < conditions.size(); ++c) {
    std::string numbers = padded_left(in_100(conditions[c].met), 4);
    if (wording.all_must_hold) numbers += padded_left(in_100(conditions[c].failed_alone), 5);
    const int indent = text_width(numbers) + 2;
    const std::string words =
        (numbered ? std::to_string(c + 1) + " " : "") + words_of(conditions[c]);
    Lines lines = wrapped(words, page.width - indent);
    lines.front() = numbers + "  " + lines.front();
    for (std::size_t i = 1; i < lines.size(); ++i) {
      lines[i] = std::string(static_cast<std::size_t>(indent), ' ') + lines[i];
    }
    section.lines.insert(section.lines.end(), lines.begin(), lines.end());
  }
  return section;
}

}  // namespace ayes::sections
